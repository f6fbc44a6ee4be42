"""The model's answer held against what is known: what does not hold is replaced by what the rows say, or left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ...claims import Claim, Kind, check, false_claims, sentences
from ...shop import Language, Money, OrderStatus
from ...shop.policy.words import STATUS
from .words import ORDER, PRODUCT, SAYS_HUMAN

MOST = 0.5  # of an answer that may fall away
_PLACE = re.compile(r"(?P<tool>\w+)\[(?P<number>\d+)\]")


@dataclass(frozen=True, slots=True)
class Checked:
    """An answer of which every sentence holds, and the claims that did not. `text` is empty where too little was left."""

    text: str
    claims: tuple[Claim, ...]
    false: tuple[Claim, ...]


def hold(text: str, facts: Mapping[str, Any], language: Language, now: datetime) -> Checked:
    """The answer without what the facts do not support. A claim to have acted that did not leaves nothing of it."""
    claims = check(text, facts, now=now)
    false = false_claims(claims)
    kept, gone = list[str](), 0
    for start, end in sentences(text):
        sentence = text[start:end]
        wrong = [claim for claim in false if start <= claim.span[0] < end]
        if not wrong and not SAYS_HUMAN.search(sentence.lower()):
            kept.append(sentence)
            continue
        gone += len(sentence)
        kept += [told for told in dict.fromkeys(_from_rows(wrong, facts, language)) if told not in kept]
    enough = gone <= MOST * len(text) and not any(claim.kind is Kind.ACTION for claim in false)
    return Checked(_joined(kept, language) if enough else "", tuple(claims), tuple(false))


def without_questions(text: str) -> str:
    """A text without its questions: where a yes is waited for, nothing else may be asked that a yes could answer."""
    parts = (text[start:end] for start, end in sentences(text))
    return "".join(part for part in parts if not part.rstrip().endswith(("?", "？", "吗", "吗。"))).strip()


def _from_rows(wrong: list[Claim], facts: Mapping[str, Any], language: Language) -> Iterator[str]:
    """What the records say that contradict a sentence."""
    for claim in wrong:
        place = _PLACE.match(claim.record)
        row = facts[place["tool"]][int(place["number"])] if place else None
        if isinstance(row, Mapping) and "order_id" in row and "status" in row:
            yield _order(row, language)
        elif isinstance(row, Mapping) and isinstance(row.get("price"), Mapping) and "title" in row:
            yield PRODUCT.get(language).format(name=row["title"][language], price=Money(**row["price"]))


def _order(row: Mapping[str, Any], language: Language) -> str:
    status = STATUS[OrderStatus(row["status"])].get(language) if row["status"] in set(OrderStatus) else row["status"]
    total = Money.of(str(row["total"]), row["currency"])
    return ORDER.get(language).format(id=row["order_id"], status=status, total=total)


def _joined(parts: list[str], language: Language) -> str:
    text = ""
    for part in parts:
        apart = language == "zh" or text[-1:].isspace() or part[:1].isspace()
        text += part if apart else f" {part}"
    return text.strip()
