"""How well the words of a product answer a query, said once for every engine.

A product's text score is the share of the query's weight that it holds. Each term weighs its idf (Robertson and Sparck Jones
with the +1 of Lucene). Most of a score is coverage: the weights of the terms that occur at all, since in product texts how often
a word is repeated says little. A smaller part is BM25, which prefers titles and short texts. Divided by the weight of the whole
query the score lies between 0 and about 1, comparable between queries.

A formula is a tree of a few kinds of nodes. An engine that has such queries itself hands it on; another finds candidates by
`leads`, the terms that count most, and has the tree worked out on these (`remote/scoring.py`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from ...text.analyse import Terms
from ...text.normalise import has_cjk
from ..document import ending
from ..slots import Slot, outside

FIELDS = ("text", "title", "facts", "grams", "names")
REMEMBERED_WORDS = 5_000  # words of queries, some 2 KB each


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts, and in docs/experiments.md why; those of Chinese were set on all dev queries."""

    coverage: float = 0.6  # a word found anywhere in title, brand, category or description
    facts: float = 0.2  # found in attributes, tags and codes only
    bm25_text: float = 0.28
    bm25_title: float = 0.12
    character: float = 1.0  # a Chinese character of the title
    pair: float = 0.3  # two that follow each other
    chinese_word: float = 0.4  # a Chinese word of the title, beside its characters
    chinese_word_elsewhere: float = 3.0  # a whole word in the description is more than one character of it in the title
    bm25_grams: float = 0.2


WEIGHTS = Weights()
FEW_WORDS = 4  # of a query; of so many or more not each needs to be there
NEARLY = 0.75


@dataclass(frozen=True, slots=True)
class Term:
    """The products that have a term in a field, each scored by BM25 (k1 1.2, b .75)."""

    field: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Either:
    """The products that hold at least `least` of the parts, scored by the sum of what they hold. It is only ever equal to itself, so
    that what an engine makes of a word may be kept and found again at once."""

    parts: tuple[Node, ...]
    least: int = 1


@dataclass(frozen=True, slots=True)
class Every:
    """The products that hold all parts, scored by their sum."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """The products that hold `part` and not `other`."""

    part: Node
    other: Node


@dataclass(frozen=True, slots=True)
class Worth:
    """The products that hold `part`, each with the same score."""

    part: Node
    score: float


@dataclass(frozen=True, slots=True)
class Times:
    """The products that hold `part`, their scores multiplied."""

    part: Node
    factor: float


@dataclass(frozen=True, slots=True)
class Best:
    """The products that hold any part, scored by the best one."""

    parts: tuple[Node, ...]


Node = Term | Either | Every | Without | Worth | Times | Best
Scores = dict[int, float]  # of products by their numbers


class Counts(Protocol):
    """What an index knows of its terms."""

    @property
    def num_docs(self) -> int:
        """How many products there are."""

    def doc_freq(self, field: str, term: str) -> int:
        """In how many of them a term is, in one of `FIELDS`."""


@dataclass(frozen=True, slots=True)
class Part:
    """A term of the query and what scores it."""

    text: str
    node: Node


@dataclass(frozen=True, slots=True)
class Group:
    """A slot, the terms as typed, and what scores these and each alternative."""

    slot: Slot
    typed: list[Part]
    nodes: list[Node]


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Terms with the idf and the weight of each; `known` when a product holds any."""

    words: list[tuple[str, float, float]]
    grams: list[tuple[str, float, float]]
    known: bool

    @property
    def total(self) -> float:
        return sum(idf * weight for _, idf, weight in self.words + self.grams)

    @property
    def size(self) -> float:
        return sum(weight for _, _, weight in self.words + self.grams)


