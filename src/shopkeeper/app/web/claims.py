"""The console's page of claims: a text with every claim in its colour, why it may or may not be said, and the text without what may not."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, get_args

from fastapi import APIRouter, Request, Response

from ...claims.markets import Market
from ...shop import NotFound
from .. import claiming
from ..request import shop_of
from .form import Fields
from .language import language_of
from .render import page
from .strings import text as say

router = APIRouter(prefix="/console/claims", include_in_schema=False)

_SEVERITY = ("contradicted", "forbidden", "unsupported", "tone", "supported")  # the worst first


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text: what is wrong or right with it (empty where it claims nothing), and the numbers of what is said of it below."""

    text: str
    verdict: str = ""
    numbers: tuple[int, ...] = ()


@router.get("")
def claims(request: Request) -> Response:
    """The form, filled in with the copy of a product where the address names one."""
    return _page(request, {name: request.query_params.get(name, "") for name in ("text", "product", "facts", "market")})


@router.post("")
def checked(request: Request, fields: Fields) -> Response:
    """The text that was sent, held against a product and the facts beside it."""
    return _page(request, fields)


def _page(request: Request, given: dict[str, str]) -> Response:
    asked = {name: given.get(name, "").strip()[: claiming.LONGEST] for name in ("text", "product", "facts", "market")}
    wrong, found = "", None
    try:
        asked["text"] = asked["text"] or _copy(request, asked["product"])
        if asked["text"]:
            facts = claiming.facts_for(shop_of(request), pairs_of(asked["facts"]), asked["product"] or None)
            market = asked["market"] if asked["market"] in get_args(Market) else None
            found = claiming.examined(asked["text"], facts, market, mend=True)
    except NotFound:
        wrong = say("claims_no_product", language_of(request), id=asked["product"])
    notes = notes_of(found) if found else []
    pieces = pieces_of(found["text"], notes) if found else []
    return page(request, "claims.html", asked=asked, found=found, notes=notes, pieces=pieces, wrong=wrong, markets=get_args(Market))


def _copy(request: Request, id: str) -> str:
    """The description of a product in the reader's language, else its title; empty for no product."""
    if not id:
        return ""
    product, language = shop_of(request).store.products.get(id), language_of(request)
    return product.description.get(language) or product.title.get(language)


def pairs_of(lines: str) -> list[list[str]] | None:
    """Facts written as lines "name: value"; None where there are none."""
    cut = (line.replace("：", ":", 1).partition(":") for line in lines.splitlines())
    return [[name.strip(), value.strip()] for name, _, value in cut if name.strip() and value.strip()] or None


def notes_of(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Claims and remarks on the tone in the order of the text."""
    tone = [{**remark, "verdict": "tone", "kind": remark["manner"], "record": ""} for remark in found["tone"]]
    return sorted([*found["claims"], *tone], key=lambda note: note["span"])


def pieces_of(text: str, notes: list[dict[str, Any]]) -> list[Piece]:
    """The text in parts; where notes overlap, the worst gives its colour."""
    edges = sorted({0, len(text), *(edge for note in notes for edge in note["span"])})
    out = []
    for start, end in pairwise(edges):
        over = [n for n, note in enumerate(notes) if note["span"][0] <= start and end <= note["span"][1]]
        verdict = min((notes[n]["verdict"] for n in over), key=_SEVERITY.index, default="")
        out.append(Piece(text[start:end], verdict, tuple(n + 1 for n in over)))
    return out
