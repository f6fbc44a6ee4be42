"""A claim: a part of a text that is true or false by the shop's records."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


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


class Verdict(StrEnum):
    """Whether a record says so, says something else, or says nothing of it."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: where it stands (first and last character + 1), as it is written, in words that compare (`value`), and the path of the
    fact that supports or contradicts it (empty when there is none)."""

    span: tuple[int, int]
    kind: Kind
    text: str
    value: str
    verdict: Verdict
    record: str = ""

    @property
    def holds(self) -> bool:
        """Whether it may be said."""
        return self.verdict is Verdict.SUPPORTED

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"span": list(self.span), "kind": str(self.kind), "text": self.text, "value": self.value,
                "verdict": str(self.verdict), "record": self.record}
