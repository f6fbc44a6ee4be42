"""A formula worked out on some products, from the terms that each holds; and the terms by which an engine finds those products."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ..formula import Best, Counts, Either, Every, Node, Scores, Term, Times, Without, Worth, idf
from .backend import Lead

K1, B = 1.2, 0.75
PARTS = {"text": 0, "title": 1, "grams": 2}  # the fields of which lengths are kept
LONGEST = 400  # characters of a lexeme
Mask = NDArray[np.bool_]
Vectors = NDArray[np.float32]
Scored = tuple[Mask, Vectors]
_HEAD = np.dtype("<u2").itemsize * len(PARTS)
# Lengths are taken as tantivy takes them, in a byte: exact to 40, then in steps of an eighth.
_STEPS = np.array([*range(24), *(24 + (low if shift < 0 else (low | 8) << shift) for shift in range(-1, 27) for low in range(8))], np.int64)


def lexeme(field: str, term: str) -> str:
    """A term of a field as one word: `x:` text, `t:` title, `f:` facts, `g:` grams, `n:` names."""
    return f"{'x' if field == 'text' else field[0]}:{term}"[:LONGEST]


def lexemes(terms: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """The distinct lexemes of a product's terms by field, and how often it has each."""
    return dict(Counter(lexeme(field, term) for field, each in terms.items() for term in each))


def signature(terms: Mapping[str, int], lengths: Sequence[int]) -> bytes:
    """The lengths of the fields, and the terms as numbers with how often each occurs."""
    sizes = np.minimum(np.array(lengths, np.int64), 65535).astype("<u2").tobytes()
    codes = np.array([_code(term) for term in terms], "<u4").tobytes()
    return sizes + codes + bytes(min(count, 255) for count in terms.values())


def leads(node: Node, counts: Counts) -> list[Lead]:
    """The terms by which products are found that a formula scores, with about what each adds to the score."""
    fixed: dict[Term, float] = {}
    bm25: dict[Term, float] = {}
    _lead(node, 1.0, fixed, bm25)
    found = ((term, fixed.get(term, 0.0), bm25.get(term, 0.0)) for term in dict.fromkeys([*fixed, *bm25]))
    return [
        Lead(lexeme(term.field, term.text), PARTS.get(term.field, 0), worth, factor * (1 + K1) * idf(counts.num_docs, count))
        for term, worth, factor in found if (worth or factor) and (count := counts.doc_freq(term.field, term.text))
    ]


def _lead(node: Node, factor: float, fixed: dict[Term, float], bm25: dict[Term, float]) -> None:
    match node:
        case Term():
            bm25[node] = bm25.get(node, 0.0) + factor
        case Times(part, more):
            _lead(part, factor * more, fixed, bm25)
        case Worth(part, score):
            for term, sign in _first(part):
                fixed[term] = fixed.get(term, 0.0) + sign * score * factor
        case Without(part, _):
            _lead(part, factor, fixed, bm25)
        case Either(parts, _) | Every(parts) | Best(parts):
            for each in parts:
                _lead(each, factor, fixed, bm25)


def _first(node: Node) -> Iterator[tuple[Term, float]]:
    """The terms that stand for a node that is worth something as a whole."""
    match node:
        case Term():
            yield node, 1.0
        case Worth(part, _) | Times(part, _):
            yield from _first(part)
        case Without(part, other):
            yield from _first(part)
            yield from ((term, -sign) for term, sign in _first(other))
        case Every(parts):
            yield from _first(parts[0]) if parts else ()
        case Either(parts, _) | Best(parts):
            for each in parts:
                yield from _first(each)


