"""Reviews as the records that sentences about them are held against: counted anew from the reviews, not taken from a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from ..shop import LANGUAGES, Language, Localized
from .reading import Read
from .summary import Summary, key_of, name_of, summarise, written

Records = list[list[object]]  # pairs of a name and a value, as the claim ledger takes them
Holds = Callable[[str, Records], bool]  # whether a text says nothing that records do not bear out


class Tally:
    """Counts reviews as they pass."""

    def __init__(self) -> None:
        self.stars = list[float]()
        self.good, self.bad, self.all = Counter[str](), Counter[str](), Counter[str]()

    def through(self, reads: Iterable[Read]) -> Iterator[Read]:
        """The reviews, each counted."""
        for read in reads:
            self.stars.append(read.review.rating)
            said = {wanted: {key_of(each) for each in read.opinions if each.polarity == wanted} for wanted in (1, 0, -1)}
            self.all.update(said[1] | said[0] | said[-1])
            self.bad.update(said[-1])
            self.good.update(said[1] - said[0] - said[-1])  # what says both is no praise
            yield read

    def records(self) -> Records:
        """How many reviews, their mean stars to one place, and of each aspect how many praise it and complain of it, in both languages."""
        if not self.stars:
            return []
        pairs: Records = [["review_count", len(self.stars)], ["review_rating", float(f"{sum(self.stars) / len(self.stars):.1f}")]]
        return [*pairs, *(pair for key in self.all for pair in self._of(key))]

    def _of(self, key: str) -> Iterator[list[object]]:
        name, count = name_of(key), self.all[key]
        for language in LANGUAGES:
            for good, part in ((True, self.good[key]), (False, self.bad[key])):
                yield [f"reviews: {name.get(language)}", _said(name, language, count, part, good)]


def _said(name: Localized, language: Language, count: int, part: int, good: bool) -> str:
    if language == "zh":
        return f"{count}条评价说到{name.get('zh')}，{part}条是{'好评' if good else '差评'}"
    return f"{part} of {count} reviews that mention {name.get('en')} are {'positive' if good else 'negative'}"


def told(reads: Iterable[Read], holds: Holds | None) -> Summary:
    """What reviews come to, of whose sentences those are left out that the reviews do not bear out; None: nothing is held against them."""
    tally = Tally()
    found = summarise(tally.through(reads))
    if holds is None or not found.reviews:
        return found
    records = tally.records()
    kept = {language: [each for each in found.sentences(language) if holds(each, records)] for language in LANGUAGES}
    return replace(found, said=Localized(zh=written(kept["zh"], "zh"), en=written(kept["en"], "en")))
