"""`searches`: what shoppers search for, do not find, click and buy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from . import options
from .output import print_json, print_table, say
from .session import opened

if TYPE_CHECKING:
    from ...evaluation import Interval
    from ...search.analytics import SearchesReport

app = typer.Typer(no_args_is_help=True, help="What shoppers search for, do not find, click and buy.")

Since = Annotated[str | None, options.flag("--since", "From this day or moment on (ISO 8601); default: all that is kept.", "DATE")]
Days = Annotated[int | None, typer.Option("--days", min=1, max=36_500, show_default=False, help="The last so many days instead.")]
Only = Annotated[options.LanguageName | None, options.flag("--language", "Only searches in this language.")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=1000, help="Lines at most.")]


@app.command()
def top(shop: options.Shop = None, data_dir: options.DataDir = None, since: Since = None, days: Days = None, language: Only = None,
        limit: Limit = 20, json: options.Json = False) -> None:
    """The queries that were searched most, and how often they were clicked."""
    report = _ask("top", shop, data_dir, since, days, language, limit)
    if json:
        return print_json(report.to_dict("queries"))
    _whole(report)
    rows = [[q.query, f"{q.outcome.counts.searches:,}", _rate(q.outcome.rates["click_rate"]), _rate(q.outcome.rates["empty_rate"])]
            for q in report.queries]
    print_table(["#", "query", "searches", "clicked", "nothing found"], _numbered(rows), right=[0, 2])


@app.command()
def zero(shop: options.Shop = None, data_dir: options.DataDir = None, since: Since = None, days: Days = None, language: Only = None,
         limit: Limit = 20, json: options.Json = False) -> None:
    """The queries that found nothing: what to stock, or to add as a synonym."""
    report = _ask("zero", shop, data_dir, since, days, language, limit)
    if json:
        return print_json(report.to_dict("queries"))
    _whole(report)
    rows = [[q.query, f"{q.outcome.counts.searches:,}", f"{q.last:%Y-%m-%d}"] for q in report.queries]
    print_table(["#", "query", "found nothing", "last"], _numbered(rows), right=[0, 2])


@app.command()
def clicks(shop: options.Shop = None, data_dir: options.DataDir = None, since: Since = None, days: Days = None, language: Only = None,
           limit: Limit = 20, json: options.Json = False) -> None:
    """How often each position of the results is clicked, 1 to 20."""
    report = _ask("clicks", shop, data_dir, since, days, language, limit)
    if json:
        return print_json(report.to_dict("positions"))
    _whole(report)
    rows = [[p.position, f"{p.shown:,}", f"{p.clicked:,}", _rate(p.click_rate)] for p in report.positions]
    print_table(["position", "shown", "clicked", "share"], rows, right=[0, 1, 2])


@app.command()
def conversion(shop: options.Shop = None, data_dir: options.DataDir = None, since: Since = None, days: Days = None, language: Only = None,
               limit: Limit = 20, json: options.Json = False) -> None:
    """What searches led to: clicks, carts, purchases, revenue; in all and by query."""
    report = _ask("conversion", shop, data_dir, since, days, language, limit)
    if json:
        return print_json(report.to_dict("queries"))
    _whole(report)
    say("revenue: " + (" · ".join(map(str, report.revenue)) or "none"))
    names = ("click_rate", "cart_rate", "conversion")
    rows = [[q.query, f"{q.outcome.counts.searches:,}", *(_rate(q.outcome.rates[name]) for name in names)] for q in report.queries]
    print_table(["#", "query", "searches", "clicked", "in the cart", "bought"], _numbered(rows), right=[0, 2])


def _ask(question: str, shop: str | None, data_dir: str | None, since: str | None, days: int | None, language: options.LanguageName | None,
         limit: int) -> SearchesReport:
    from ...search.analytics import window

    asked = window(since, days, language)
    with opened(shop, data_dir) as front:
        report: SearchesReport = getattr(front.searches, question)(asked, limit)
        return report


def _whole(report: SearchesReport) -> None:
    counts, rates = report.all.counts, report.all.rates
    said = {"clicked": "click_rate", "in the cart": "cart_rate", "bought": "conversion", "nothing found": "empty_rate"}
    say(f"{counts.searches:,} searches" + "".join(f" · {words} {_rate(rates[name])}" for words, name in said.items() if rates[name]))


def _rate(rate: Interval | None) -> str:
    return f"{rate.value:.1%} ({rate.low:.1%}–{rate.high:.1%})" if rate else ""


def _numbered(rows: list[list[str]]) -> list[list[str | int]]:
    return [[i, *row] for i, row in enumerate(rows, 1)]
