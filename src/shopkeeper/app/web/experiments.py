"""The experiments as the people of the shop see them: what runs, how it stands in plain words, begin and stop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from ...recommend.plan import arms_of, guards_of, planned
from ...recommend.results import ArmResult, Result
from ...recommend.verdicts import key_of, shown, told
from ...shop import MEASURES, Experiment, InvalidQuery
from ..request import shop_of
from .form import Fields
from .language import language_of
from .render import page

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
    return page(request, "experiments.html", experiments=shop_of(request).experiments.all(), goals=list(_GUARDS))


@router.post("")
def start(request: Request, fields: Fields) -> Response:
    """Begins an experiment with the shop as it is against one arm that changes something."""
    shop, now, goal = shop_of(request), datetime.now(UTC), fields.get("goal", "clicked")
    arms = arms_of([PLAIN, f"{NEW}: {fields.get('changes', '')[:500]}"])
    plan = Experiment(fields.get("id", "").strip()[:60], arms, goal, guards_of(_GUARDS.get(goal, ())))
    if not arms[1].changes:
        raise InvalidQuery("changes: expected what the new arm changes, such as without=trend")
    plan, _ = planned(shop.store, plan, now, shop.currency)
    return RedirectResponse(request.url_for("experiment", id=shop.experiments.start(plan, now).id).path, 303)


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
