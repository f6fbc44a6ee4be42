"""The gate behind a language model: every part of its text held against the records, what does not hold named, cut or refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..claims import Claim, check, sentences
from ..claims.markets import MARKETS
from .brief import Brief
from .data import without_orders
from .facts import Material
from .strangers import strangers

EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
LEAST = 0.6  # of a text that has to be left where something was cut
MOST_FALSE = 3  # claims that may be cut from a text; whoever invents more is not believed in the rest


@dataclass(frozen=True, slots=True)
class Wrong:
    """A span of a part that may not be said, and why."""

    part: str
    span: tuple[int, int]
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Judged:
    """The parts of a text with all that they claim, and what of it is wrong."""

    fields: Mapping[str, str]
    claims: tuple[Claim, ...]
    wrong: tuple[Wrong, ...]


class Gate:
    """Judges texts about one material. `now` is what dates are counted from."""

    def __init__(self, material: Material, brief: Brief, now: datetime | None = None) -> None:
        self._records: Any = without_orders(material.records)
        self._material, self._brief, self._now = material, brief, now

    def judge(self, fields: Mapping[str, str]) -> Judged:
        """What the parts claim, and what of that no record supports."""
        claims, wrong = list[Claim](), list[Wrong]()
        for name, text in fields.items():
            found = check(text, self._records, now=self._now, market=law(self._brief.market))
            claims += found
            wrong += self._wrong(name, text, found)
        return Judged(fields, tuple(claims), tuple(wrong))

    def _wrong(self, part: str, text: str, claims: list[Claim]) -> list[Wrong]:
        """What is false by the ledger, and strangers that it said nothing of."""
        false = [Wrong(part, claim.span, claim.text, claim.reason.get("en")) for claim in claims if not claim.holds]
        seen = [claim.span for claim in claims]
        unknown = strangers(text, self._records, self._material, self._brief.language)
        return false + [Wrong(part, each.span, each.text, each.why) for each in unknown
                        if not any(a < each.span[1] and each.span[0] < b for a, b in seen)]

    def mended(self, judged: Judged) -> Judged | None:
        """The text without what is wrong, where enough of it is left and it is no longer wrong anywhere; else None."""
        if not judged.wrong:
            return judged
        if len(judged.wrong) > MOST_FALSE:
            return None
        fields = {name: cut(text, [w.span for w in judged.wrong if w.part == name]) for name, text in judged.fields.items()}
        if any(len(text) < LEAST * len(judged.fields[name]) or not text for name, text in fields.items()):
            return None
        again = self.judge(fields)
        return None if again.wrong else again


def cut(text: str, spans: list[tuple[int, int]]) -> str:
    """The text without the sentences that the spans lie in."""
    kept = [text[start:end] for start, end in sentences(text) if not any(start < b and a < end for a, b in spans)]
    return "".join(kept).strip()


def law(market: str) -> str | None:
    """The market whose law the ledger knows, of a country's code; None for one that it does not know."""
    known = {"GB": "uk", "UK": "uk", "EU": "eu", **dict.fromkeys(EU, "eu")}
    return known.get(market.upper(), market.lower() if market.lower() in MARKETS else None)
