"""Phrases as they are compared with queries: by stems and whole words, whatever case, width or script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import NamedTuple

from ..text.analyse import Run, runs, segment
from ..text.normalise import normalise
from .slots import Slot

MOST_FORMS = 50  # of a query in which words have synonyms


class Phrase(NamedTuple):
    """A text of stems and Chinese, and the places in it where a word begins or ends."""

    text: str
    edges: frozenset[int]

    def holds(self, other: Phrase) -> bool:
        """Whether the other phrase stands in this one as whole words: 耳机 in 蓝牙耳机, not 包 in 面包."""
        if not other.text:
            return False
        start = self.text.find(other.text)
        while start >= 0 and not {start, start + len(other.text)} <= self.edges:
            start = self.text.find(other.text, start + 1)
        return start >= 0


def phrase(text: str) -> Phrase:
    """A text as a phrase. "Running Shoes" and "running shoe" are one, and so are 無線耳機 and "无线 耳机"."""
    out, edges, chinese = "", {0}, False
    for run in runs(normalise(text)):
        if out and not (chinese and run.chinese):
            out += " "
        edges |= {len(out) + place for place in _edges(run)}
        out, chinese = out + _compared(run), run.chinese
    return Phrase(out, frozenset(edges))


def forms(query: str, slots: Sequence[Slot]) -> Iterator[Phrase]:
    """The phrases of a query: as it stands, and with the synonyms and corrections of its words in their place."""
    query = normalise(query)
    choices = [[slot.text, *(other.text for other in slot.others)] for slot in slots]
    for chosen in islice(product(*choices), MOST_FORMS):
        form = query
        for slot, text in zip(slots, chosen, strict=True):
            form = form.replace(slot.text, text)
        yield phrase(form)


def _compared(run: Run) -> str:
    return run.text if run.chinese else run.terms().words[0]


def _edges(run: Run) -> set[int]:
    if not run.chinese:
        return {0, len(_compared(run))}
    edges, end = {0}, 0
    for word in segment(run.text):
        end += len(word)
        edges.add(end)
    for word in set(run.terms().words):  # the words inside long ones too
        if (start := run.text.find(word)) >= 0:
            edges |= {start, start + len(word)}
    return edges