class Formula:
    """The formulas of queries to an index of which the `counts` are known."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self._unit = lru_cache(REMEMBERED_WORDS)(self._whole_word)

    def scored(self, terms: Terms, slots: tuple[Slot, ...]) -> Node:
        """What scores products."""
        plain, groups = self.parts(terms, slots)
        return _either([*(part.node for part in plain), *(Best(tuple(group.nodes)) for group in groups)])

    def telling(self, terms: Terms, slots: tuple[Slot, ...]) -> Node:
        """The products that hold something that tells what they are: a word of title, brand or category (a number only of a query
        without words), or most words of the query wherever they are; of Chinese a whole word wherever it is, two characters side
        by side in the title, or the last character of a word at the end of a title's. A character alone tells something when the
        query is nothing else. A synonym or correction tells as a whole."""
        words, latin = telling_words(terms), [word for word in terms.words if not has_cjk(word)]
        names = [word for word in words if not has_cjk(word)] + [ending(word) for word in terms.words if has_cjk(word)]
        names += terms.grams if len(terms.grams) == 1 else []
        ways: list[Node] = [Term("names", name) for name in names]
        ways += [self.anywhere(word) for word in words if has_cjk(word)]
        ways += [Term("grams", gram) for gram in terms.grams if len(gram) > 1]
        if latin:
            ways.append(Either(tuple(self.anywhere(word) for word in latin), len(latin) // 2 + 1))
        ways += [_every(self._whole(run) for run in each.runs) for slot in slots for each in slot.others]
        return _either(ways)

    def whole(self, terms: Terms, slots: tuple[Slot, ...]) -> Node | None:
        """The products that hold every word of the query (of many words nearly every one) in ways that a score does not show: some
        only in attributes, tags or codes, which count little; a few Chinese characters inside other words. None: none does."""
        signs = [gram for gram in terms.grams if len(gram) == 1]
        ways = [self._every_word(terms, slots)] if any(self._counts.doc_freq("facts", word) for word in terms.words) else []
        if 0 < len(signs) < FEW_WORDS:
            ways.append(_every([self.telling(terms, slots), *(_sign(sign, terms.grams) for sign in signs),
                                *(self.anywhere(word) for word in terms.words if not has_cjk(word))]))
        return Worth(_either(ways), 1.0) if ways else None

    def parts(self, terms: Terms, slots: tuple[Slot, ...]) -> tuple[list[Part], list[Group]]:
        """What scores the terms outside of slots, and those of each slot."""
        plain = self._weighed(outside(terms, slots))
        options = [self._options(slot) for slot in slots]
        worths = list(map(_worth, options))
        total = plain.total + sum(worths)
        groups = [self._group(slot, each, worth / total) for slot, each, worth in zip(slots, options, worths, strict=True) if worth]
        return self._parts(plain, total), groups

    def anywhere(self, word: str) -> Node:
        """The products that have a word, wherever."""
        return _either(Term(field, word) for field in ("text", "facts") if self._counts.doc_freq(field, word))

    def _every_word(self, terms: Terms, slots: tuple[Slot, ...]) -> Node:
        rest = outside(terms, slots).words
        parts = [self.anywhere(word) for word in rest]
        for slot in slots:
            typed = _every(self.anywhere(word) for word in slot.terms.words)
            parts.append(_either([typed, *(_every(self._whole(run) for run in each.runs) for each in slot.others)]))
        return Either(tuple(parts), len(parts) if len(parts) < FEW_WORDS else math.ceil(NEARLY * len(parts)))

    def _options(self, slot: Slot) -> list[_Weighed]:
        """The words of a slot as typed, then its alternatives."""
        return [self._weighed(slot.terms), *(self._weighed(_together(each.runs)) for each in slot.others)]

    def _group(self, slot: Slot, options: list[_Weighed], share: float) -> Group:
        """Each option scores the whole share of its slot when all of its terms are held."""
        typed = self._parts(options[0], options[0].total / share)
        nodes = [_either(part.node for part in typed)]
        for other, weighed in zip(slot.others, options[1:], strict=True):
            parts = self._parts(weighed, weighed.total / (share * other.weight)) if weighed.known else []
            whole = [Worth(self._whole(run), 0.0) for run in other.runs]
            nodes.append(_every([*whole, _either(part.node for part in parts)]) if parts else Either(()))
        return Group(slot, typed, nodes)

    def _whole(self, run: Terms) -> Node:
        """The products that hold a whole run: a Chinese one by its words or by its characters, a code
        ("wi-fi") as one word or by its parts."""
        words = [self.anywhere(word) for word in run.words]
        if run.grams:
            return _either([_every(words), _every(Term("grams", gram) for gram in run.grams if len(gram) == 1)])
        return words[0] if len(words) == 1 else _either([words[0], _every(words[1:])])

    def _weighed(self, terms: Terms) -> _Weighed:
        words = [(word, *self._idf("text", word), WEIGHTS.chinese_word if has_cjk(word) else 1.0) for word in terms.words]
        grams = [(gram, *self._idf("grams", gram), WEIGHTS.pair if len(gram) > 1 else WEIGHTS.character) for gram in terms.grams]
        known = any(count for _, count, _, _ in words + grams) or any(self._counts.doc_freq("facts", word) for word in terms.words)
        return _Weighed([(w, idf, weight) for w, _, idf, weight in words], [(g, idf, weight) for g, _, idf, weight in grams], known)

    def _parts(self, terms: _Weighed, total: float) -> list[Part]:
        """What scores each term, its share of `total`."""
        grams = [gram for gram, _, _ in terms.grams]
        parts = [Part(word, Times(self._unit(word), 1 / total)) for word, _, _ in terms.words]
        return parts + [Part(gram, _gram(gram, grams, idf, weight / total)) for gram, idf, weight in terms.grams]

    def _whole_word(self, word: str) -> Node:
        """What scores a word that is a whole query; in a longer one it is the same node, of which its share is taken."""
        scale = WEIGHTS.chinese_word if has_cjk(word) else 1.0
        _, share = self._idf("text", word)
        fields = ("title",) if scale < 1 and len(word) == 1 else ("text", "title", "facts")  # a character elsewhere says nothing
        held: dict[str, Node] = {field: Term(field, word) for field in fields if self._counts.doc_freq(field, word)}
        if len(fields) == 1 and held:
            own = Worth(Term("names", word), 0.0)  # of the brand
            held = dict.fromkeys(("text", "title"), _every([held["title"], own]))
        found: list[Node] = []
        if facts := held.get("facts"):
            found.append(Worth(facts, WEIGHTS.facts * share))
        if text := held.get("text"):
            found += [Worth(node, WEIGHTS.coverage * share * part) for node, part in _places(text, held, scale)]
        parts: list[Node] = [Best(tuple(found)) if len(found) > 1 else each for each in found[:1]]
        for field, weight in (("text", WEIGHTS.bm25_text), ("title", WEIGHTS.bm25_title)):
            if field in held:
                parts.append(Times(held[field], weight * scale))
        return _either(parts)

    def _idf(self, field: str, term: str) -> tuple[int, float]:
        """In how many products a term is, and its weight."""
        count = self._counts.doc_freq(field, term)
        return count, idf(self._counts.num_docs, count)


def telling_words(terms: Terms) -> list[str]:
    """The words of a query each of which tells by itself what a product is whose title holds it: all but single Chinese characters, and
    but numbers in a query that has words."""
    named = any(word.isalpha() for word in terms.words)
    return [word for word in terms.words if (len(word) > 1 if has_cjk(word) else not (named and word.isdigit()))]


def idf(n: int, count: int) -> float:
    """The weight of a term that is in `count` of `n` products."""
    return math.log(1 + max(n - count + 0.5, 0.5) / (count + 0.5))


def shares(
    formula: tuple[list[Part], list[Group]], rows: Iterable[int], scores: Callable[[Node, Iterable[int]], Scores],
) -> dict[int, list[tuple[str, float]]]:
    """For each product the terms of a query that it holds, with their share of its score; of a slot the terms as typed, or
    the alternative when that is more. `scores` works out a node for some products."""
    plain, groups = formula
    out: dict[int, list[tuple[str, float]]] = {row: [] for row in rows}
    _note(out, plain, scores)
    for group in groups:
        _note_best(out, group, scores)
    return out


def _note(out: dict[int, list[tuple[str, float]]], parts: Iterable[Part], scores: Callable[[Node, Iterable[int]], Scores]) -> None:
    for part in parts:
        for row, score in scores(part.node, out).items():
            out[row].append((part.text, score))


def _note_best(out: dict[int, list[tuple[str, float]]], group: Group, scores: Callable[[Node, Iterable[int]], Scores]) -> None:
    typed, *others = [scores(node, out) for node in group.nodes]
    for row in out:
        best = max(range(len(others)), key=lambda i: others[i].get(row, 0.0), default=0)
        if others and others[best].get(row, 0.0) > typed.get(row, 0.0):
            out[row].append((group.slot.reason(group.slot.others[best]), others[best][row]))
            typed.pop(row, None)
    found: dict[int, list[tuple[str, float]]] = {row: [] for row in typed}
    _note(found, group.typed, scores)
    for row, terms in found.items():
        out[row] += terms


def _gram(gram: str, grams: Sequence[str], idf: float, scale: float) -> Node:
    term: Node = Term("grams", gram)
    if len(gram) == 1:
        term = _every([term, Worth(_sign(gram, grams), 0.0)])
    return _either([Worth(term, idf * scale), Times(term, WEIGHTS.bm25_grams * scale)])


def _sign(sign: str, grams: Sequence[str]) -> Node:
    """The products whose title has a Chinese character outside of the brand, or beside another of the query."""
    return _either([Term("names", sign), *(Term("grams", gram) for gram in grams if len(gram) > 1 and sign in gram)])


def _worth(options: list[_Weighed]) -> float:
    """The weight of a slot in its query. A group of words is in at least as many products as the commonest
    of them, so it weighs what that one does; as many times as the words that were typed (or, when nothing holds
    those, the likeliest alternative) have terms."""
    known = [each for each in options if each.known]
    return known[0].size * min(each.total / each.size for each in known) if known else options[0].total


def _together(runs: Iterable[Terms]) -> Terms:
    words, grams = ([term for run in runs for term in run[part]] for part in (0, 1))
    return Terms(list(dict.fromkeys(words)), list(dict.fromkeys(grams)))


def _either(nodes: Iterable[Node]) -> Node:
    return Either(tuple(nodes))


def _every(nodes: Iterable[Node]) -> Node:
    return Every(tuple(nodes))


def _places(text: Node, held: dict[str, Node], scale: float) -> list[tuple[Node, float]]:
    """Where a word counts, and how much. A Chinese word of the title counts by `scale`, since its
    characters are counted too; elsewhere by more."""
    if scale == 1.0:
        return [(text, 1.0)]
    if "title" not in held:
        return [(text, WEIGHTS.chinese_word_elsewhere)]
    return [(held["title"], scale), (Without(text, held["title"]), WEIGHTS.chinese_word_elsewhere)]
