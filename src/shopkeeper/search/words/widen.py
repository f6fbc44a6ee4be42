"""A reading with what its words may also be: synonyms, and corrections of words that the shop does not know."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from ...shop import NotIndexed
from ...text.analyse import STOPWORDS, Run, Terms, analyse, analyse_query, runs, segment
from ...text.normalise import has_cjk, normalise
from ..engines.protocol import Index
from ..reading import Read, Reading, literally
from ..slots import Alternative, Kind, Slot
from .correct import Piece, Rank, as_typed, correct
from .synonyms import Match, SynonymTable, atoms

SYNONYM = 0.95  # what a synonym counts beside the word that was typed
MOST = 12  # alternatives of one slot
_SIZES = re.compile(r"(?=.*x)x?\d+(?:[./]\d+)*['’]?(?:x\d+(?:[./]\d+)*['’]?)*")
_INCHES = re.compile(r"(?<=\d)(?:[\"”]|′′) ?x ?(?=\d)")  # 18"x24", after a text was normalised
LONGEST = 120  # characters of a query in which slips are looked for: a pasted page need not be put right


class _Atom(NamedTuple):
    """What phrases are compared by: a stem, a code or a Chinese character, the piece that it is of, and where in that."""

    text: str
    piece: int
    offset: int


class Widen:
    """The step after a query was read. `synonyms` gives the shop's of this moment, `rank` how common an
    English word is (0 the commonest, None for what is no word)."""

    def __init__(self, index: Index, synonyms: Callable[[], SynonymTable], rank: Rank) -> None:
        self._index, self._synonyms, self._rank = index, synonyms, rank

    def after(self, read: Read) -> Read:
        """A reader that reads and then widens. A query of which nothing was left, and nothing read either, is searched as it stands."""

        def both(query: str) -> Reading:
            reading = read(query)
            empty = not (reading.text.strip() or reading.constraints or reading.sort)
            return self(literally(query) if empty else reading, query)

        return both

    def __call__(self, reading: Reading, query: str | None = None) -> Reading:
        """The reading with alternatives for its words. `query` is the whole of what was typed, of which
        `meant` is made; by default it is the text of the reading."""
        text = normalise(reading.text)
        plain = _INCHES.sub("x", text)
        pieces = self._pieces(plain, list(runs(plain)))
        slots = tuple(_slots(pieces, self._synonyms()))
        if not slots:
            return reading
        reading = replace(reading, slots=slots, terms=reading.terms if plain == text else _by_piece(pieces))
        if not (wrong := [piece for piece in pieces if piece.meant]):
            return reading
        # A wrong character makes the dictionary cut its neighbours wrongly too.
        terms = _by_piece(pieces) if any(piece.chinese for piece in wrong) else reading.terms
        whole = reading.meant or query or reading.text
        return replace(reading, terms=terms, meant=_put_right(whole, wrong), corrected=_put_right(text, wrong))

    def _pieces(self, text: str, found: Sequence[Run]) -> list[Piece]:
        if len(text) > LONGEST:
            return as_typed(found)
        try:
            return correct(text, found, self._index, self._rank)
        except NotIndexed:
            return as_typed(found)


def _slots(pieces: Sequence[Piece], table: SynonymTable) -> Iterator[Slot]:
    row = list(_atoms(pieces)) if table else []
    matches = [m for m in table.matches([atom.text for atom in row]) if _whole(pieces, row, m)]
    taken: set[int] = set()
    end = 0
    for match in matches:
        if match.start >= end:
            end = match.end
            taken.update(atom.piece for atom in row[match.start : end])
            yield _slot(pieces, row, match, matches)
    for i, piece in enumerate(pieces):
        if i in taken:
            continue
        if piece.meant:
            yield Slot(piece.text, analyse_query(piece.text), tuple(_corrections(piece)))
        elif _SIZES.fullmatch(piece.text) and ("x" in piece.text[1:] or (i and pieces[i - 1].text[-1].isdigit())):
            yield Slot(piece.text, analyse_query(piece.text), (_apart(piece.text),))


def _slot(pieces: Sequence[Piece], row: Sequence[_Atom], match: Match, matches: Sequence[Match]) -> Slot:
    """A phrase with its synonyms, and with the synonyms of phrases inside it."""
    typed = _typed(pieces, row[match.start : match.end])
    corrected = [pieces[i] for i in dict.fromkeys(atom.piece for atom in row[match.start : match.end]) if pieces[i].meant]
    others = [each for piece in corrected for each in _corrections(piece)] if len(corrected) == 1 and corrected[0].text == typed else []
    texts = list(match.terms)
    for inner in matches:
        if match.start <= inner.start and inner.end <= match.end and inner[:2] != match[:2]:
            before, after = (_typed(pieces, row[a:b]) for a, b in ((match.start, inner.start), (inner.end, match.end)))
            texts += [" ".join(filter(None, (before, term, after))) for term in inner.terms]
    others += [_alternative(text, "synonym", SYNONYM) for text in dict.fromkeys(texts)]
    return Slot(typed, analyse_query(typed), tuple(others[:MOST]))


def _atoms(pieces: Sequence[Piece]) -> Iterator[_Atom]:
    for i, piece in enumerate(pieces):
        for offset, text in enumerate(atoms(piece.meant[0][0] if piece.meant else piece.text)):
            yield _Atom(text, i, offset)


def _whole(pieces: Sequence[Piece], row: Sequence[_Atom], match: Match) -> bool:
    """Whether a phrase begins and ends where words of the query do: 上衣 is not in 马上衣服."""
    inside = row[match.start : match.end]
    for i in {inside[0].piece, inside[-1].piece}:
        offsets = [atom.offset for atom in inside if atom.piece == i]
        if not _stands(pieces[i], offsets[0], offsets[-1] + 1, sum(atom.piece == i for atom in row)):
            return False
    return True


def _stands(piece: Piece, start: int, end: int, length: int) -> bool:
    if (start, end) == (0, length):
        return True
    if piece.meant or not piece.chinese:
        return False
    bounds = {0, *accumulate(map(len, segment(piece.text)))}
    return {start, end} <= bounds or piece.text[start:end] in analyse(piece.text).words


def _typed(pieces: Sequence[Piece], row: Sequence[_Atom]) -> str:
    """What was typed for some atoms."""
    parts = []
    for i in dict.fromkeys(atom.piece for atom in row):
        offsets, piece = [atom.offset for atom in row if atom.piece == i], pieces[i]
        parts.append(piece.text[offsets[0] : offsets[-1] + 1] if piece.chinese and not piece.meant else piece.text)
    return _tight(" ".join(parts))


def _corrections(piece: Piece) -> Iterator[Alternative]:
    return (_alternative(text, "correction", weight) for text, weight in piece.meant)


def _apart(sizes: str) -> Alternative:
    """Sizes that were typed in one, as titles write them: 4x8x5/8 is found in "4 ft. x 8 ft. x 5/8 in."."""
    numbers = [number.strip("'’") for number in sizes.split("x") if number]
    return Alternative(" x ".join(numbers), tuple(analyse_query(number) for number in numbers), "synonym", SYNONYM)


def _alternative(text: str, kind: Kind, weight: float) -> Alternative:
    every = [run.terms() for run in runs(normalise(text))]
    kept = [each for each in every if each.words[0] not in STOPWORDS] or every
    return Alternative(text, tuple(kept), kind, weight)


def _by_piece(pieces: Iterable[Piece]) -> Terms:
    parts = [analyse_query(piece.text) for piece in pieces]
    words, grams = ([term for part in parts for term in part[i]] for i in (0, 1))
    return Terms(list(dict.fromkeys(words)), list(dict.fromkeys(grams)))


def _put_right(text: str, wrong: Sequence[Piece]) -> str:
    """The text with what was meant in the place of what was typed; the rest keeps its capitals."""
    text = " ".join(text.split())
    plain = normalise(text)
    shown, out, at = text if len(text) == len(plain) else plain, "", 0
    for piece in wrong:
        if (start := plain.find(piece.text, at)) >= 0:
            out = _joined(_joined(out, shown[at:start]), piece.meant[0][0])
            at = start + len(piece.text)
    return _joined(out, shown[at:])


def _joined(left: str, right: str) -> str:
    """Two parts of a text, without a space between them where both are Chinese."""
    a, b = left.rstrip(), right.lstrip()
    return a + b if a and b and has_cjk(a[-1]) and has_cjk(b[0]) else left + right


def _tight(text: str) -> str:
    """No space between two Chinese words."""
    words = text.split(" ")
    out = words[0]
    for word in words[1:]:
        apart = not (out and word and has_cjk(out[-1]) and has_cjk(word[0]))
        out += " " * apart + word
    return out
