"""The experiments as the people of the shop see them: what runs, how it stands in plain words, begin and stop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from ...recommend.plan import arms_of, guards_of, planned
from ...recommend.results import ArmResult, Result
from ...recommend.tuning import Tuning
from ...recommend.verdicts import key_of, shown, told
from ...shop import MEASURES, Experiment, InvalidQuery, InvalidRecord, Language
from ..request import shop_of
from .form import Fields
from .language import language_of
from .refused import refusal
from .render import page
from .strings import text

router = APIRouter(prefix="/console/experiments", include_in_schema=False)

PLAIN, NEW = "plain", "new"
_GUARDS = {"clicked": ("revenue",), "bought": ("revenue",), "revenue": ("bought",)}
_WIDTH = 300  # of a picture, whose middle is no change
_STRETCH = 0.92  # of half the width that the longest line takes


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the picture: where it begins and ends and its middle, in units of the picture; what is decided: "better", "worse" or
    "". `label` says the same in figures."""

    measure: str
    start: float
    end: float
    middle: float
    decided: str
    label: str


@router.get("")
def experiments(request: Request) -> Response:
    """All experiments, and a form for a new one."""
    return _list(request)


@router.post("")
def start(request: Request, fields: Fields) -> Response:
    """Begins an experiment with the shop as it is against one arm that changes something, or says how long it would take (`do` plan)."""
    shop, now, language = shop_of(request), datetime.now(UTC), language_of(request)
    try:
        wanted = _wanted(fields)
        Tuning().changed(wanted.arms[1].changes)
        plan, days = planned(shop.store, wanted, now, shop.currency)
        if fields.get("do") == "plan":
            return _list(request, fields, said=_length(plan, days, language))
        return RedirectResponse(request.url_for("experiment", id=shop.experiments.start(plan, now).id).path, 303)
    except (InvalidQuery, InvalidRecord) as error:
        return _list(request, fields, wrong=refusal(error, language))


def _wanted(fields: dict[str, str]) -> Experiment:
    """The experiment of a form; `part` and `detect` are in hundredths."""
    goal, part = fields.get("goal", "clicked"), _hundredths(fields, "part", 50)
    arms = arms_of([PLAIN, f"{NEW}: {fields.get('changes', '')[:500]}"], f"{1 - part},{part}")
    if not arms[1].changes:
        raise InvalidQuery("changes: expected what the new arm changes, such as without=trend")
    return Experiment(fields.get("id", "").strip()[:60], arms, goal, guards_of(_GUARDS.get(goal, ())),
                      detect=_hundredths(fields, "detect", 10), note=fields.get("note", "").strip()[:500])


def _hundredths(fields: dict[str, str], name: str, usual: int) -> float:
    given = fields.get(name, "").strip() or str(usual)
    if not (given.isascii() and given.isdecimal() and 0 < int(given[:4]) < 100):
        raise InvalidQuery(f"{name}: expected a whole number from 1 to 99, got {given[:20]!r}")
    return int(given) / 100


def _length(plan: Experiment, days: float | None, language: Language) -> str:
    """How many visitors an experiment needs, and how long that is likely to take."""
    if days is None:
        return text("experiment_length_unknown", language)
    return text("experiment_length", language, change=f"{plan.detect:.0%}", visitors=f"{plan.planned:,}", days=f"{max(1, round(days)):,}")


def _list(request: Request, fields: dict[str, str] | None = None, said: str = "", wrong: str = "") -> Response:
    return page(request, "experiments.html", 422 if wrong else 200, experiments=shop_of(request).experiments.all(), goals=list(_GUARDS),
                field=lambda name: (fields or {}).get(name, ""), said=said, wrong=wrong)


@router.get("/{id:path}", name="experiment")
def experiment(request: Request, id: str) -> Response:
    """How an experiment stands."""
    result = shop_of(request).experiment_result(id)
    return page(request, "experiment.html", result=result, experiment=result.experiment, sentences=told(result, language_of(request)),
                measures=MEASURES, key=lambda measure: key_of(result, measure), width=_WIDTH,
                lines=lambda arm: lines(result, arm), shown=lambda *which: shown(result, *which),
                runs=result.experiment.runs(datetime.now(UTC)))


@router.post("/{id:path}")
def stop(request: Request, id: str) -> Response:
    """Ends an experiment."""
    shop_of(request).experiments.stop(id, datetime.now(UTC))
    return RedirectResponse(request.url_for("experiment", id=id).path, 303)


def lines(result: Result, arm: ArmResult) -> list[Line]:
    """The changes of an arm as lines of one scale; measures of which nothing can be said are left out."""
    found = {measure: change for measure in MEASURES if (change := arm.change(measure, result.arms[0]))}
    longest = max((abs(end) for change in found.values() for end in change), default=1.0) or 1.0
    return [_line(measure, *change, longest) for measure, change in found.items()]


def _line(measure: str, value: float, low: float, high: float, longest: float) -> Line:
    start, end, middle = (_WIDTH / 2 * (1 + _STRETCH * each / longest) for each in (low, high, value))
    good = (low > 0) if measure != "disliked" else (high < 0)
    bad = (high < 0) if measure != "disliked" else (low > 0)
    return Line(measure, round(start, 1), round(end, 1), round(middle, 1), "better" if good else "worse" if bad else "",
                f"{value:+.1%}  [{low:+.1%}, {high:+.1%}]")
