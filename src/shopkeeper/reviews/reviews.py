"""The questions about reviews, asked of one shop."""

from __future__ import annotations

import time
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ..models.classify.classifier import Classifier
from ..shop import Review
from ..store.protocol import Store
from .alerts import Alert, alerts
from .lexicon import sense
from .opinions import Opinion
from .reading import Kept, Progress, Read, Reader
from .records import Holds, told
from .satisfaction import Month, months
from .sayings import sayings
from .sentiment import sentiments
from .summary import Summary, key_of, summarise
from .suspicious import Suspicious, suspicious
from .unanswered import Unanswered, unanswered

LEAST = 2  # reviews that must say something of a product
Said = tuple[str, int, str]  # an aspect, for or against it, and in which sense
REMEMBERED = 500  # products whose summaries are kept in mind


def open_reviews(
    store: Store, kept: Path, classifier: Callable[[], Classifier | None], version: str | None, holds: Holds | None = None,
) -> Reviews:
    """The reviews of a shop, whose opinions are kept in the file `kept`; clauses whose words are in no list are read by the classifier in
    use, of that version. `holds` says whether a sentence of a summary may leave."""

    def mood(text: str) -> float:
        found = classifier()
        return sentiments(found, [text])[0].positive if found and text.strip() else 0.5

    return Reviews(store, Reader(Kept(kept), mood if version else None, version or ""), holds)


@dataclass(frozen=True, slots=True)
class Everything:
    """What the reviews of a whole shop come to, all of one reading."""

    summary: Summary
    months: list[Month]
    alerts: list[Alert]
    suspicious: list[Suspicious]


