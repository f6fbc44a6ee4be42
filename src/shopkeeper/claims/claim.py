"""A claim: a part of a text that is true or false by the shop's records."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ..shop import Localized
from .reasons import reason


class Kind(StrEnum):
    """What is claimed. An action is something that the speaker says to have done, or to do now."""

    CONTACT = "contact"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    TIME = "time"
    CODE = "code"
    DURATION = "duration"
    QUANTITY = "quantity"
    NUMBER = "number"
    ACTION = "action"
    STATUS = "status"
    PROMISE = "promise"
    SUPERLATIVE = "superlative"
    COMPARISON = "comparison"
    HEALTH = "health"
    CERTIFICATION = "certification"
    AWARD = "award"
    MATERIAL = "material"
    COLOUR = "colour"
    LOOK = "look"  # pattern, cut, closure, detail, shape
    FEATURE = "feature"
    ORIGIN = "origin"
    INGREDIENT = "ingredient"  # what is in it, what it tastes and smells of
    AUDIENCE = "audience"
    SEASON = "season"
    SIZE = "size"
    NAME = "name"  # of a brand, a model, what it works with
    STATEMENT = "statement"  # "name: value", or that something is there or not
    REVIEW = "review"
    DISCOUNT = "discount"
    URGENCY = "urgency"
    STOCK = "stock"
    POLICY = "policy"
    WORD = "word"  # what the law of a market forbids to say


class Verdict(StrEnum):
    """Whether a record says so, says something else, or says nothing of it; or, true or not, the law of the market forbids to say it."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    UNSUPPORTED = "unsupported"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: where it stands (first and last character + 1), as it is written, in words that compare (`value`), the path of the
    fact that supports or contradicts it (empty when there is none) with what that one says (`says`), and the law that forbids it."""

    span: tuple[int, int]
    kind: Kind
    text: str
    value: str
    verdict: Verdict
    record: str = ""
    says: str = ""
    law: Localized = Localized()

    @property
    def holds(self) -> bool:
        """Whether it may be said."""
        return self.verdict is Verdict.SUPPORTED

    @property
    def reason(self) -> Localized:
        """Why it may or may not be said, in both languages."""
        return reason(self.kind, self.verdict, self.record, self.says, self.law)

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"span": list(self.span), "kind": str(self.kind), "text": self.text, "value": self.value,
                "verdict": str(self.verdict), "record": self.record, "reason": {"zh": self.reason.zh, "en": self.reason.en}}
