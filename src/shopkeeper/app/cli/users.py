"""`users`: who works at the console."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from getpass import getpass
from typing import Annotated, Literal

import typer

from ...shop import InvalidQuery
from . import options
from .output import print_json, print_table, say
from .session import opened

app = typer.Typer(no_args_is_help=True, help="Users of the console: make, list, give a new password, remove.")
Role = Literal["agent", "operator", "admin"]


@app.command()
def add(
    name: str,
    role: Annotated[Role, typer.Option("--role", help="What they may see and do, see docs/keys.md.")] = "agent",
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
) -> None:
    """Makes a user. The password is asked for, or read from the first line of what is piped in."""
    from ..access import make_user

    with opened(shop, data_dir) as front:
        user = make_user(front.store, name, role, _password(), datetime.now(UTC))
    say(f"{user.name}: {user.role}")


@app.command("list")
def list_(shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """Lists the users."""
    with opened(shop, data_dir) as front:
        users = front.store.users.all()
    if json:
        return print_json([{"name": user.name, "role": user.role, "created_at": user.created_at.isoformat()} for user in users])
    if not users:
        return say("none: the console is open to who sits at this machine, if there is no key either")
    print_table(["user", "role", "made"], [(user.name, user.role, f"{user.created_at:%Y-%m-%d}") for user in users])


@app.command()
def password(name: str, shop: options.Shop = None, data_dir: options.DataDir = None) -> None:
    """Gives a user a new password, read as for `add`; it ends their sessions and opens a name that is locked out."""
    from ..access import set_password

    with opened(shop, data_dir) as front:
        front.store.users.get(name.strip().casefold())  # before it is asked for
        set_password(front.store, name, _password(), datetime.now(UTC))
    say(f"{name}: the new password is set")


@app.command()
def remove(name: str, shop: options.Shop = None, data_dir: options.DataDir = None) -> None:
    """Removes a user and ends their sessions."""
    from ..access import remove_user

    with opened(shop, data_dir) as front:
        remove_user(front.store, name, datetime.now(UTC))
    say(f"{name} is removed")


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    given = getpass("password: ")
    if given != getpass("the same again: "):
        raise InvalidQuery("password: the two are not the same")
    return given
