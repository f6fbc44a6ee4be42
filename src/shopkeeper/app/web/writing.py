"""The texts of the shop as its people see them: write, read, edit with each claim coloured, approve, publish, look back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, cast

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import RedirectResponse

from ...claims import Claim
from ...shop import MARKETS, TEXT_KINDS, Conflict, Draft, DraftState, InvalidQuery, InvalidRecord, Language, NotFound, ShopkeeperError
from ...writing import PLATFORMS, TONES
from ..copywriting import Order
from ..drafts import PLACES, history
from ..request import shop_of
from .console import WHO, signed
from .form import Fields
from .language import language_of
from .render import YEAR, page
from .strings import text as sentence

if TYPE_CHECKING:
    from ..shop import Shop

router = APIRouter(prefix="/console/writing", include_in_schema=False)

SHOWN = 20  # drafts on a page
DONE = "approve", "publish", "reject"  # what is done to several drafts at once
PIECES = "title", "meta", "headlines", "descriptions", "body", "tags", "subject", "preview"  # parts that have a name in both languages
CHOSEN = "draft."  # what the names of the boxes of chosen drafts begin with; their value is the version that was seen
PART = "part."  # what the names of the fields of a text's parts begin with


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, and the claim that it is (None: it claims nothing)."""

    text: str
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What is edited in one field: the whole text, or one part of it, in pieces by its claims."""

    name: str
    text: str
    claims: tuple[Claim, ...]

    @property
    def pieces(self) -> list[Piece]:
        """The text in its order, cut where claims begin and end."""
        return pieces(self.text, self.claims)


@router.get("")
def writing(
    request: Request, state: Annotated[str, Query(max_length=20)] = "", start: Annotated[int, Query(alias="from", ge=0, le=999_999)] = 0,
    did: Annotated[str, Query(max_length=20)] = "", n: Annotated[int, Query(ge=0)] = 0,
) -> Response:  # fmt: skip
    """The drafts to which something happened last, and a form for a new one; `did` and `n` say what was done just now to how many."""
    return _list(request, state, start, did=did if did in DONE else "", n=n)


def _list(
    request: Request, state: str, start: int = 0, wrong: str = "", fields: dict[str, str] | None = None, did: str = "", n: int = 0,
    refused: dict[str, str] | None = None,
) -> Response:  # fmt: skip
    store = shop_of(request).store
    asked = {"state": DraftState(state)} if state in list(DraftState) else {}
    found = store.drafts.newest(SHOWN + 1, offset=start, **asked)
    names = store.products.get_many([draft.product_id for draft in found if draft.product_id])
    return page(
        request, "writing.html", 422 if wrong else 409 if refused else 200, did=did, n=n, refused=refused or {}, chosen=CHOSEN,
        who=signed(request, request.cookies.get(WHO, "")), drafts=found[:SHOWN],
        more=start + SHOWN if len(found) > SHOWN else 0, state=state,
        states=store.drafts.states(), all_states=list(DraftState), names=names, kinds=[k for k in TEXT_KINDS if k != "reply"], tones=TONES,
        platforms=PLATFORMS, markets=MARKETS, wrong=wrong, field=lambda name: (fields or {}).get(name, ""))


@router.post("")
def write(request: Request, fields: Fields) -> Response:
    """Writes a text and keeps it as a draft."""
    shop, about = shop_of(request), fields.get("about", "").strip()[:1000]
    known = bool(about and shop.store.products.get_many([about]))
    try:
        order = Order(fields.get("kind", ""), about if known else "", "" if known else about, (), cast(Language, fields.get("language")),
                      fields.get("tone", "plain"), "", fields.get("market", ""), fields.get("platform", ""))
        draft = shop.drafts.keep(shop.copywriter.write(order), order)
    except (InvalidQuery, NotFound) as error:
        return _list(request, "", wrong=str(error), fields=fields)
    return RedirectResponse(request.url_for("draft", id=draft.id).path, 303)


@router.post("/several")
def several(request: Request, fields: Fields) -> Response:
    """Approves, publishes or rejects the chosen drafts; of those that cannot be, the page says why."""
    what, who = fields.get("do", ""), signed(request, fields.get("who", ""))
    versions = {name.removeprefix(CHOSEN): _number(value) for name, value in fields.items() if name.startswith(CHOSEN)}
    if not who or not versions:
        missing = "writing_none_chosen" if who else "writing_who_first"
        return _list(request, fields.get("state", ""), wrong=sentence(missing, language_of(request)))
    refused = shop_of(request).drafts.several(what, versions, who)
    count = len(versions) - len(refused)
    if refused:
        return _list(request, fields.get("state", ""), did=what, n=count, refused=refused)
    answer = RedirectResponse(request.url.path.removesuffix("/several") + f"?did={what}&n={count}", 303)
    answer.set_cookie(WHO, who, max_age=YEAR, httponly=True, samesite="strict", path="/console")
    return answer


@router.get("/{id}", name="draft")
def draft(request: Request, id: str) -> Response:
    """A draft beside the present text, with what its claims stand on and all that happened to it."""
    return _editor(request, shop_of(request).drafts.get(id))


@router.post("/{id}")
def act(request: Request, id: str, fields: Fields) -> Response:
    """Saves what was edited, and approves, publishes or rejects it. What cannot be done is said on the page, with what was typed."""
    shop, who, done = shop_of(request), signed(request, fields.get("who", "")), fields.get("do", "save")
    version, latest = _number(fields.get("version", "")), len(shop.drafts.get(id).versions)
    try:
        _act(shop, id, who, done, fields)
    except (Conflict, InvalidQuery, InvalidRecord) as error:
        return _editor(request, shop.drafts.get(id), fields, error, stale=version if version != latest else 0)
    test = request.url_for("experiment", id=shop.drafts.test(id).id).path if done == "test" else ""
    answer = RedirectResponse(test or request.url_for("draft", id=id).path, 303)
    answer.set_cookie(WHO, who, max_age=YEAR, httponly=True, samesite="strict", path="/console")
    return answer


def _act(shop: Shop, id: str, who: str, what: str, fields: dict[str, str]) -> None:
    drafts, version, note = shop.drafts, _number(fields.get("version", "")), fields.get("note", "")[:1000]
    if not who:
        raise InvalidQuery("who: expected your name")
    draft = drafts.get(id)
    parts = {name.removeprefix(PART): value for name, value in fields.items() if name.startswith(PART)}
    if what == "look":  # the text as it is, beside the product's text as it is now
        drafts.edit(id, who, draft.version.text, fields=_parts(draft), version=version, note=note)
    elif _typed(fields) != _shown(draft):
        draft = drafts.edit(id, who, fields.get("text", ""), fields=parts, version=version, note=note)
        version = len(draft.versions)
    if what == "test":
        shop.experiments.start(drafts.test(id, version=version), datetime.now(UTC))
    acts = {"approve": drafts.approve, "publish": drafts.publish, "reject": drafts.reject}
    if what in acts:
        acts[what](id, who, note, version=version)


def _editor(
    request: Request, draft: Draft, fields: dict[str, str] | None = None, error: ShopkeeperError | None = None, stale: int = 0,
) -> Response:  # fmt: skip
    """The page; `stale` is the version that was edited where there was a later one."""
    shop = shop_of(request)
    product = shop.store.products.get_many([draft.product_id]).get(draft.product_id) if draft.product_id else None
    gone = bool(draft.product_id) and product is None
    texts = _typed(fields) if fields and error else _shown(draft)
    parts = [Part(name, text, () if gone else tuple(shop.drafts.check(draft, text))) for name, text in texts.items()]
    present = shop.drafts.present(draft)
    changed = draft.kind in PLACES and product is not None and present not in (draft.version.was, draft.version.text)
    wrong = _said(request, draft, error, changed, bool(stale)) if error else ""
    return page(
        request, "draft.html", 409 if isinstance(error, Conflict) else 422 if error else 200, draft=draft, product=product, parts=parts,
        present=present, changed=changed, wrong=wrong, gone=gone,
        who=signed(request, (fields or {}).get("who") or request.cookies.get(WHO, "")),
        note_typed=(fields or {}).get("note", ""), version=stale or len(draft.versions), happened=history(draft),
        label=shop.drafts.label(draft), part_prefix=PART, known_pieces=PIECES, replaces=draft.kind in PLACES and bool(draft.product_id))


def _said(request: Request, draft: Draft, error: ShopkeeperError, changed: bool, stale: bool) -> str:
    language = language_of(request)
    if stale:
        return sentence("writing_stale", language, who=draft.version.by)
    if isinstance(error, Conflict):
        return sentence("writing_changed", language) if changed else str(error)
    return sentence("writing_untrue", language) if "; edit the text" in str(error) else str(error)


def pieces(text: str, claims: Sequence[Claim]) -> list[Piece]:
    """A text cut where claims begin and end; of claims that overlap the first one counts."""
    out, at = [], 0
    for claim in sorted(claims, key=lambda each: each.span):
        start, end = claim.span
        if start < at:
            continue
        out += [Piece(text[at:start]), Piece(text[start:end], claim)]
        at = end
    return [each for each in (*out, Piece(text[at:])) if each.text]


def _parts(draft: Draft) -> dict[str, str]:
    return {field.name: field.text for field in draft.version.fields}


def _shown(draft: Draft) -> dict[str, str]:
    """What the editor shows of a draft: its parts by name, else the whole under no name."""
    return _parts(draft) or {"": draft.version.text}


def _typed(fields: dict[str, str]) -> dict[str, str]:
    parts = {name.removeprefix(PART): _plain(value) for name, value in fields.items() if name.startswith(PART)}
    return parts or {"": _plain(fields.get("text", ""))}


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0
