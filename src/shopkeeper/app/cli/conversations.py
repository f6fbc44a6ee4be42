"""`conversations`: what people of the shop do with the assistant's conversations, and how well they go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from . import options
from .output import print_json, print_table, say
from .session import opened

if TYPE_CHECKING:
    from ...assistant.case import Case
    from ...assistant.inbox import Handoffs
    from ...assistant.measures import Tally
    from ...evaluation import Interval

app = typer.Typer(no_args_is_help=True, help="The assistant's conversations: who waits, take over, answer, hand back; how well they go.")

Id = Annotated[str, typer.Argument(metavar="CONVERSATION", help="Its id, see `conversations list`.")]
Request = Annotated[str, typer.Argument(metavar="REQUEST", help="Its id, see `conversations requests`.")]
_STATES = {"dead": "given up", "waiting": "to be sent", "accepted": "accepted, not done yet"}
Who = Annotated[str, typer.Option("--as", metavar="NAME", help="Who you are; shoppers see it.", show_default=False)]


@app.command("list")
def list_(
    status: Annotated[str, options.flag("--status", "waiting (for a person), person, open, closed, or all.", "STATUS")] = "waiting",
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="Lines at most.")] = 100,
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:
    """Lists the conversations that wait for a person, the longest first, or others, the newest first."""
    with _desk(shop, data_dir) as desk:
        cases = desk.inbox("" if status == "all" else status, limit)
    if json:
        return print_json([case.to_dict() for case in cases])
    if not cases:
        return say("none")
    rows = [(case.id, case.customer_name or case.customer_id, f"{case.since:%Y-%m-%d %H:%M}", case.status, case.who, _why(case))
            for case in cases]
    print_table(["conversation", "customer", "since", "status", "with", "reason"], rows)


@app.command()
def show(id: Id, shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """Shows what a person needs to know of a conversation, and its last messages."""
    with _desk(shop, data_dir) as desk:
        _show(desk.case(id), json)


@app.command()
def take(id: Id, who: Who, shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """Takes a conversation over: the assistant is silent until it is handed back."""
    with _desk(shop, data_dir) as desk:
        _show(desk.take_over(id, who), json)


@app.command()
def answer(
    id: Id, text: Annotated[str, typer.Argument(help="What the shopper reads.")], who: Who,
    shop: options.Shop = None, data_dir: options.DataDir = None,
) -> None:
    """Writes to the shopper, in a conversation that you have taken over."""
    with _desk(shop, data_dir) as desk:
        desk.answer(id, who, text)
    say("sent")


@app.command("hand-back")
def hand_back(id: Id, who: Who, shop: options.Shop = None, data_dir: options.DataDir = None) -> None:
    """Lets the assistant answer again."""
    with _desk(shop, data_dir) as desk:
        desk.hand_back(id, who)
    say("the assistant answers again")


@app.command()
def close(id: Id, who: Who, shop: options.Shop = None, data_dir: options.DataDir = None) -> None:
    """Ends a conversation; a shopper who writes again opens it again."""
    with _desk(shop, data_dir) as desk:
        desk.close(id, who)
    say("closed")


@app.command()
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON Lines, as `import --kind conversations` reads it.")],
    shop: options.Shop = None, data_dir: options.DataDir = None,
) -> None:
    """Writes all conversations with the assistant into a file, as service logs."""
    import orjson

    from ...assistant.transcript import conversations
    from ...shop import to_dict

    count = 0
    with opened(shop, data_dir) as front, file.open("wb") as out:
        for count, record in enumerate(conversations(front.store), 1):  # noqa: B007
            out.write(orjson.dumps(to_dict(record)) + b"\n")
    say(f"{count:,} conversations in {file}")


@app.command()
def requests(shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """Lists the requests that the shop's order system has not answered, those that were given up first."""
    with opened(shop, data_dir) as front:
        found = [each for state in ("dead", "waiting", "accepted") for each in front.store.order_requests.all(state)]
    if json:
        return print_json([{"id": e.id, "order": e.order_id, "conversation": e.dialogue_id, "state": e.state, "at": e.at,
                            "attempts": e.attempts, "error": e.error} for e in found])
    if not found:
        return say("none")
    rows = [(each.id, each.order_id, f"{each.at:%Y-%m-%d %H:%M}", _STATES[each.state], each.attempts, each.error) for each in found]
    print_table(["request", "order", "since", "state", "tries", "error"], rows, right=(4,))


