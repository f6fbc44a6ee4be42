"""`webhooks`: messages that other systems sent and could not be taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from . import options
from .output import print_json, print_table, remark, say
from .session import opened

if TYPE_CHECKING:
    from ...store.protocol import Delivery

app = typer.Typer(no_args_is_help=True, help="Messages from and to other systems.")


@app.command()
def failed(shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """Lists the messages of other systems that could not be taken in, with the reason."""
    with opened(shop, data_dir) as front:
        found = front.store.inbox.all("failed")
    if json:
        return print_json([{"key": each.key, "topic": each.topic, "at": each.at, "error": each.error, "body": each.body} for each in found])
    if not found:
        return say("none")
    print_table(["message", "topic", "received", "reason"], [(each.key, each.topic, _minute(each), each.error) for each in found])


@app.command()
def privacy(shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """Lists the requests about personal data that came. An erasure has been carried out; a request for
    data, and one to erase a whole shop, are for a person to answer."""
    with opened(shop, data_dir) as front:
        found = front.store.inbox.all("privacy")
    if json:
        return print_json([{"key": each.key, "topic": each.topic, "at": each.at, "about": each.body} for each in found])
    if not found:
        return say("none")
    print_table(["message", "topic", "received", "about"], [(each.key, each.topic, _minute(each), each.body) for each in found])


def _minute(message: Delivery) -> str:
    return f"{message.at:%Y-%m-%d %H:%M}"


@app.command()
def retry(
    keys: Annotated[list[str] | None, typer.Argument(metavar="[MESSAGE…]", help="Which; default: all that failed.")] = None,
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    json: options.Json = False,
) -> None:
    """Takes in messages that failed once more. Exit code 1 when one fails again."""
    from ..live.receive import retry as again

    with opened(shop, data_dir) as front:
        wanted = keys or [each.key for each in front.store.inbox.all("failed")]
        became = {key: again(front, key) for key in wanted}
        errors = {each.key: each.error for each in front.store.inbox.all("failed")}
    if json:
        print_json(became)
    else:
        for key, state in became.items():
            say(f"{key}: {state}") if state == "done" else remark(f"{key}: {state}: {errors.get(key, '')}")
    if any(state != "done" for state in became.values()):
        raise typer.Exit(1)
