"""The gate behind a language model: every part of its text held against the records, what does not hold named, mended or refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..claims import Claim, Kind, Verdict, check
from ..claims.markets import MARKETS
from ..claims.mend import mended
from .brief import Brief
from .data import without_orders
from .facts import Material
from .strangers import strangers

EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
LEAST = 0.6  # of a text that has to be left where something was cut
MOST_FALSE = 3  # claims that may be cut from a text; whoever invents more is not believed in the rest


@dataclass(frozen=True, slots=True)
class Judged:
    """The parts of a text, all that they claim, and what of that may not be said, each with its part."""

    fields: Mapping[str, str]
    claims: tuple[Claim, ...]
    wrong: tuple[tuple[str, Claim], ...]


class Gate:
    """Judges texts about one material. `now` is what dates are counted from."""

    def __init__(self, material: Material, brief: Brief, now: datetime | None = None) -> None:
        self._records: Any = without_orders(material.records)
        self._material, self._brief, self._now = material, brief, now

    def check(self, text: str) -> list[Claim]:
        """The claims of a text by the ledger, and words, names and figures that it said nothing of and no record holds."""
        claims = check(text, self._records, now=self._now, market=law(self._brief.market))
        seen = [claim.span for claim in claims]
        unknown = [span for span in strangers(text, self._records, self._material, self._brief.language)
                   if not any(a < span[1] and span[0] < b for a, b in seen)]
        return claims + [Claim((a, b), Kind.WORD, text[a:b], text[a:b], Verdict.UNSUPPORTED) for a, b in unknown]

    def judge(self, fields: Mapping[str, str]) -> Judged:
        """What the parts claim, and what of that no record supports."""
        found = [(name, claim) for name, text in fields.items() for claim in self.check(text)]
        return Judged(fields, tuple(claim for _, claim in found), tuple((name, claim) for name, claim in found if not claim.holds))

    def mended(self, judged: Judged, least: float = LEAST) -> Judged | None:
        """The text without what is wrong, where so large a part of each field is left; else None."""
        fields = {name: mended(text, self.check).text for name, text in judged.fields.items()}
        if any(not text or len(text) < least * len(judged.fields[name]) for name, text in fields.items()):
            return None
        again = self.judge(fields)
        return None if again.wrong else again


def law(market: str) -> str | None:
    """The market whose law the ledger knows, of a country's code; None for one that it does not know."""
    known = {"GB": "uk", "UK": "uk", "EU": "eu", **dict.fromkeys(EU, "eu")}
    return known.get(market.upper(), market.lower() if market.lower() in MARKETS else None)
