"""Suggestions for what a shopper has begun to type."""

from __future__ import annotations

import logging
import math
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ...shop import InvalidQuery, Localized, LoggedSearch, Product, ProductStatus
from ...store.protocol import Products
from ...text.normalise import normalise
from ..filters import escape
from .entry import Kind, Suggestion, key
from .file import SuggestionFile, Weighed, tidy, write
from .log import frequent
from .phrases import Phrases

MOST = 50  # suggestions of one answer
LONGEST = 200  # characters of a beginning
AT_MOST: dict[Kind, int] = {"category": 2, "brand": 2, "product": 3}  # of each kind while there are others
FEW = 3  # suggestions: with fewer, a slip is looked for
SHORTEST_SLIP = 4  # letters of a beginning that may hold a slip
LONGEST_SLIP = 24
LETTERS = "abcdefghijklmnopqrstuvwxyz"
DUTY = 20  # a build waits so many times as long as the last one took
PAUSE = 30.0  # seconds at least between two builds in the background
SMALL = 2000  # products for which the file is made whenever it is missing or behind
CHANGED = 0.01  # of the products of a larger shop before `index` makes the file anew
DAY = 86_400.0
BREATH = 0.02  # seconds that the background leaves to searches after every hundred products

log = logging.getLogger(__name__)


class _Closing(Exception):
    """The shop is being closed."""


