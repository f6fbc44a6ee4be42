"""Claims of a text held against the shop's records: what the doors of the claim ledger take and answer, as JSON values."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from ..claims import Claim, check, mended, remarks
from ..claims.markets import Market
from ..claims.records import facts_of
from ..shop import InvalidFile, InvalidQuery

if TYPE_CHECKING:
    from .shop import Shop

LONGEST = 100_000  # characters of a text


class ClaimsQuery(BaseModel):
    """A text, and what it may speak from: facts, or a product of the shop, or both."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=LONGEST)
    facts: dict[str, Any] | list[Any] | None = Field(None, description="an object, or pairs `[[name, value], …]`")
    product_id: str | None = Field(None, max_length=200)
    market: Market | None = Field(None, description="find what the law of this market forbids to say too")
    mend: bool = Field(False, description="give the text without what does not hold, too")


def checked(shop: Shop | None, query: ClaimsQuery) -> dict[str, Any]:
    """See `examined`."""
    return examined(query.text, facts_for(shop, query.facts, query.product_id), query.market, mend=query.mend)


def examined(text: str, facts: Any, market: str | None, *, mend: bool = False) -> dict[str, Any]:
    """A text held against facts now, as `answer` says; with `mend` also `mended: {text, cut, replaced}`."""
    now = datetime.now(UTC)
    out = answer(text, check(text, facts, now=now, market=market))
    if mend:
        left = mended(text, lambda again: check(again, facts, now=now, market=market))
        out["mended"] = {"text": left.text, "cut": list(left.cut), "replaced": [list(pair) for pair in left.replaced]}
    return out


def answer(text: str, claims: list[Claim]) -> dict[str, Any]:
    """`{text, holds, claims, tone}` as JSON values: whether all of it may be said, each claim, and each place where it presses, frightens,
    shames or puts people into drawers."""
    return {"text": text, "holds": all(claim.holds for claim in claims), "claims": [claim.to_dict() for claim in claims],
            "tone": [remark.to_dict() for remark in remarks(text)]}


def facts_for(shop: Shop | None, facts: Any, product_id: str | None) -> Any:
    """The facts that are given, with those of a product of the shop; NotFound for an unknown id."""
    if product_id is None or shop is None:
        return facts or {}
    return [*facts_of(shop.store.products.get(product_id)), *_pairs(facts)]


def _pairs(facts: Any) -> list[list[Any]]:
    """Given facts beside those of a product: pairs as they are, an object name by name."""
    return [[name, value] for name, value in facts.items()] if isinstance(facts, dict) else list(facts or ())


def read_facts(path: Path) -> Any:
    """The facts of a JSON file: pairs of a name and a value, or an object."""
    try:
        facts = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InvalidFile(f"{path}: {error.strerror}") from None
    except ValueError as error:
        raise InvalidFile(f"{path}: expected JSON, {error}") from None
    if not isinstance(facts, dict | list):
        raise InvalidFile(f"{path}: expected [[name, value], …] or an object of facts")
    return facts


def read_text(text: str) -> str:
    """The text itself, or that of the file of this name; InvalidQuery for a longer one than may be."""
    path = Path(text) if len(text) < 500 and "\n" not in text else None
    if path is not None and path.suffix in (".txt", ".md", ".html") and not path.is_file():
        raise InvalidFile(f"{path}: no such file")
    if path is not None and path.is_file():
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InvalidFile(f"{path}: expected a text in UTF-8 ({error})") from None
    if len(text) > LONGEST:
        raise InvalidQuery(f"the text has {len(text):,} characters; expected {LONGEST:,} at most")
    return text
