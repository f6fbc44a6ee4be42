"""The console's pages of campaigns: whom they would reach, begin, the files that go out, what they brought."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from typing import IO, Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from starlette.responses import RedirectResponse

from ...customers import plots
from ...customers.audience import audience_said
from ...customers.campaign import LEFT_OUT, Asked, Plan
from ...customers.segments import BY_KEY
from ...shop import CHANNELS, Draft, InvalidFile, InvalidQuery, InvalidRecord, Language, Money, NotFound
from ...text.money import parse_money
from ..callers import caller_of
from ..campaign_copy import KINDS, choices, texts_of
from ..request import shop_of
from ..shop import Shop
from . import charts
from .customers import groups_of
from .form import Fields
from .language import asked as language_asked
from .language import language_of
from .refused import refusal
from .render import page
from .strings import text

router = APIRouter(prefix="/console/campaigns", include_in_schema=False)

DAYS = (7, 30, 90)
PATIENCE = 2.0  # seconds that the page waits for how large the groups are
EXAMPLES = 5  # customers who are named of each reason
SHOWN = 200  # orders of a group behind the figures
PRIVATE = {"Cache-Control": "private, no-store"}
_PART, _CAP, _CAP_DAYS = 10, 2, 7
_IN_MEMORY = 8_000_000  # bytes of a file of e-mails


@router.get("")
def campaigns(request: Request) -> Response:
    """All campaigns, the newest first, and a form for a new one."""
    return _list(request, {})


@router.post("")
def act(request: Request, fields: Fields) -> Response:
    """Says whom a campaign would reach (`do` plan), or starts it."""
    shop, language = shop_of(request), language_of(request)
    try:
        wanted = _asked(shop, fields)
        if fields.get("do") != "start":
            return _list(request, fields, plan=shop.campaigns.plan(wanted))
        drafts = [fields[name] for name in ("draft_zh", "draft_en") if fields.get(name)] if wanted.channel != "ads" else []
        shop.campaigns.start_here(wanted, texts_of(shop, drafts, wanted.channel), by=caller_of(request).name)
    except (InvalidFile, InvalidQuery, InvalidRecord, NotFound) as error:
        return _list(request, fields, wrong=refusal(error, language))
    chosen = language_asked(request)
    return RedirectResponse(request.url_for("campaign", id=wanted.id).path + (f"?lang={chosen}" if chosen else ""), 303)


def _asked(shop: Shop, fields: dict[str, str]) -> Asked:
    """The campaign of a form; the part that is held out is in hundredths."""
    id = fields.get("id", "").strip()
    if not 1 <= len(id) <= 100:
        raise InvalidQuery("id: expected a name of 1 to 100 characters")
    cost, budget = (_money(fields, name, shop.currency) for name in ("cost", "budget"))
    where = tuple(part.strip() for part in re.split(r"[,，\n]", fields.get("where", "")[:2000]) if part.strip())
    return Asked(id, fields.get("channel", ""), fields.get("segment", ""), where, _number(fields, "part", _PART, 0, 90) / 100,
                 _number(fields, "cap", _CAP, 1, 1000), _number(fields, "cap_days", _CAP_DAYS, 1, 3650), budget, cost)  # fmt: skip


def _money(fields: dict[str, str], name: str, currency: str) -> Money | None:
    given = fields.get(name, "").strip()[:100]
    return parse_money(given, currency) if given else None


def _number(fields: dict[str, str], name: str, usual: int, low: int, high: int) -> int:
    given = fields.get(name, "").strip() or str(usual)
    if not (given.isascii() and given.isdecimal() and low <= int(given[:6]) <= high):
        raise InvalidQuery(f"{name}: expected a whole number from {low} to {high}, got {given[:20]!r}")
    return int(given)


def _list(request: Request, fields: dict[str, str], plan: Plan | None = None, wrong: str = "") -> Response:
    shop, language = shop_of(request), language_of(request)
    groups = groups_of(shop, PATIENCE)
    sizes = {each.kind.key: len(each.members) for each in (*groups.segments, *groups.habits)} if groups else None
    copies = choices(shop.store, [kind for kinds in KINDS.values() for kind in kinds])
    return page(
        request, "campaigns.html", 422 if wrong else 200, campaigns=shop.campaigns.all()[::-1], plan=plan, wrong=wrong, channels=CHANNELS,
        kinds=BY_KEY.values(), sizes=sizes, people=groups.people if groups else None, copies=copies, titled=_titled(shop, copies, language),
        field=lambda name, usual="": fields.get(name, str(usual)), usual={"part": _PART, "cap": _CAP, "cap_days": _CAP_DAYS},
        said=lambda audience: audience_said(audience, language), examples=EXAMPLES, reasons=LEFT_OUT, currency=shop.currency)


def _titled(shop: Shop, drafts: list[Draft], language: Language) -> Callable[[Draft], str]:
    """What a draft is called in a list: its kind, what it is about, how it begins."""
    products = shop.store.products.get_many([draft.product_id for draft in drafts if draft.product_id])

    def titled(draft: Draft) -> str:
        product = products.get(draft.product_id or "")
        about = product.title.get(language) if product else draft.about
        first = draft.version.fields[0].text if draft.version.fields else draft.version.text
        return " · ".join(filter(None, (text(f"text_{draft.kind}", language), about[:40], first.splitlines()[0][:40])))

    return titled


@router.get("/{id:path}/csv")
def csv(request: Request, id: str, network: Literal["google", "meta"] = "google") -> Response:
    """The audience of an advertising network, or the messages."""
    found = shop_of(request).campaigns.file(id, network=network, by=caller_of(request).name)
    return Response(found, media_type="text/csv; charset=utf-8", headers=PRIVATE | _named("campaign.csv"))


@router.get("/{id:path}/mails")
def mails(
    request: Request, id: str, sender: Annotated[str, Query(alias="from", max_length=200)] = "",
    unsubscribe: Annotated[str, Query(max_length=500)] = "",
) -> Response:  # fmt: skip
    """The e-mails in a ZIP; what is wrong with what was filled in is said on the campaign's page."""
    try:
        packed = _packed(shop_of(request).campaigns.mails(id, sender, unsubscribe, by=caller_of(request).name))
    except InvalidQuery as error:
        return _one(request, id, 30, wrong=refusal(error, language_of(request)), filled={"from": sender, "unsubscribe": unsubscribe})
    return StreamingResponse(_read(packed), media_type="application/zip", headers=PRIVATE | _named("campaign.zip"))


def _named(file: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{file}"'}


def _packed(files: Iterator[tuple[str, bytes]]) -> IO[bytes]:
    packed = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  closed by who reads it
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    packed.seek(0)
    return packed


def _read(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while part := file.read(1 << 16):
            yield part


@router.get("/{id:path}", name="campaign")
def campaign(request: Request, id: str, days: Annotated[int, Query(ge=1, le=3650)] = 30) -> Response:
    """What a campaign brought, the files that go out, the text."""
    return _one(request, id, days)


def _one(request: Request, id: str, days: int, wrong: str = "", filled: dict[str, Any] | None = None) -> Response:
    shop, language = shop_of(request), language_of(request)
    result = shop.campaigns.result(id, days)
    return charts.charted(page(
        request, "campaign.html", 422 if wrong else 200, campaign=result.campaign, result=result, days=days, all_days=DAYS,
        said=audience_said(result.campaign.audience, language), sentences=result.said(language), shown=SHOWN, wrong=wrong,
        filled=filled or {}, picture=charts.figure(plots.campaign_figure(result, language)) if any(result.orders) else None,
    ))  # fmt: skip