class Suggestions:
    """Completions from the titles, brands, categories and names of products and from frequent searches, in a
    file that every process of the shop reads. Safe to use from several threads."""

    def __init__(self, path: Path, products: Products, searches: Callable[[], Iterable[LoggedSearch]]) -> None:
        self._path, self._products, self._searches = path, products, searches
        self._lock = threading.Lock()
        self._open: SuggestionFile | None = None
        self._stamp: tuple[int, int] | None = None
        self._next, self._closing = 0.0, False
        self._builder: threading.Thread | None = None

    def suggest(self, prefix: str, k: int = 8) -> list[Suggestion]:
        """At most `k` completions of what was typed, the likeliest first; nothing for nothing."""
        if not 1 <= k <= MOST:
            raise InvalidQuery(f"k: expected 1 to {MOST}, got {k}")
        if len(prefix) > LONGEST:
            raise InvalidQuery(f"prefix: expected at most {LONGEST} characters, got {len(prefix)}")
        typed = key(prefix)
        with self._lock:
            file = self._current()
            if not typed or file is None:
                return []
            found = file.begun(typed)
            if len(found) < FEW:
                found += [each for other in _slips(typed) if file.has(other) for each in file.begun(other)][: 4 * MOST]
            behind = self._products.revision() != file.revision
        likeliest = [each for _, each in sorted(found, key=lambda each: -each[0])]
        return _mixed(self._there(likeliest) if behind else likeliest, k)

    def _there(self, found: list[Suggestion]) -> list[Suggestion]:
        """Without products that have been deleted or hidden since the file was made."""
        known = self._products.glance([each.id for each in found if each.id is not None])
        shown = {id for id, product in known.items() if product.status is ProductStatus.ACTIVE}
        return [each for each in found if each.id is None or each.id in shown]

    def build(self, breath: float = 0.0) -> None:
        """Makes the file anew from the store, resting `breath` seconds after every hundred products."""
        revision = self._products.revision()
        write(self._path, self._all(breath), revision)

    def catch_up(self) -> None:
        """Makes the file anew if it is behind: at once in a small shop, in a larger one when some of the products changed. What
        was left behind by one that was killed goes."""
        tidy(self._path)
        behind = self._behind()
        if behind and (self._products.count() <= SMALL or behind > CHANGED * self._products.count()):
            self.build()

    def follow(self) -> None:
        """As `catch_up`, for any change and for a day's searches, in the background and not soon after the last time."""
        if time.monotonic() < self._next or (self._builder and self._builder.is_alive()) or not (self._behind() or self._old()):
            return
        self._builder = threading.Thread(target=self._rebuild, daemon=True)
        self._builder.start()

    def _rebuild(self) -> None:
        start = time.monotonic()
        try:
            self.build(BREATH)
        except _Closing:
            return
        except Exception:  # a locked or full disk now must not end it for ever
            log.exception("the suggestions could not be made anew; trying again")
        self._next = time.monotonic() + max(PAUSE, DUTY * (time.monotonic() - start))

    def _behind(self) -> int:
        """How many changes of products the file has not seen; all when there is no file."""
        with self._lock:
            file = self._current(make=False)
            return self._products.revision() - (file.revision if file else -1)

    def _old(self) -> bool:
        stamp = self._stamp_now()
        return stamp is not None and time.time() - stamp[1] / 1e9 > DAY

    def close(self) -> None:
        """Lets the file go, and ends what runs in the background."""
        self._closing = True
        if self._builder:
            self._builder.join()
        with self._lock:
            if self._open:
                self._open.close()
            self._open = self._stamp = None

    def _current(self, make: bool = True) -> SuggestionFile | None:
        stamp = self._stamp_now()
        if stamp is None and make and self._products.count() <= SMALL:
            self.build()
            stamp = self._stamp_now()
        if stamp != self._stamp:
            if self._open:
                self._open.close()
            self._open, self._stamp = (SuggestionFile(self._path) if stamp else None), stamp
        return self._open if self._open and self._open.good else None

    def _stamp_now(self) -> tuple[int, int] | None:
        try:
            now = os.stat(self._path)
        except FileNotFoundError:
            return None
        return now.st_ino, now.st_mtime_ns

    def _all(self, breath: float) -> Iterator[Weighed]:
        """Everything that can be suggested, with its weight: how common it is counts by its logarithm."""
        phrases, brands, categories = Phrases(), Counter[Localized](), Counter[Localized]()
        for number, product in enumerate(self._products.all(), 1):
            if self._closing:
                raise _Closing
            if breath and number % 100 == 0:
                time.sleep(breath)
            if product.status is ProductStatus.ACTIVE:
                yield from _names(product)
                for title in product.title.all:
                    phrases.add(title)
                brands.update([product.brand] if product.brand else [])
                categories.update(set(product.category))
        taken: set[str] = set()
        for counts, kind in ((categories, "category"), (brands, "brand")):
            for name, count in counts.items():
                for text in name.all:
                    taken.add(normalise(text))
                    yield Suggestion(text, kind, where=f"{kind}={escape(text)}"), 2 * math.log1p(count)  # type: ignore[arg-type]
        queries = frequent(self._searches())
        yield from ((Suggestion(query), 3 + 3 * math.log1p(count)) for query, count in queries.items())
        for phrase, count in phrases.common().items():
            if phrase not in taken and phrase not in queries:
                yield Suggestion(phrase), 1 + math.log1p(count)


def _names(product: Product) -> Iterator[Weighed]:
    return ((Suggestion(title, "product", id=product.id), 1.0 if product.in_stock else 0.5) for title in product.title.all)


def _mixed(found: list[Suggestion], k: int) -> list[Suggestion]:
    """The best, each once, not too many of one kind while there are others."""
    out: list[Suggestion] = []
    later: list[Suggestion] = []
    seen: set[str] = set()
    for each in found:
        same = each.id if each.id is not None else f"{each.where or ''}\n{normalise(each.text)}"
        if same in seen:
            continue
        seen.add(same)
        room = AT_MOST.get(each.kind, k)
        (out if sum(other.kind == each.kind for other in out) < room else later).append(each)
    return (out[:k] + later)[:k]


def _slips(typed: str) -> Iterator[str]:
    """What may have been meant by a beginning with one slip after its first letter."""
    if not typed.isascii() or not SHORTEST_SLIP <= len(typed) <= LONGEST_SLIP or any(sign.isdigit() for sign in typed):
        return
    for i in range(1, len(typed)):
        head, tail = typed[:i], typed[i:]
        yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in LETTERS:
            yield head + letter + tail[1:]
            yield head + letter + tail
