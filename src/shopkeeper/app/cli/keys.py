"""`keys`: what programs show to be let in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from . import options
from .output import print_json, print_table, remark, say
from .session import opened

if TYPE_CHECKING:
    from ...store.access import Key

app = typer.Typer(no_args_is_help=True, help="Keys for programs: make, list, replace, revoke.")
ONCE = "This is shown once: keep it where secrets are kept."
ScopeName = Literal["shopper", "agent", "operator", "admin"]


@app.command()
def add(
    label: Annotated[str, typer.Option("--label", help="What the key is for, such as \"ERP\".")],
    scope: Annotated[ScopeName, typer.Option("--scope", help="What it may do, see docs/keys.md.")] = "operator",
    origin: Annotated[list[str] | None, options.flag(
        "--origin", "Makes a publishable key for pages of this origin, such as https://shop.example. Repeatable.", "ORIGIN")] = None,
    days: Annotated[int | None, typer.Option("--days", min=1, max=3650, show_default=False, help="Until when; default: for ever.")] = None,
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    json: options.Json = False,
) -> None:
    """Makes a key and prints its secret, this once."""
    from ..access import make_key

    now = datetime.now(UTC)
    with opened(shop, data_dir) as front:
        ends = now + timedelta(days=days) if days else None
        _print(*make_key(front.store, scope, label, now, origins=origin or (), expires_at=ends), json)


@app.command("list")
def list_(shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """Lists the keys, those that were revoked or have expired too; never their secrets."""
    with opened(shop, data_dir) as front:
        keys = front.store.keys.all()
    if json:
        return print_json([shown(key) for key in keys])
    if not keys:
        return say("none: on this machine everybody may do everything")
    print_table(["key", "label", "scope", "origins", "made", "used", "state"], [
        (key.id, key.label, key.scope, " ".join(key.origins), _day(key.created_at), _day(key.used_at), _state(key)) for key in keys])


@app.command()
def revoke(id: str, shop: options.Shop = None, data_dir: options.DataDir = None) -> None:
    """Ends a key; servers that run refuse it within a second or two."""
    from ..access import revoke_key

    with opened(shop, data_dir) as front:
        key = revoke_key(front.store, id, datetime.now(UTC))
    say(f"{key.id} ({key.label}) is revoked")


@app.command()
def rotate(
    id: str,
    overlap: Annotated[int, typer.Option("--overlap", min=0, max=24 * 90, help="Hours that the old key is still good.")] = 0,
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    json: options.Json = False,
) -> None:
    """Makes a new key like this one, prints its secret, this once, and ends the old one."""
    from ..access import rotate_key

    with opened(shop, data_dir) as front:
        _print(*rotate_key(front.store, id, datetime.now(UTC), overlap=timedelta(hours=overlap)), json)


def shown(key: Key) -> dict[str, Any]:
    """A key as JSON values, without what it is held against."""
    moments = {name: getattr(key, name) for name in ("created_at", "expires_at", "used_at", "revoked_at")}
    return {"id": key.id, "label": key.label, "scope": key.scope, "origins": list(key.origins), "state": _state(key),
            **{name: at and at.isoformat() for name, at in moments.items()}}


def _print(key: Key, secret: str, json: bool) -> None:
    if json:
        return print_json({**shown(key), "secret": secret})
    say(f"{key.id}: {secret}")
    remark(ONCE)


def _state(key: Key) -> str:
    if key.revoked_at:
        return "revoked"
    return "good" if key.good(datetime.now(UTC)) else "expired"


def _day(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d}" if at else ""
