"""The console's first page: how business goes, what is wrong, what needs a person; of an empty shop what to do next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from ...shop import Language, Money, Product
from ..callers import caller_of
from ..overview import LONGEST, SPANS, Daily, Overview, Span, overview
from ..request import shop_of
from . import charts, present, strings
from .language import language_of
from .render import page

router = APIRouter(prefix="/console", include_in_schema=False)

SHOWN = 4  # alerts of one sort


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of one span: how much, how much before, by what share it changed; `trend` is up, down or "" where nothing is told."""

    value: str
    before: str
    change: str = ""
    trend: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """Something to look at: a headline, a sentence, where to go; `told` is what `doctor` says of it, in English whatever the page is."""

    title: str
    note: str
    url: str
    told: str = ""


@router.get("")
def home(request: Request) -> Response:
    """The overview; who answers conversations only goes there."""
    if not caller_of(request).may("operator"):
        return RedirectResponse("/console/conversations", 303)
    shop, language = shop_of(request), language_of(request)
    found = overview(shop)
    daily = found.daily.value if found.daily else None
    busy = daily is not None and bool(daily.sales or daily.visits)
    return charts.charted(page(
        request, "overview.html", found=found, daily=daily, busy=busy, spans=SPANS, rows=_rows(daily, language) if daily else [],
        figures=_figures(daily, language) if daily and busy else (), alerts=list(_alerts(found, shop.store.products.get_many, language)),
        query=lambda words: "/console/search?" + urlencode({"q": words}),
    ))  # fmt: skip


def _rows(daily: Daily, language: Language) -> Iterator[tuple[str, str, list[Cell]]]:
    """Each measure with what it means and a cell for every span."""
    spans = [(daily.span(days), daily.span(days, days)) for days in SPANS]
    say = partial(strings.text, language=language)
    yield say("overview_orders"), say("overview_orders_means"), [_counted(now.orders, then.orders) for now, then in spans]
    for currency in sorted({each for now, then in spans for each in (*now.revenue, *then.revenue)}):
        cells = [_earned(now, then, currency, language) for now, then in spans]
        yield say("overview_revenue", currency=currency), say("overview_revenue_means"), cells
    yield say("overview_visits"), say("overview_visits_means"), [_counted(now.visits, then.visits) for now, then in spans]
    yield say("overview_conversion"), say("overview_conversion_means"), [_converted(now, then) for now, then in spans]


def _counted(now: int, then: int) -> Cell:
    return Cell(f"{now:,}", f"{then:,}", *_changed(now, then))


def _earned(now: Span, then: Span, currency: str, language: Language) -> Cell:
    nothing = Money(0, currency)
    made, before = now.revenue.get(currency, nothing), then.revenue.get(currency, nothing)
    return Cell(present.money(made, language), present.money(before, language), *_changed(made.amount, before.amount))


def _converted(now: Span, then: Span) -> Cell:
    shares = [f"{each:.1%}" if each is not None else "–" for each in (now.conversion, then.conversion)]
    return Cell(shares[0], shares[1], *_changed(now.conversion or 0, then.conversion or 0))


def _changed(now: float, then: float) -> tuple[str, str]:
    """By what share it changed, and whether up or down; nothing where there was nothing before."""
    if not then:
        return "", ""
    change = now / then - 1
    return f"{change:+.0%}".replace("-", "−"), "up" if change >= 0.005 else "down" if change <= -0.005 else ""


def _figures(daily: Daily, language: Language) -> tuple[Any, Any]:
    """Revenue by day beside the days before, in the main currency, and the share of the visits that bought."""
    days = [(daily.until - timedelta(days=ago + 0.5)).strftime("%m-%d") for ago in range(LONGEST - 1, -1, -1)]
    earned = {each.ago: float(Money(each.amount, each.currency).major) for each in daily.sales if each.currency == daily.currency}
    share = {each.ago: round(100 * each.bought / each.visits, 2) for each in daily.visits}
    names = [strings.text(key, language) for key in ("overview_this", "overview_that")]
    bars = {"type": "bar", "name": names[0], "x": days, "y": _last(earned, 0)}
    line = {"type": "scatter", "mode": "lines", "name": names[1], "x": days, "y": _last(earned, LONGEST), "line": {"dash": "dot"}}
    rate = {"type": "scatter", "mode": "lines+markers", "name": names[0], "x": days, "y": _last(share, 0, None)}
    return charts.plain([bars, line], legend=True), charts.plain([rate])


def _last(values: dict[int, float], ago: int, nothing: float | None = 0.0) -> list[float | None]:
    return [values.get(ago + day, nothing) for day in range(LONGEST - 1, -1, -1)]


def _alerts(found: Overview, products: Callable[[list[str]], dict[str, Product]], language: Language) -> Iterator[Alert]:
    """What is wrong with what the shop stands on, then with its goods."""
    say = partial(strings.text, language=language)
    for breaker in found.breakers:
        yield Alert(say("overview_alert_breaker", name=breaker.name), say("overview_alert_breaker_note"), "/console/jobs")
    for each in found.findings.value if found.findings else ():
        yield Alert(say(f"finding_{each.name}"), say(f"advised_{each.name}"), _ROOM_OF.get(each.name, ""), f"{each.found}: {each.advice}")
    yield from _of_goods(found, products, language)


_ROOM_OF = {"audit": "/console/audit?check=true", "models": "/console/models", "index": "/console/jobs", "backup": "/console/jobs",
            "secrets": "/console/settings", "debug": "/console/settings", "https": "/console/settings", "server": "/console/settings"}


def _of_goods(found: Overview, products: Callable[[list[str]], dict[str, Product]], language: Language) -> Iterator[Alert]:
    say = partial(strings.text, language=language)
    short = found.daily.value.short if found.daily else ()
    complaints = found.complaints.value[:SHOWN] if found.complaints else ()
    known = products([*(each.product_id for each in short[:SHOWN]), *(each.product_id for each in complaints)])

    def title(id: str) -> str:
        return known[id].title.get(language) if id in known else id

    if short:
        first = say("list_comma").join(dict.fromkeys(title(each.product_id) for each in short[:SHOWN]))
        yield Alert(strings.counted("overview_alert_stock", len(short), language), say("overview_alert_stock_note", first=first),
                    "/console/demand")
    if found.odd:
        yield Alert(strings.counted("overview_alert_prices", found.odd, language), say("overview_alert_prices_note"),
                    "/console/catalog?show=prices")
    for each in complaints:
        yield Alert(say("overview_alert_review", product=title(each.product_id), aspect=each.name.get(language)),
                    say("overview_alert_review_note", since=f"{each.since:%Y-%m-%d}", before=f"{each.before:.0%}",
                        after=f"{each.after:.0%}"),
                    "/console/reviews?" + urlencode({"product": each.product_id}))
