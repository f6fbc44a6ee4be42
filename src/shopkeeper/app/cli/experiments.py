"""`experiments`: tests of the recommendations on the shop's own visitors."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from . import options
from .output import print_json, print_table, remark, say
from .session import opened

if TYPE_CHECKING:
    from ...recommend.online import Part
    from ...shop import Experiment

app = typer.Typer(help="Tests of the recommendations on the shop's own visitors.", no_args_is_help=True)

Id = Annotated[str, typer.Argument(help="The experiment's id.", show_default=False)]
Language = Annotated[options.LanguageName, typer.Option("--language", help="Language of the sentences.")]
_ARM = 'A way to recommend, at least two: "plain", or "new: without=trend; margin=0.2". The first is what the others are compared with.'
_GUARD = "A measure that must not suffer, and by how much at most, such as revenue:0.05. Repeatable."


@app.command("list")
def list_(shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """Shows all experiments, those that run first."""
    from ...shop import to_dict

    with opened(shop, data_dir) as front:
        found = front.experiments.all()
    if json:
        return print_json([to_dict(each) for each in found])
    print_table(["ID", "arms", "goal", "since", "until"], [
        [each.id, ", ".join(arm.name for arm in each.arms), each.goal, _day(each.started_at), _day(each.ended_at)] for each in found])


@app.command()
def start(
    id: Id,
    arm: Annotated[list[str], options.flag("--arm", _ARM, "NAME[: CHANGES]")],
    goal: Annotated[str, typer.Option("--goal", help="What decides: clicked, bought, revenue or disliked.")] = "clicked",
    guard: Annotated[list[str] | None, options.flag("--guard", _GUARD, "MEASURE:MARGIN")] = None,
    place: Annotated[list[str] | None, options.flag("--place", "Only at this place, such as home or basket. Repeatable.", "PLACE")] = None,
    shares: Annotated[str, typer.Option("--shares", metavar="X,X", help="Parts of the arms, such as 9,1; else all alike.")] = "",
    share: Annotated[float, typer.Option("--share", metavar="X", help="Part of the visitors that takes part.")] = 1.0,
    detect: Annotated[float, typer.Option("--detect", metavar="X", help="The change of the goal that is worth finding, as a share.")] = 0.1,
    alpha: Annotated[float, typer.Option("--alpha", metavar="X", help="Chance to see a difference where none is, at any look.")] = 0.05,
    note: Annotated[str, typer.Option("--note", help="Why.")] = "",
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    json: options.Json = False,
) -> None:
    """Begins an experiment: from now on each visitor has one of the arms. Says how long it is likely to take."""
    from ...recommend.plan import arms_of, guards_of, planned
    from ...shop import Experiment, to_dict

    plan = Experiment(id, arms_of(arm, shares), goal, guards_of(guard or ()), tuple(place or ()), share, alpha, detect, note=note)
    now = datetime.now(UTC)
    with opened(shop, data_dir) as front:
        plan, days = planned(front.store, plan, now, front.currency)
        begun = front.experiments.start(plan, now)
    if json:
        return print_json({**to_dict(begun), "days": days})
    say(f"{begun.id}: started with the arms " + ", ".join(each.name for each in begun.arms))
    length = f"about {max(1, round(days)):,} days at the pace of the last four weeks" if days is not None else "how long is not known yet"
    say(f"To find a change of {detect:.0%} each arm needs about {begun.planned:,} visitors: {length}.")


@app.command()
def stop(id: Id, shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """Ends an experiment: from now on the shop is for all as its settings say. The result stays."""
    from ...shop import to_dict

    with opened(shop, data_dir) as front:
        ended = front.experiments.stop(id, datetime.now(UTC))
    print_json(to_dict(ended)) if json else say(f"{id}: stopped")


@app.command()
def show(id: Id, shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """Shows what an experiment tests."""
    from ...shop import to_dict

    with opened(shop, data_dir) as front:
        found = front.store.experiments.get(id)
    if json:
        return print_json(to_dict(found))
    say(_described(found))


@app.command()
def result(
    id: Id, language: Language = "en", shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:
    """Says how an experiment stands, at any time: what each arm comes to, with intervals, and how long it still takes. Exit code 1 when
    its figures cannot be trusted because visitors of an arm are lost."""
    from ...recommend.verdicts import shown, told
    from ...shop import MEASURES

    with opened(shop, data_dir) as front:
        found = front.experiment_result(id)
    sentences = told(found, language)
    if json:
        print_json({**found.to_dict(), "sentences": sentences})
    else:
        rows = [[arm.name, f"{arm.visitors:,}", f"{arm.lists:,}", *(shown(found, arm, each) for each in MEASURES)] for arm in found.arms]
        print_table(["arm", "visitors", "lists", "clicked", "bought", "revenue a visitor", "disliked"], rows, right=range(2, 7))
        say("\n".join(["", *sentences]))
    if not found.trusted:
        raise typer.Exit(1)


@app.command()
def measures(
    days: Annotated[int, typer.Option("--days", min=1, max=36_500, help="The last so many days.")] = 28,
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:
    """What the recommendations bring in: clicks on lists, purchases and revenue of sessions, thumbs; by place and source."""
    with opened(shop, data_dir) as front:
        found = front.recommendation_measures(days)
    if json:
        return print_json(found.to_dict())
    if not found.lists:
        return remark("no list of recommendations was shown in this time")
    say(f"{found.lists:,} lists in {found.sessions:,} sessions")
    rates = {"lists clicked": found.click_through, "sessions that bought": found.conversion, "thumbs up": found.liked}
    for name, rate in rates.items():
        if rate:
            say(f"{name}: {rate.value:.2%} ({rate.low:.2%} to {rate.high:.2%})")
    if found.revenue:
        say(f"revenue a session: {found.currency} {found.revenue.value:,.2f} ({found.revenue.low:,.2f} to {found.revenue.high:,.2f})")
    print_table(["place", "lists", "clicked", "share"], _parts(found.places), right=[1, 2])
    print_table(["source", "products", "clicked", "share"], _parts(found.sources), right=[1, 2])


def _parts(parts: dict[str, Part]) -> list[list[str]]:
    return [[name, f"{part.shown:,}", f"{part.clicked:,}", f"{rate.value:.2%} ({rate.low:.2%} to {rate.high:.2%})" if rate else ""]
            for name, part in parts.items() for rate in [part.rate]]


def _described(experiment: Experiment) -> str:
    lines = [f"{experiment.id}: {experiment.note or 'no note'}", f"since {_day(experiment.started_at)}" + (
        f" until {_day(experiment.ended_at)}" if experiment.ended_at else "")]
    lines += [f"arm {arm.name} ({arm.share:g}): {'; '.join(arm.changes) or 'the shop as it is'}" for arm in experiment.arms]
    lines.append(f"goal {experiment.goal}, a change of {experiment.detect:.0%} is worth finding; alpha {experiment.alpha:g}")
    lines += [f"guard {guard.measure}: at most {guard.margin:.0%} worse" for guard in experiment.guards]
    where = ", ".join(experiment.places) or "everywhere"
    return "\n".join([*lines, f"{where}, {experiment.share:.0%} of the visitors; planned: {experiment.planned:,} visitors of each arm"])


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else ""
