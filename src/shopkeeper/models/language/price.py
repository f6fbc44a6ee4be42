"""What the tokens of a server cost."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...shop import InvalidQuery
from .protocol import Usage

MILLION = 1_000_000
_FORM = re.compile(r"\s*(\d+(?:\.\d+)?)\s*/\s*(\d+(?:\.\d+)?)\s*")


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens, of questions (`read`) and of answers (`written`); 0 where it costs nothing or nobody said."""

    read: float = 0.0
    written: float = 0.0

    @classmethod
    def of_text(cls, text: str) -> Price:
        """Of `0.25/2`: what a million tokens read and written cost. `InvalidQuery` for anything else but nothing."""
        if not text.strip():
            return cls()
        found = _FORM.fullmatch(text)
        if not found:
            raise InvalidQuery(f"llm_price: expected two numbers such as 0.25/2, dollars for a million tokens read/written, got {text!r}")
        return cls(float(found[1]), float(found[2]))

    def of(self, usage: Usage) -> float:
        """What these tokens cost, in US dollars."""
        return (usage.prompt * self.read + usage.completion * self.written) / MILLION
