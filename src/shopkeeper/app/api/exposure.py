"""What must be true before a server may be reached by others than its own machine."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from ipaddress import ip_address

from ...shop import ShopkeeperError
from ...store import open_store
from ..access import has_admin
from ..settings import Settings

ANY = ("0.0.0.0", "::", "")  # nosec B104  what is refused without an admin


class CannotServe(ShopkeeperError):
    """The address cannot be served."""


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def require_locks(host: str, settings: Settings, named: str = "") -> None:
    """`CannotServe` where others could reach a shop that cannot tell who they are, or by no name that it knows (`named` is the one of a
    shop among several)."""
    with closing(open_store(settings.database)) as store:
        locked = has_admin(store, datetime.now(UTC))
    if not locked:
        raise CannotServe(
            f"--host {host}: others than this machine would reach {settings.shop}, which has neither a key nor a user with the scope "
            "admin; make one first: `shopkeeper users add NAME --role admin` or `shopkeeper keys add --scope admin --label NAME`"
        )
    if not named and not names_of(host, settings):
        raise CannotServe(
            f"--host {host}: say under which names {settings.shop} is reached, such as hosts = \"shop.example\" in "
            f"{settings.folder}/shopkeeper.toml, or SHOPKEEPER_HOSTS"
        )


def names_of(host: str, settings: Settings) -> tuple[str, ...]:
    """The names under which others reach a shop that listens on `host`."""
    own = () if host in ANY or is_loopback(host) else (f"[{host}]" if ":" in host else host,)
    return (*settings.hosts.split(), *own)
