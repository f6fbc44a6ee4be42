"""The end of every path: the candidates are read from the store, what may not leave is left out, and the rest is told why it is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from ..shop import Language
from ..store.glance import Glance
from .asked import Asked
from .blend import Fused
from .eligible import Eligible, Records
from .explore import POOL, explored
from .kept import Kept, Made
from .reasons import How, Known, reason
from .result import Recommended, Share
from .sources.repeat import Repeat
from .sources.words import Words
from .wish import Fitting

_SPARE = 3  # products that are read beyond those asked for, since some may not leave


@dataclass(frozen=True, slots=True)
class Leaving:
    """Makes hits of candidates. `told` is what rules and settings did to whom, `pins` which products stand where (from 0),
    `met` the numbers of the products that the shopper has met."""

    asked: Asked
    eligible: Eligible
    kept: Kept
    made: Made
    told: Mapping[str, Sequence[Share]]
    pins: Mapping[str, tuple[int, str]]
    records: Records
    met: frozenset[int]
    language: Language

    def hits(self, fused: Fused, explore: float = 0.0, chance: Random | None = None) -> tuple[tuple[Recommended, ...], tuple[float, ...]]:
        """The first k candidates that may leave, with those that are pinned at their places; and where something was left to chance, in
        the share `explore` of lists, the chance that each had to stand there."""
        if not explore or chance is None:
            return tuple(self._placed(fused, self.asked.k)), ()
        wide = self._placed(fused, self.asked.k + POOL)
        fixed = [place for place, hit in enumerate(wide) if hit.source == "rule"]
        order, chances = explored([hit.score for hit in wide], self.asked.k, explore, chance, fixed)
        return tuple(wide[place] for place in order), tuple(chances)

    def _placed(self, fused: Fused, k: int) -> list[Recommended]:
        pinned = self._pinned()
        waiting = iter([hit for hit in self._passing(fused, k) if hit.id not in pinned])
        hits: list[Recommended] = []
        while len(hits) < k:
            pin = next((hit for id, hit in pinned.items() if self.pins[id][0] <= len(hits)), None)
            hit = pinned.pop(pin.id) if pin else next(waiting, None) or (pinned.popitem()[1] if pinned else None)
            if hit is None:
                break
            hits.append(hit)
        return hits

    def _pinned(self) -> dict[str, Recommended]:
        """The pinned products that may leave, in the order in which they take their places."""
        ids = sorted(self.pins, key=lambda id: self.pins[id][0])
        found = self.records(ids) if ids else {}
        row = self.kept.history.products.row
        return {id: self._hit(id, row(id), record, "rule", None, 1.0, (Share("rule", self.pins[id][1], 0.0),))
                for id, record in found.items() if not self.eligible.refusal(id, record)}

    def _passing(self, fused: Fused, k: int) -> Iterator[Recommended]:
        """The candidates that may leave, read from the store a few at a time, at most k."""
        products, start, left = self.kept.history.products, 0, k
        while left > 0 and start < len(fused):
            stop = min(start + left + _SPARE, len(fused))
            rows, sources = fused.rows[start:stop].tolist(), fused.sources(start, stop)
            ids, seeds = products.ids(rows), [products.id(row) if row >= 0 else "" for _, row in sources]
            found = self.records(list(dict.fromkeys([*ids, *filter(None, seeds)])))
            for place, id, row, (source, _), seed in zip(range(start, stop), ids, rows, sources, seeds, strict=True):
                if left > 0 and not self.eligible.refusal(id, found.get(id)):
                    left -= 1
                    led = (seed, found[seed]) if seed in found else None
                    hit = self._hit(id, row, found[id], source, led, float(fused.scores[place]), tuple(self.told.get(id, ())))
                    yield self._with_parts(hit, fused, place)
            start = stop

    def _with_parts(self, hit: Recommended, fused: Fused, place: int) -> Recommended:
        """With what each source gave, where that was asked for."""
        if not self.asked.explain:
            return hit
        parts = [Share("source", name, float(part)) for name, part in zip(fused.names, fused.parts[place], strict=True) if part > 0]
        return replace(hit, reasons=(*sorted(parts, key=lambda share: -share.score), *hit.reasons))

    def _hit(
        self, id: str, row: int, record: Glance, source: str, seed: tuple[str, Glance] | None, score: float, reasons: tuple[Share, ...],
    ) -> Recommended:
        known = self._known(id, row, record, source, seed)
        because = seed[0] if seed and known.seed else ""
        return Recommended(id, record.title.get(self.language), record.price, score, reason(known), known.source, because, record, reasons)

    def _known(self, id: str, row: int, record: Glance, source: str, seed: tuple[str, Glance] | None) -> Known:
        sold, bought = self.made.tally.purchases(row)
        source = source or ("popular" if bought else "new")
        if row in self.met:
            again = id in self.eligible.bought
            days, own = self._days(row) if again else (0.0, False)
            return Known(source, again="bought" if again else "looked", days=days, own=own)
        if seed:
            return Known(source, seed[1].title, self._how(seed[0]), sold=sold, bought=bought, created=record.created_at)
        said = self._said(row) if source == "words" else Fitting()
        return Known(source, said=said, sold=sold, bought=bought, created=record.created_at)

    def _how(self, seed: str) -> How:
        if seed in self.asked.about:
            return "page"
        return "bought" if seed in self.eligible.bought else "looked"

    def _days(self, row: int) -> tuple[float, bool]:
        """Every how many days the shopper, else all buyers, buy a product; 0 where that is not known."""
        source = next((each for each in self.made.sources if isinstance(each, Repeat)), None)
        return (source.days(self.asked, row) or (0.0, False)) if source else (0.0, False)

    def _said(self, row: int) -> Fitting:
        """What the shopper said that a product fits."""
        return next((each.fitting(self.asked, row) for each in self.made.sources if isinstance(each, Words)), Fitting())
