"""The console's room of search: try a query, see why, change what comes, say how well it fits, keep what makes it better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse

from ...search.analytics import window
from ...search.judging import judged_file
from ...search.reading import Reading
from ...search.result import SearchResult
from ...search.search import LONGEST_QUERY
from ...search.tuning import Quality, QueryQuality, Trial, quality
from ...shop import RATINGS, InvalidFile, InvalidQuery, InvalidRecord, Judgment, NotFound, NotIndexed, Rule, judgment
from ..callers import caller_of
from ..request import shop_of
from ..uploads import safe_name
from . import pages
from .changes import Change, change_of, fields_of, keep, product_of
from .expected import expected, of_file
from .form import Fields
from .judged_upload import LARGEST, Taken, take
from .labels import Labels, currency_of
from .language import asked, language_of
from .render import page
from .strings import text
from .why import reasons

if TYPE_CHECKING:
    from ..shop import Shop

router = APIRouter(prefix="/console/search", include_in_schema=False)

SHOWN = 12  # hits
LISTED = 15  # queries of the log
MEASURED = 100  # judged queries while a page waits; the command measures all
DAYS = 90  # of the search log
Wrong = InvalidQuery, InvalidRecord, NotFound, NotIndexed
KINDS = "term", "vector", "rule", "ranker", "taste"


@dataclass(frozen=True, slots=True)
class Tried:
    """A change with what it would do: the moves of each query, and how well the judged ones would be answered (None: none is judged)."""

    change: Change
    moves: list[Any]
    quality: Quality | None

    @property
    def changed(self) -> list[QueryQuality]:
        """The judged queries whose measure would be another, the greatest change first."""
        rows = self.quality.queries if self.quality else ()
        found = [each for each in rows if each.before is not None and each.after is not None and each.before != each.after]
        return sorted(found, key=lambda each: -abs((each.after or 0) - (each.before or 0)))


@router.get("")
def look(request: Request) -> Response:
    """A query tried, with what a change would do to it; without one what shoppers search for and do not find."""
    query, shop = _field(request, "q")[:LONGEST_QUERY], shop_of(request)
    try:
        seen = _seen(request, query) if query else _listed(shop)
        trouble = ""
    except Wrong as error:
        seen, trouble = {}, str(error)
    return page(request, "search_console.html", query=query, trouble=trouble, days=DAYS, **_about(request, "try", [query] if query else []),
                **{"result": None, "top": (), "zero": (), **seen})


def _seen(request: Request, query: str) -> dict[str, Any]:
    shop, language = shop_of(request), language_of(request)
    result = shop.search(query, k=SHOWN, language=language, explain=True, log=False)
    reading, rules = shop.tuner.understood(query)
    ratings, labels = shop.tuner.of(query), Labels(language, shop.fields(), currency_of(result.hits))
    ids = [hit.id for hit in result.hits]
    return {
        "result": result, "reading": reading, "rules": rules, "ratings": ratings, "levels": RATINGS, "why": partial(reasons, labels=labels),
        "conditions": [pages.filter_label(words, labels) for words in result.understood.read],
        "given_up": [pages.filter_label(words, labels) for words in result.relaxed], "swaps": swaps(reading), "shares": shares(result),
        "quality": quality(query, ids, ids, ratings) if ratings else None,
    }


def _listed(shop: Shop) -> dict[str, Any]:
    """The two lists of the log as they are known by now, see `kept`; a part that was never counted is None."""
    asked, minute = window(days=DAYS), datetime.now(UTC).replace(second=0, microsecond=0)
    finds = {name: partial(shop.searches.queries, asked, LISTED, empty=name == "zero") for name in ("top", "zero")}
    found = shop.kept.ask_all({name: (minute, find) for name, find in finds.items()})
    return {name: each.value if each else None for name, each in found.items()}


def swaps(reading: Reading) -> list[tuple[str, str, str]]:
    """Words of a query, what else is looked for in their place, and why: "synonym" or "correction"."""
    return [(slot.text, each.text, each.kind) for slot in reading.slots for each in slot.others]


def shares(result: SearchResult) -> dict[str, list[tuple[str, float, float]]]:
    """By hit the parts of its score that lift it, as stretches of a line of 100: kind, where it begins, how long it is."""
    most = max((sum(max(0.0, r.score) for r in hit.reasons) for hit in result.hits), default=0.0) or 1.0
    found: dict[str, list[tuple[str, float, float]]] = {}
    for hit in result.hits:
        start = 0.0
        for kind in KINDS:
            if (part := sum(max(0.0, r.score) for r in hit.reasons if r.kind == kind) / most * 100) > 0:
                found.setdefault(hit.id, []).append((kind, round(start, 2), round(part, 2)))
                start += part
    return found


@router.get("/rules")
def rules(request: Request) -> Response:
    """The rules of searches, a form for one, and what it would change."""
    shop, edited = shop_of(request), _field(request, "edit")
    kept = [rule for rule in shop.rules.all() if not rule.places]
    about = _about(request, "rules")
    if edited and not about["tried"]:
        found = next((rule for rule in kept if rule.id == edited), None)
        about["field"] = partial(dict.get, fields_of(found)) if found else about["field"]
    named = shop.store.products.get_many(list(dict.fromkeys(id for rule in kept for id in rule.product_ids)))
    titles = {id: each.title.get(language_of(request)) for id, each in named.items()}
    return page(request, "search_rules.html", rules=kept, titles=titles, edited=edited, standing=partial(standing, now=datetime.now(UTC)),
                **about)


@router.get("/synonyms")
def synonyms(request: Request) -> Response:
    """The synonyms, a form for one, and what it would change."""
    return page(request, "search_synonyms.html", synonyms=shop_of(request).synonyms.all(), **_about(request, "synonyms"))


@router.get("/judgments")
def judgments(request: Request) -> Response:
    """How well the judged queries are answered, the worst first, and what another weight of meaning would do."""
    return _judgments(request)


@router.post("/judgments")
async def take_judgments(request: Request) -> Response:
    """Takes a file of judgments that a form sends, all of its rows or none, and shows what came of it."""
    language = language_of(request)
    async with request.form(max_files=2, max_fields=5) as form:
        files = [each for each in form.getlist("file") if isinstance(each, UploadFile) and each.filename]
        if len(files) != 1:
            wrong = text("import_too_many" if files else "import_no_file", language)
            return await run_in_threadpool(_judgments, request, refused=wrong)
        return await run_in_threadpool(_taken, request, files[0])


def _taken(request: Request, file: UploadFile) -> Response:
    name, shop = file.filename or "", shop_of(request)
    try:
        taken = take(shop, name, file.file, caller_of(request).name, datetime.now(UTC))
    except InvalidFile as error:
        return _judgments(request, refused=of_file(str(error), safe_name(name), language_of(request)))
    return _judgments(request, taken)


def _judgments(request: Request, taken: Taken | None = None, refused: str = "") -> Response:
    shop, about = shop_of(request), _about(request, "judgments")
    found = about["tried"].quality if about["tried"] else _measured(shop, Trial())
    rows = sorted(found.queries if found else (), key=lambda each: (each.before is None, each.before or 0.0))
    counts = shop.store.judgments.queries()
    return page(request, "search_judgments.html", 422 if refused or (taken and taken.wrong) else 200, found=found, rows=rows, counts=counts,
                total=sum(counts.values()), taken=taken, refused=refused, mb=LARGEST >> 20,
                expected=partial(expected, language=language_of(request)), **about)


@router.get("/judgments/{form}")
def judgments_file(request: Request, form: str) -> Response:
    """The judgments as a file for `evaluate search --data`: `jsonl` or `csv`."""
    if form not in ("jsonl", "csv"):
        raise NotFound("form of judgments", form)
    content, kind = judged_file(shop_of(request).store.judgments.all(), form)
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="judgments.{form}"'})


@router.post("/judge")
def judge(request: Request, fields: Fields) -> Response:
    """Keeps what a person says of the hits of a query: fields `r.ID`, a rating or nothing to take it back."""
    shop, query, now = shop_of(request), fields.get("q", "")[:LONGEST_QUERY], datetime.now(UTC)
    said = {name[2:]: value for name, value in fields.items() if name.startswith("r.")}
    made = [judgment(query, id, _rating(value), now, caller_of(request).name) for id, value in said.items() if value != ""]
    product_of(shop, tuple(each.product_id for each in made))
    gone = [judgment(query, id, 0).id for id, value in said.items() if value == ""]
    with shop.store.transaction():
        shop.store.judgments.put([each for each in made if _is_new(shop, each)])
        shop.store.judgments.delete(gone)
    return RedirectResponse(_back(request, f"/console/search?{_query(q=query)}", "judged"), 303)


def _is_new(shop: Shop, made: Judgment) -> bool:
    """What was not said before: who said the same stays named."""
    return shop.tuner.of(made.query).get(made.product_id) != made.rating


def _rating(value: str) -> int:
    if value not in [str(each) for each in RATINGS]:
        raise InvalidQuery(f"rating: expected 0 to 3, got {value[:20]!r}")
    return int(value)


@router.post("/change")
def change(request: Request, fields: Fields) -> Response:
    """Tries a change (`step` try) and shows what it would do, or keeps it (`step` keep)."""
    shop, back = shop_of(request), fields.get("back", "try")
    path = "/console/search" + ("" if back == "try" else f"/{back}" if back in ("rules", "synonyms", "judgments") else "")
    query = _query(q=fields.get("q", "")[:LONGEST_QUERY])
    if fields.get("step") != "keep":
        asked = _query(**{name: value for name, value in fields.items() if name not in ("csrf", "step", "back") and value})
        return RedirectResponse(_back(request, f"{path}?{asked}", "") + "#trial", 303)
    try:
        found = change_of(shop, fields)
        if found is None:
            raise InvalidQuery("do: expected what is to be changed")
        keep(shop, found, caller_of(request).name, datetime.now(UTC))
    except Wrong:
        asked = _query(**{name: value for name, value in fields.items() if name not in ("csrf", "step", "back") and value})
        return RedirectResponse(_back(request, f"{path}?{asked}", "") + "#trial", 303)
    return RedirectResponse(_back(request, f"{path}?{query}", "kept"), 303)


def _about(request: Request, tab: str, queries: Sequence[str] = ()) -> dict[str, Any]:
    """What the pages of the room share: the change that the address asks for with what it would do, or what is wrong with it."""
    shop, language = shop_of(request), language_of(request)
    tried, wrong = None, ""
    try:
        found = change_of(shop, request.query_params)
        if found:
            moves = shop.tuner.rehearse(found.trial, queries, language=language)
            tried = Tried(found, moves, _measured(shop, found.trial))
    except Wrong as error:
        wrong = _said(request, error)
    fields = {**request.query_params, **(fields_of(tried.change.rule) if tried and tried.change.rule else {})}
    return {"tab": tab, "tried": tried, "wrong": wrong, "field": lambda name: fields.get(name, ""),
            "said": next((name for name in ("kept", "judged") if name in request.query_params), "")}


def _said(request: Request, error: Exception) -> str:
    language = language_of(request)
    if isinstance(error, NotFound):
        return text("tune_unknown", language, id=error.id)
    if isinstance(error, InvalidRecord) and error.field == "synonym":
        return text("tune_no_synonym", language)
    if isinstance(error, InvalidRecord) and error.field == "product_ids":
        return text("recommend_no_products", language)
    return str(error)


def _measured(shop: Shop, trial: Trial) -> Quality | None:
    return shop.tuner.measure(trial, most=MEASURED) if shop.store.judgments.count() else None


def _field(request: Request, name: str) -> str:
    return request.query_params.get(name, "").strip()


def _query(**values: str) -> str:
    return urlencode({name: value for name, value in values.items() if value})


def _back(request: Request, address: str, said: str) -> str:
    """An address with what is said there once, in the language of the page."""
    more = [f"{said}=1"] if said else []
    more += [f"lang={asked(request)}"] if asked(request) and "lang=" not in address else []
    return address.rstrip("?") + (("&" if "?" in address and not address.endswith("?") else "?") + "&".join(more) if more else "")


def standing(rule: Rule, now: datetime) -> str:
    """How a rule stands: "on", "off", "waits" or "over"."""
    if not rule.enabled:
        return "off"
    return "on" if rule.holds(now) else "waits" if rule.starts_at and rule.starts_at > now else "over"