@app.command()
def retry(request: Request, shop: options.Shop = None, data_dir: options.DataDir = None) -> None:
    """Sends a request to the order system once more, as soon as the shop is served."""
    from datetime import UTC, datetime

    from ...assistant.orders.settle import retry as again

    with opened(shop, data_dir) as front:
        again(front.store, request, datetime.now(UTC))
    say("it is sent again")


@app.command()
def settle(
    request: Request,
    outcome: Annotated[Literal["done", "refused"], typer.Argument(help="What became of it in the order system.")],
    reason: Annotated[str, options.flag("--reason", "What the customer reads of a refusal.", "TEXT")] = "",
    shop: options.Shop = None, data_dir: options.DataDir = None,
) -> None:
    """Says what became of a request that the order system did not answer: the order and the customer hear of it."""
    from datetime import UTC, datetime

    from ...assistant.orders.settle import decide
    from ...shop import RequestState

    state = RequestState.ACKNOWLEDGED if outcome == "done" else RequestState.REFUSED
    with opened(shop, data_dir) as front:
        decide(front.store, request, state, reason, datetime.now(UTC))
    say(f"settled: {outcome}")


@app.command()
def measures(
    since: Annotated[str | None, options.flag("--since", "From this day or moment on (ISO 8601); default: all.", "DATE")] = None,
    days: Annotated[int | None, typer.Option("--days", min=1, max=36_500, show_default=False, help="The last so many days.")] = None,
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:
    """How many conversations settled the wish, were handed to a person and why, and how satisfied shoppers were; by day."""
    from datetime import UTC, datetime

    from ...assistant.measures import measure
    from ...search.analytics import window

    with opened(shop, data_dir) as front:
        found = measure(front.store, datetime.now(UTC), window(since, days).since)
    if json:
        return print_json(found.to_dict())
    if not found.days:
        return say("none")
    rows = [_row("all", found.all), *(_row(str(day), found.days[day]) for day in sorted(found.days))]
    headings = ["day", "conversations", "undecided", "settled", "without a person", "handed over", "satisfied", "helpful"]
    print_table(headings, rows, right=(1, 2))
    for reason, count in found.all.handed_off.most_common():
        say(f"handed over, {_reason(reason)}: {count:,}")


@contextmanager
def _desk(shop: str | None, data_dir: str | None) -> Iterator[Handoffs]:
    from ...assistant.inbox import Handoffs

    with opened(shop, data_dir) as front:
        yield Handoffs(front.store)


def _reason(reason: str) -> str:
    from ...assistant.handoff import REASONS

    return REASONS.get(reason, reason)


def _why(case: Case) -> str:
    return ": ".join(filter(None, (_reason(case.reason), case.detail)))


def _show(case: Case, json: bool) -> None:
    if json:
        return print_json(case.to_dict())
    say(f"{case.id}: {case.status}{', with ' + case.who if case.who else ''} since {case.since:%Y-%m-%d %H:%M}")
    told = {"reason": _why(case), "customer": " ".join(filter(None, (case.customer_name, case.customer_id))) or "not identified",
            "orders": ", ".join(case.orders), "wishes": " / ".join(case.wants), "so far": "; ".join(case.tried)}
    for name, text in told.items():
        if text:
            say(f"{name}: {text}")
    for each in case.last:
        say(f"  {each.at:%H:%M} {each.who or each.speaker}: {each.text}")


def _row(name: str, tally: Tally) -> list[str]:
    rates = [_rate(tally.rates[each]) for each in ("resolution", "resolution_alone", "handoff", "satisfaction", "helpful")]
    return [name, f"{tally.conversations:,}", f"{tally.undecided:,}", *rates]


def _rate(rate: Interval | None) -> str:
    return f"{rate.value:.0%} ({rate.low:.0%}–{rate.high:.0%})" if rate else ""