class Reviews:
    """What the buyers of a shop say. Every question reads the reviews as they are now; what was read before is not read again."""

    def __init__(self, store: Store, reader: Reader, holds: Holds | None = None) -> None:
        self._store, self._reader, self._holds = store, reader, holds
        self._said: tuple[Any, list[tuple[str, frozenset[Said]]]] | None = None
        self._summaries: OrderedDict[str, tuple[int, Summary]] = OrderedDict()

    def close(self) -> None:
        """Closes the file of what was read."""
        self._reader.close()

    def read(self, product_id: str | None = None, progress: Progress | None = None) -> Iterator[Read]:
        """The reviews, of one product or all, in the order of their ids, each with its opinions."""
        equal = {} if product_id is None else {"product_id": product_id}
        return self._reader.read(self._store.reviews.all(**equal), progress, self._store.reviews.count() if product_id is None else 0)

    def opinions(self, text: str) -> list[Opinion]:
        """What any text says of what."""
        return self._reader.one(text)

    def summary(self, product_id: str | None = None, progress: Progress | None = None) -> Summary:
        """What the reviews of a product, or of the whole shop, come to. `NotFound` when there is no such product."""
        if product_id is not None:
            self._store.products.get(product_id)
        return told(self.read(product_id, progress), self._holds)

    def summary_of(self, product_id: str, reviews: Sequence[Review]) -> Summary:
        """What these reviews, all of a product, come to; told again without being worked out again until one of them changes, so that a
        page may ask for it."""
        stamp = hash(tuple(reviews))
        before = self._summaries.pop(product_id, None)
        summary = before[1] if before and before[0] == stamp else told(self._reader.read(reviews), self._holds)
        self._summaries[product_id] = stamp, summary
        if len(self._summaries) > REMEMBERED:
            self._summaries.popitem(last=False)
        return summary

    def months(self, product_id: str | None = None) -> list[Month]:
        """Satisfaction over time."""
        equal = {} if product_id is None else {"product_id": product_id}
        return months(self._store.reviews.all(**equal))

    def alerts(self, progress: Progress | None = None) -> list[Alert]:
        """Aspects of products that buyers complain about more since a date than before."""
        return alerts(self.read(progress=progress))

    def suspicious(self, progress: Progress | None = None) -> list[Suspicious]:
        """Reviews that look made, with the reasons."""
        return self._suspicious(self.read(progress=progress))

    def everything(self) -> Everything:
        """The summary, the months, the new faults and what looks made, in one reading: the reviews are held in memory meanwhile."""
        reads = list(self.read())
        return Everything(told(reads, self._holds), months(read.review for read in reads), alerts(reads), self._suspicious(reads))

    def unanswered(self, product_id: str) -> Unanswered:
        """What reviews raise and the page of a product leaves open. `NotFound` when there is no such product."""
        product = self._store.products.get(product_id)
        reads = sorted(self.read(product_id), key=lambda read: (read.review.at.timestamp() if read.review.at else 0.0, read.review.id))
        return unanswered(product, summarise(reads), reads)

    def saying(self, text: str, least: int = LEAST, progress: Progress | None = None) -> list[tuple[str, int, int]]:
        """The products of which reviews say what `text` says ("runs small"): id, how many say so, how many speak of that aspect; those with
        most of such reviews first, from `least` on."""
        wanted = {_said(each) for each in self.opinions(text)}
        so, speak = defaultdict[str, int](int), defaultdict[str, int](int)
        for product_id, said in self._what_is_said(progress):
            speak[product_id] += any(key == wish for key, *_ in said for wish, *_ in wanted)
            so[product_id] += any(_fits(each, wish) for each in said for wish in wanted)
        return sorted(((id, count, speak[id]) for id, count in so.items() if count >= least), key=lambda row: (-row[1], row[0]))

    def mostly_saying(self, text: str) -> frozenset[str]:
        """The ids of the products of which at least two reviews say what `text` says, and more than say otherwise of that aspect."""
        return frozenset(id for id, so, speak in self.saying(text) if 2 * so > speak)

    def held(self) -> dict[str, frozenset[str]]:
        """Of each of `sayings`, by its English words, the ids of the products of which at least two reviews say so, and more than say
        otherwise of that aspect; those that hold of none are left out."""
        so, speak = Counter[tuple[Said, str]](), Counter[tuple[str, str]]()
        for product_id, said in self._what_is_said():
            so.update((each, product_id) for each in said | {(key, polarity, "") for key, polarity, _ in said})
            speak.update((key, product_id) for key in {key for key, *_ in said})
        found = {(each.aspect, each.polarity, each.sense): set[str]() for each in sayings()}
        for (each, product_id), count in so.items():
            if each in found and count >= LEAST and 2 * count > speak[each[0], product_id]:
                found[each].add(product_id)
        return {each.text.en or "": frozenset(ids) for each in sayings() if (ids := found[each.aspect, each.polarity, each.sense])}

    def _what_is_said(self, progress: Progress | None = None) -> list[tuple[str, frozenset[Said]]]:
        """Of each review that says something its product and the aspects with their polarity and sense; read again when reviews
        came or went, and every minute, since one may have been changed."""
        stamp = self._store.reviews.count(), int(time.monotonic()) // 60
        if self._said is None or self._said[0] != stamp:
            reads = self.read(progress=progress)
            said = ((read.review.product_id, frozenset(map(_said, read.opinions))) for read in reads)
            self._said = stamp, [each for each in said if each[1]]
        return self._said[1]

    def _suspicious(self, reads: Iterable[Read]) -> list[Suspicious]:
        bought = cache(lambda customer_id: frozenset(self._store.activity.bought(customer_id)))
        return suspicious(reads, bought if self._store.orders.count() else None, self._reader.mood)


def _said(opinion: Opinion) -> Said:
    return key_of(opinion), opinion.polarity, sense(opinion.aspect, opinion.words) if opinion.polarity < 0 else ""


def _fits(said: Said, wanted: Said) -> bool:
    """Whether what was said is what is wanted, in any sense where none is."""
    return said == wanted or (not wanted[2] and said[:2] == wanted[:2])
