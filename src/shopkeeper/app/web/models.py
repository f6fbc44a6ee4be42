"""The shop's models as the people of the shop see them: versions and their figures, train, compare, put in use, put back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from markupsafe import Markup
from starlette.responses import RedirectResponse

from ...models.training.losses import Loss, thinned
from ...shop import InvalidFile, InvalidQuery, Language, NotFound, ShopkeeperError
from ...shop.job import JobState
from ..callers import caller_of
from ..job_views import cancelled
from ..jobs import IMPORTS, queue
from ..model_views import Held, curve, held, in_use_since, needs_extra, runs, trained_as
from ..presence import alive
from ..promotion import put_back, put_in_use
from ..request import shop_of
from ..training_jobs import NETWORKS, TAKE_DATA
from . import charts
from .form import Fields
from .language import asked, language_of
from .render import page
from .strings import STRINGS, text

if TYPE_CHECKING:
    from ..shop import Shop

router = APIRouter(prefix="/console/models", include_in_schema=False)

RUNS = 5  # jobs of a capability that are shown
OPTIONS = ("epochs", "batch_size", "lr", "seed", "tune")  # of a network, in the order of the form
LEAST = {"epochs": 0.01, "lr": 0.0, "batch_size": 1, "seed": 0, "tune": 0}
GOING = JobState.RUNNING, JobState.WAITING


@router.get("")
def models(request: Request) -> Response:
    """Every capability with the version in use."""
    shop = shop_of(request)
    rows = [(name, shop.models[name].active, in_use_since(shop.models[name]), held(shop.models[name])) for name in shop.models]
    going = {job.arguments.get("capability"): job for job in shop.store.queue.newest(100, states=GOING, kind="train")}
    return page(request, "models.html", rows=rows, going=going, trained_as=trained_as, first=first_figure, workers=_workers(shop),
                name_of=lambda name: called(name, language_of(request)), purpose=lambda name: purpose(name, language_of(request)))


@router.get("/{name}")
def model(
    request: Request, name: str, a: Annotated[str, Query(max_length=100)] = "", b: Annotated[str, Query(max_length=100)] = "",
) -> Response:  # fmt: skip
    """The versions of a capability, two of them side by side, and the training that goes on."""
    return _shown(request, name, a, b)


@router.post("/{name}")
def act(request: Request, name: str, fields: Fields) -> Response:
    """Queues a training, cancels it, puts a version in use or the one before back."""
    shop, by, now, what = shop_of(request), caller_of(request).name, datetime.now(UTC), fields.get("do", "")
    try:
        if what == "train":
            queue(shop, "train", _arguments(name, fields), now)
        elif what == "cancel":
            cancelled(shop, fields.get("job", ""), by, now)
        elif what == "promote":
            put_in_use(shop, name, fields.get("version", ""), by, now)
        elif what == "rollback":
            put_back(shop, name, by, now)
        else:
            raise InvalidQuery(f"do: expected train, cancel, promote or rollback, got {what[:20]!r}")
    except (InvalidQuery, InvalidFile, NotFound) as error:
        return _shown(request, name, wrong=error, fields=fields)
    lang = f"&lang={asked(request)}" if asked(request) else ""
    return RedirectResponse(f"/console/models/{name}?said={what}{lang}", 303)


def _shown(
    request: Request, name: str, a: str = "", b: str = "", *, wrong: ShopkeeperError | None = None, fields: dict[str, str] | None = None,
) -> Response:  # fmt: skip
    shop, language = shop_of(request), language_of(request)
    found, jobs = held(shop.models[name]), runs(shop, name)[:RUNS]
    going = next((job for job in jobs if job.state in GOING), None)
    losses = thinned(curve(shop, name, going))
    pair = [each for wanted in (a, b) for each in found if each.version.name == wanted]
    answer = page(
        request, "model.html", 422 if wrong else 200, name=name, title=called(name, language), versions=found, going=going,
        jobs=[job for job in jobs if job is not going],
        history=shop.models[name].history(), picture=drawn(losses, language), has_losses=bool(losses),
        curves=[(each, drawn(thinned(each.losses), language)) for each in pair or found[:1] if each.losses],
        pair=pair if len(pair) == 2 else [], figures=compared(pair) if len(pair) == 2 else [], network=trained_as(name) in NETWORKS,
        takes_data=trained_as(name) in TAKE_DATA, trains=trained_as(name), files=_files(shop), options=OPTIONS, least=LEAST,
        workers=_workers(shop), no_extra=needs_extra(name), wrong=wrong and _sentence(wrong, name),
        field=lambda key: (fields or {}).get(key, ""), said=request.query_params.get("said", ""), size=size, figure=figure,
        judged=shop.store.judgments.count(), purpose=purpose(name, language),
    )
    return charts.charted(answer)


def called(name: str, language: Language) -> str:
    """What a capability is called for people; one that was brought under its own name, by that."""
    key = f"capability_{name}"
    return text(key, language) if key in STRINGS else name


def purpose(name: str, language: Language) -> str:
    """What a capability is good for."""
    key = f"purpose_{name}"
    return text(key, language) if key in STRINGS else ""


def first_figure(version: Held) -> tuple[str, str]:
    """The figure that a version is known by, and how it reads."""
    for name, value in version.metrics.items():
        return name, figure(value)
    return "", ""


def figure(value: Any) -> str:
    """A figure, with its interval where it has one."""
    if isinstance(value, dict):
        return f"{value['value']:.3f} [{value['low']:.3f}, {value['high']:.3f}]"
    return f"{value:,}" if isinstance(value, int) else f"{value:.4g}"


def compared(pair: list[Held]) -> list[tuple[str, str, str]]:
    """Figures and options of two versions, line by line: those that either has."""
    told = [{**{name: figure(value) for name, value in each.metrics.items()},
             **{name: str(value) for name, value in (each.version.config.get("training") or {}).items()}} for each in pair]
    return [(name, told[0].get(name, "–"), told[1].get(name, "–")) for name in dict.fromkeys([*told[0], *told[1]])]


def size(count: int) -> str:
    """Bytes as people read them."""
    return f"{count / 1e6:.1f} MB" if count >= 1e5 else f"{count / 1e3:.1f} kB"


def drawn(losses: list[Loss], language: Language) -> Markup:
    """The curve of a run as a figure of Plotly: the loss on what is learnt as a line, that on the validation part as points on a line."""
    learnt = [(each.step, each.loss) for each in losses if each.loss is not None]
    checked = [(each.step, each.validation) for each in losses if each.validation is not None]
    traces = [_trace(text("model_loss_learnt", language), learnt, "lines", 1.5), _trace(text("model_loss_checked", language), checked,
                                                                                      "lines+markers", 2.5)]
    layout = {"xaxis": {"title": {"text": text("model_step", language)}, "rangemode": "tozero"}, "yaxis": {"automargin": True},
              "margin": {"l": 56, "r": 16, "b": 48, "t": 12}, "legend": {"orientation": "h", "y": 1.12}}
    figure = {"data": [trace for trace in traces if trace["x"]], "layout": layout}
    return Markup(json.dumps(figure).replace("<", "\\u003c"))  # nosec B704  it holds no "<"


def _trace(name: str, points: list[tuple[int, float]], mode: str, width: float) -> dict[str, Any]:
    steps, losses = [x for x, _ in points], [y for _, y in points]
    return {"type": "scatter", "name": name, "mode": mode, "x": steps, "y": losses, "line": {"width": width}}


def _arguments(name: str, fields: dict[str, str]) -> dict[str, Any]:
    """The arguments of the job; `source` is clicks, judged, nothing (the shop's own rows) or a file, by name."""
    source = fields.get("source", "")
    given: dict[str, Any] = {option: value for option in OPTIONS if (value := fields.get(option, "").strip())}
    if source in ("clicks", "judged"):
        given[source] = True
    elif source.startswith("file:"):
        given["data"] = source[5:]
    return {"capability": trained_as(name), **given}


def _files(shop: Shop) -> list[str]:
    folder = shop.data_dir / IMPORTS
    return sorted(path.name for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")) if folder.is_dir() else []


def _workers(shop: Shop) -> bool:
    """Whether a worker is there: one that this machine knows of, or one that is at a job elsewhere."""
    return bool(alive(shop.data_dir)) or bool(shop.store.queue.running())


def _sentence(error: ShopkeeperError, name: str) -> str:
    return str(error).removeprefix(f"{name} ")

