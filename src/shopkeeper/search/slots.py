"""Words of a query with others that mean the same: alternatives, never a substitution.

A query is a row of terms, some of which stand together in a slot. A slot has the words as they were
typed and any number of alternatives, each a word or several; what a product holds of the best of
them is what it holds of the slot, so that five synonyms of one word count once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from ..text.analyse import Terms

Kind = Literal["synonym", "correction"]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Words that may be found instead. `runs` are the terms of each of them (a word, a code, a stretch of
    Chinese), all of which must be there; `weight`, 0 to 1, is what they count beside the words that were typed."""

    text: str
    runs: tuple[Terms, ...]
    kind: Kind = "synonym"
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Slot:
    """Words of a query, as they were typed, with what may be found instead of them, the likeliest first."""

    text: str
    terms: Terms
    others: tuple[Alternative, ...]

    def reason(self, alternative: Alternative) -> str:
        """What an alternative was found for: "headphones (synonym of 耳机)", "headphones (for headphnes)"."""
        return f"{alternative.text} ({'synonym of' if alternative.kind == 'synonym' else 'for'} {self.text})"

    def to_dict(self) -> dict[str, Any]:
        """The slot as JSON values."""
        others = [[each.text, [list(run) for run in each.runs], each.kind, each.weight] for each in self.others]
        return {"text": self.text, "terms": list(self.terms), "others": others}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Slot:
        """What `to_dict` wrote."""
        others = (Alternative(text, tuple(Terms(*run) for run in runs), kind, weight) for text, runs, kind, weight in data["others"])
        return cls(data["text"], Terms(*data["terms"]), tuple(others))


def outside(terms: Terms, slots: tuple[Slot, ...]) -> Terms:
    """The terms of a query that stand in no slot."""
    if not slots:
        return terms
    words, grams = ({term for slot in slots for term in slot.terms[part]} for part in (0, 1))
    return Terms([word for word in terms.words if word not in words], [gram for gram in terms.grams if gram not in grams])


def only(slots: tuple[Slot, ...], kind: Kind) -> tuple[Slot, ...]:
    """The slots with alternatives of one kind alone."""
    kept = (Slot(slot.text, slot.terms, tuple(each for each in slot.others if each.kind == kind)) for slot in slots)
    return tuple(slot for slot in kept if slot.others)