class Held:
    """Some products by their signatures: formulas are worked out for all of them at once. `averages` are the
    average lengths of the fields of `PARTS`."""

    def __init__(self, signatures: Sequence[bytes], counts: Counts, averages: Sequence[float], documents: int) -> None:
        self._n, self._counts, self._documents = len(signatures), counts, documents
        lengths = np.frombuffer(b"".join(each[:_HEAD] for each in signatures), "<u2").reshape(-1, len(PARTS))
        self._slack = K1 * (1 - B + B * _rounded(lengths) / np.maximum(np.array(averages), 1e-9))
        sizes = np.array([(len(each) - _HEAD) // 5 for each in signatures], np.int64)
        ends = (_HEAD + 4 * sizes).tolist()
        self._codes = np.frombuffer(b"".join(each[_HEAD:end] for each, end in zip(signatures, ends, strict=True)), "<u4")
        self._often = np.frombuffer(b"".join(each[end:] for each, end in zip(signatures, ends, strict=True)), np.uint8)
        self._owner = np.repeat(np.arange(self._n), sizes)
        self._known: dict[Term, NDArray[np.uint8]] = {}

    def work_out(self, node: Node) -> Scored:
        """Which products a formula holds for, bool[n], and their scores, float32[n] (0 where it does not)."""
        self._look_up([term for term in dict.fromkeys(_terms(node)) if term not in self._known])
        mask, score = self._scored(node)
        return mask, np.where(mask, score, np.float32(0))

    def scores(self, node: Node, rows: Iterable[int]) -> Scores:
        """The scores of the products among `rows` that a formula holds for."""
        mask, score = self.work_out(node)
        return {row: float(score[row]) for row in rows if mask[row]}

    def _scored(self, node: Node) -> Scored:
        match node:
            case Term():
                return self._term(node)
            case Either(parts, least):
                masks, scores = self._all(parts)
                return masks.sum(0) >= max(least, 1), np.asarray(scores.sum(0))
            case Every(parts):
                masks, scores = self._all(parts)
                return np.asarray(masks.all(0)) & bool(parts), np.asarray(scores.sum(0))
            case Without(part, other):
                mask, score = self._scored(part)
                return mask & ~self._scored(other)[0], score
            case Worth(part, worth):
                mask = self._scored(part)[0]
                return mask, np.where(mask, np.float32(worth), np.float32(0))
            case Times(part, factor):
                mask, score = self._scored(part)
                return mask, score * np.float32(factor)
            case Best(parts):
                masks, scores = self._all(parts)
                return np.asarray(masks.any(0)), np.asarray(scores.max(0, initial=0.0))

    def _all(self, parts: Sequence[Node]) -> tuple[Mask, Vectors]:
        """The parts one under another; what does not hold scores nothing."""
        masks, scores = np.zeros((len(parts), self._n), bool), np.zeros((len(parts), self._n), np.float32)
        for i, part in enumerate(parts):
            masks[i], score = self._scored(part)
            scores[i] = np.where(masks[i], score, 0)
        return masks, scores

    def _term(self, term: Term) -> Scored:
        often = self._known[term].astype(np.float32)
        if (part := PARTS.get(term.field)) is None:
            return often > 0, np.zeros(self._n, np.float32)
        weight = (1 + K1) * idf(self._documents, self._counts.doc_freq(term.field, term.text))
        return often > 0, (weight * often / (often + self._slack[:, part])).astype(np.float32)

    def _look_up(self, terms: Sequence[Term]) -> None:
        if not terms:
            return
        codes = np.array([_code(lexeme(term.field, term.text)) for term in terms], np.uint32)
        order = np.argsort(codes)
        ranked = codes[order]
        maybe = np.flatnonzero(_marked(ranked)[self._codes & 0xFFFF])
        place = np.minimum(np.searchsorted(ranked, self._codes[maybe]), len(ranked) - 1)
        hit = ranked[place] == self._codes[maybe]
        table = np.zeros((len(terms), self._n), np.uint8)
        table[order[place[hit]], self._owner[maybe[hit]]] = self._often[maybe[hit]]
        self._known.update(zip(terms, table, strict=True))


def _marked(codes: NDArray[np.uint32]) -> Mask:
    """Which halves of a number the codes have: most others are told apart by one look."""
    table = np.zeros(1 << 16, bool)
    table[codes & 0xFFFF] = True
    return table


def _terms(node: Node) -> Iterator[Term]:
    match node:
        case Term():
            yield node
        case Worth(part, _) | Times(part, _):
            yield from _terms(part)
        case Without(part, other):
            yield from (*_terms(part), *_terms(other))
        case Either(parts, _) | Every(parts) | Best(parts):
            for each in parts:
                yield from _terms(each)


def _rounded(lengths: NDArray[np.uint16]) -> NDArray[np.int64]:
    """Lengths as a byte keeps them: the largest step that is not above."""
    steps: NDArray[np.int64] = _STEPS[np.searchsorted(_STEPS, lengths, side="right") - 1]
    return steps


def _code(term: str) -> int:
    return zlib.crc32(term.encode("utf-8", "replace"))
