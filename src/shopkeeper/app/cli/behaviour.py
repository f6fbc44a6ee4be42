"""`customers`, what they did: how far visits come, who comes back, in which groups they are, what is known of one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from . import options
from .output import print_json, print_table, say
from .session import opened

if TYPE_CHECKING:
    from ...customers.cohorts import Cohorts
    from ...customers.funnel import Funnel
    from ...customers.segments import Segment, Segments
    from ...customers.tastes import Tastes
    from ...evaluation import Interval
    from ...shop import Language

By = Annotated[Literal["device", "source", "category"] | None, options.flag("--by", "Apart by device, source or category.")]
Days = Annotated[int, typer.Option("--days", min=1, max=36_500, help="The last so many days of the shop's history.")]
Plot = Annotated[Path | None, options.flag("--plot", "Draw it into this file, .html or .png.", "FILE")]
Rows = Annotated[bool, typer.Option("--rows", help="The rows behind the figures instead.")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=100_000, help="Rows at most.")]
Tongue = Annotated[options.LanguageName, typer.Option("--language", help="Language of names and sentences.")]


def funnel(
    shop: options.Shop = None, data_dir: options.DataDir = None, days: Days = 90, by: By = None, rows: Rows = False,
    part: Annotated[str | None, options.flag("--part", "With --rows and --by: only visits of this device, source or category.")] = None,
    step: Annotated[Literal["visit", "view", "cart", "checkout", "purchase"], typer.Option(
        "--step", help="With --rows: only visits that came to this step or further.")] = "visit",
    limit: Limit = 1000, plot: Plot = None, language: Tongue = "en", json: options.Json = False,
) -> None:  # fmt: skip
    """How far visits come: looking, basket, paying, buying, and where they are lost."""
    with opened(shop, data_dir) as front:
        if rows:
            return _visits(front.customers.visits(days, by or "", part, step, limit=limit), json)
        found = front.customers.funnel(days, by or "")
    if plot:
        _draw("funnel", found, plot, language)
    if json:
        return print_json(found.to_dict())
    say(found.said(language))
    print_table(*_funnel_table(found, language), right=[1, 2, 3, 4, 5, 6])


def cohorts(
    shop: options.Shop = None, data_dir: options.DataDir = None, rows: Rows = False,
    month: Annotated[str | None, options.flag("--month", "With --rows: the month of the first order, such as 2026-03.", "YYYY-MM")] = None,
    plot: Plot = None, language: Tongue = "en", json: options.Json = False,
) -> None:  # fmt: skip
    """Who orders again, by the month of the first order."""
    with opened(shop, data_dir) as front:
        if rows:
            ids = front.customers.cohort(month or "")
            return print_json({"month": month, "customers": ids}) if json else say("\n".join(ids))
        found = front.customers.cohorts()
    if plot:
        _draw("cohorts", found, plot, language)
    if json:
        return print_json(found.to_dict())
    say(found.said(language))
    print_table(*_cohorts_table(found, language), right=range(1, 16))


def segments(
    shop: options.Shop = None, data_dir: options.DataDir = None,
    segment: Annotated[str | None, options.flag("--segment", "The members of this group, by its key or name.", "NAME")] = None,
    limit: Limit = 1000, plot: Plot = None, language: Tongue = "en", json: options.Json = False,
) -> None:  # fmt: skip
    """The customers in groups with a name: by what they bought, and what each group likes and says."""
    with opened(shop, data_dir) as front:
        found = front.customers.segments()
        if segment:
            return _members(found.get(segment), limit, language, json)
        liked = front.customers.tastes(found)
    if plot:
        _draw("segments", found, plot, language)
    if json:
        told = [{**each, "tastes": liked[each["key"]].to_dict()} for each in found.to_dict()["segments"]]
        return print_json({**found.to_dict(), "segments": told})
    _tell(found, liked, language)


def profile(
    id: Annotated[str, typer.Argument(help="The customer's id.")], shop: options.Shop = None, data_dir: options.DataDir = None,
    rows: Rows = False, language: Tongue = "en", json: options.Json = False,
) -> None:  # fmt: skip
    """What is known of one customer, and from which of their orders, visits and reviews."""
    with opened(shop, data_dir) as front:
        found = front.customers.profile(id)
    if json:
        return print_json(found.to_dict())
    say(f"{found.id}  {found.name}".rstrip())
    for fact in found.facts:
        say("- " + fact.text.get(language))
        if rows:
            more = f" … ({fact.count:,})" if fact.count > len(fact.evidence) else ""
            say("  " + " ".join(fact.evidence) + more)


def _draw(what: Literal["funnel", "cohorts", "segments"], found: Any, path: Path, language: Language) -> None:
    from ...customers import plots

    plots.write(getattr(plots, f"{what}_figure")(found, language), path)


def _visits(found: list[Any], json: bool) -> None:
    from ...customers.funnel import STEPS

    names = list(STEPS)
    rows = [{"session": row.id, "customer": row.customer_id, "part": row.part, "step": names[row.step - 1], "began": row.began.isoformat(),
             "events": row.events} for row in found]  # fmt: skip
    if json:
        return print_json(rows)
    print_table(["session", "customer", "part", "step", "began", "events"], [list(row.values()) for row in rows], right=[5])


def _funnel_table(found: Funnel, language: Language) -> tuple[list[str], list[list[str]]]:
    from ...customers.funnel import STEPS

    heads = [name.get(language) for name in STEPS.values()]
    rows = []
    for part in (found.all, *found.parts):
        counts = [f"{reached:,}" for reached in part.reached]
        kept = ["" if share is None else f" ({share.value:.0%})" for share in part.kept]
        steps = [n + k for n, k in zip(counts[1:], kept, strict=True)]
        rows.append([part.name.get(language), counts[0], *steps, _rate(part.conversion)])
    return ["", *heads, "成交率" if language == "zh" else "of all"], rows


def _cohorts_table(found: Cohorts, language: Language) -> tuple[list[str], list[list[str]]]:
    most = min(13, max((len(each.customers) for each in found.cohorts), default=1))
    heads = ["首单月份", "人数"] if language == "zh" else ["first order", "customers"]
    rows = [[each.month, f"{each.size:,}", *(_share(each.kept(place)) for place in range(1, most))] for each in found.cohorts]
    return [*heads, *(f"+{place}" for place in range(1, most))], rows


def _members(found: Segment, limit: int, language: Language, json: bool) -> None:
    if json:
        return print_json({**found.to_dict(), "members": [person.to_dict() for person in found.members[:limit]]})
    name = found.kind.name.get(language)
    say(f"{name}: {len(found.members):,} · {found.kind.who.get(language)}")
    rows = [[p.id, p.orders, str(p.spent), f"{p.last:%Y-%m-%d}" if p.last else "", "·".join(map(str, p.scores))]
            for p in found.members[:limit]]  # fmt: skip
    print_table(["id", "orders", "spent", "last order", "recency·frequency·money"], rows, right=[1, 2])


def _tell(found: Segments, liked: dict[str, Tastes], language: Language) -> None:
    say(found.said(language))
    for each in (*found.segments, *found.habits):
        kind = each.kind
        say(f"\n{kind.name.get(language)} [{kind.key}]: {len(each.members):,} ({each.share:.0%}) · {each.spent} ({each.revenue_share:.0%})")
        say(f"  {kind.who.get(language)}. {kind.advice.get(language)}." if language == "en" else f"  {kind.who.zh}。{kind.advice.zh}。")
        if kind.key in liked:
            for line in liked[kind.key].said(language):
                say("  " + line)


def _rate(rate: Interval | None) -> str:
    return f"{rate.value:.1%} ({rate.low:.1%}–{rate.high:.1%})" if rate else ""


def _share(rate: Interval | None) -> str:
    return "" if rate is None else f"{rate.value:.0%}"
