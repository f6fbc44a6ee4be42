"""`webhooks`: who is told of changes, and messages of others that could not be taken in."""

from __future__ import annotations

import secrets
import uuid
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from ...shop import NotFound
from ...shop.webhook import Webhook
from ..live.outside import require_outside
from . import options
from .output import print_json, print_table, remark, say
from .session import opened

if TYPE_CHECKING:
    from ...store.messages import Delivery

app = typer.Typer(no_args_is_help=True, help="Messages from and to other systems.")


@app.command()
def add(
    url: Annotated[str, typer.Argument(help="The address, http or https.")],
    topic: Annotated[list[str], options.flag("--topic", "What it is told, such as product.updated. Repeatable.", "TOPIC")],
    secret: Annotated[str | None, options.flag("--secret", "What messages are signed with; default: one is made up and printed.")] = None,
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    json: options.Json = False,
) -> None:
    """Tells an address of changes in the shop while it is served."""
    hook = Webhook(uuid.uuid4().hex, url, tuple(topic), secret or secrets.token_urlsafe(32), created_at=datetime.now(UTC))
    with opened(shop, data_dir) as front:
        require_outside(url, front.webhook_hosts)
        front.store.webhooks.put([hook])
    if json:
        return print_json({"id": hook.id, "url": hook.url, "topics": hook.topics, "secret": hook.secret})
    say(f"{hook.id}: {hook.url} is told of {', '.join(hook.topics)}; secret {hook.secret}")


@app.command("list")
def list_(shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """Lists the addresses that are told of changes, and how much is on its way to each."""
    with opened(shop, data_dir) as front:
        hooks = list(front.store.webhooks.all())
        states = {state: Counter(each.webhook_id for each in front.store.outbox.all(state, 100_000)) for state in ("waiting", "dead")}
    rows = [(hook.id, hook.url, ", ".join(hook.topics), states["waiting"][hook.id], states["dead"][hook.id]) for hook in hooks]
    if json:
        return print_json([dict(zip(("id", "url", "topics", "waiting", "dead"), row, strict=True)) for row in rows])
    if not rows:
        return say("none")
    print_table(["webhook", "address", "topics", "waiting", "dead"], rows, right=(3, 4))


@app.command()
def remove(id: str, shop: options.Shop = None, data_dir: options.DataDir = None) -> None:
    """Tells an address no more; what was on its way there is dropped."""
    with opened(shop, data_dir) as front, front.store.transaction():
        if not front.store.webhooks.delete([id]):
            raise NotFound("webhook", id)
        front.store.outbox.drop(id)


@app.command()
def dead(shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """Lists the messages that did not arrive after the last try."""
    with opened(shop, data_dir) as front:
        found = front.store.outbox.all("dead")
    if json:
        return print_json([{"id": e.id, "webhook": e.webhook_id, "topic": e.topic, "about": e.key, "error": e.error} for e in found])
    if not found:
        return say("none")
    print_table(["message", "topic", "about", "reason"], [(each.id, each.topic, each.key, each.error) for each in found])


@app.command()
def resend(
    messages: Annotated[list[str] | None, typer.Argument(metavar="[MESSAGE…]", help="Which; default: all that are dead.")] = None,
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
) -> None:
    """Sends messages that did not arrive once more, as soon as the shop is served."""
    with opened(shop, data_dir) as front:
        wanted = messages or [each.id for each in front.store.outbox.all("dead")]
        count = front.store.outbox.retry(wanted, datetime.now(UTC)) if wanted else 0
    say(f"{count:,} messages are tried again")


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
