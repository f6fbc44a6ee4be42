"""The text part on tantivy. A product's text score is the share of the query's weight that it holds.

Each term weighs its idf (Robertson and Sparck Jones with the +1 of Lucene). Most of a score is
coverage: the weights of the terms that occur at all, since in product texts how often a word is
repeated says little. A smaller part is BM25, which prefers titles and short texts. Divided by the
weight of the whole query the score lies between 0 and about 1, comparable between queries.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import tantivy
from numpy.typing import NDArray

from ....text.analyse import Terms
from ....text.normalise import has_cjk
from ...document import IndexDocument, ending
from ...slots import Slot, outside

FIELDS = ("text", "title", "facts", "grams", "names")
HEAP = 128_000_000  # bytes of the writer when a whole index is built
SMALL_HEAP = 15_000_000


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
Row = tuple[int, IndexDocument]


@dataclass(frozen=True, slots=True)
class _Term:
    """A term of the query and the query that scores it."""

    text: str
    query: Any


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


@dataclass(frozen=True, slots=True)
class _Group:
    """A slot, the terms as typed, and a query for these and for each alternative."""

    slot: Slot
    typed: list[_Term]
    queries: list[Any]


class BulkWriter:
    """Takes documents at their rows until the commit that its maker does."""

    def __init__(self, writer: Any) -> None:
        self._writer = writer

    def add(self, rows: Iterable[Row]) -> None:
        """Adds documents; every row is new."""
        for row, document in rows:
            self._writer.add_document(_document(row, document))


class TextIndex:
    """A tantivy index of rows, for writing; `newest` gives what searches it."""

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index(_schema(), str(folder))
        self._index.register_tokenizer("terms", _whitespace())
        self._schema = self._index.schema

    def newest(self) -> Searcher:
        """The newest commit, for searching; later commits do not change it."""
        self._index.reload()
        return Searcher(self._index.searcher(), self._schema)

    @contextmanager
    def bulk(self) -> Iterator[BulkWriter]:
        """Writes many documents as one commit."""
        writer = self._index.writer(HEAP, 1)
        try:
            yield BulkWriter(writer)
            writer.commit()
        finally:
            writer.wait_merging_threads()  # whose files the caller may want to remove

    def change(self, rows: Iterable[Row], dead: NDArray[np.int64], *, from_row: int) -> None:
        """One commit: removes the `dead` rows, which nobody looks at any more, and whatever a killed
        writer left at or after `from_row`, then adds documents at their rows."""
        writer = self._index.writer(SMALL_HEAP, 1)
        writer.delete_documents_by_query(tantivy.Query.range_query(self._schema, "row", tantivy.FieldType.Unsigned, from_row, 2**62))
        for row in dead.tolist():
            writer.delete_documents_by_term("row", row)
        BulkWriter(writer).add(rows)
        writer.commit()


class Searcher:
    """One commit of a text index."""

    def __init__(self, searcher: Any, schema: Any) -> None:
        self._searcher, self._schema = searcher, schema
        self._last: tuple[tuple[Terms, tuple[Slot, ...]], Any, Any] | None = None  # a query, what scores it and what tells something

    def search(
        self, terms: Terms, slots: tuple[Slot, ...], depth: int, only: NDArray[np.int64] | None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The best rows, int64[<=depth], with their scores; `only` restricts to these rows, exactly."""
        query, _ = self._asked(terms, slots)
        return self._run(self._within(query, only), depth)

    def _asked(self, terms: Terms, slots: tuple[Slot, ...]) -> tuple[Any, Any]:
        """What scores the products, and what tells something of them: a search asks for both several times."""
        last = self._last
        if last is None or last[0] != (terms, slots):
            plain, groups = self._parts(terms, slots)
            scored = [part.query for part in plain] + [tantivy.Query.disjunction_max_query(group.queries) for group in groups]
            self._last = last = (terms, slots), _any(scored), self._telling(terms, slots)
        return last[1:]

    def whole(self, terms: Terms, slots: tuple[Slot, ...], depth: int) -> NDArray[np.int64]:
        """Rows, int64[<=depth], that hold every word of the query (of many words nearly every one) in ways that a score
        does not show: some only in attributes, tags or codes, which count little; a few Chinese characters inside other words."""
        signs = [gram for gram in terms.grams if len(gram) == 1]
        ways = [self._every_word(terms, slots)] if any(self._searcher.doc_freq("facts", word) for word in terms.words) else []
        if 0 < len(signs) < FEW_WORDS:
            ways.append(_all([self._asked(terms, slots)[1], *(self._sign(sign, terms.grams) for sign in signs),
                              *(self._anywhere(word) for word in terms.words if not has_cjk(word))]))
        return self._rows(tantivy.Query.const_score_query(_any(ways), 1.0), depth) if ways else np.zeros(0, np.int64)

    def telling(self, terms: Terms, slots: tuple[Slot, ...], rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Which of these rows hold something of the query that tells what they are, and not only a stray word or character."""
        return self._rows(self._within(self._asked(terms, slots)[1], rows), len(rows)) if len(rows) else rows

    def best_telling(self, terms: Terms, slots: tuple[Slot, ...], depth: int) -> NDArray[np.int64]:
        """Of all rows that do, the best by score, int64[<=depth]: those of the best rows at all are among them. It takes
        a fraction of the time of `telling` for many rows."""
        scored, telling = self._asked(terms, slots)
        return self._rows(_all([tantivy.Query.const_score_query(telling, 0.0), scored]), depth)

    def _telling(self, terms: Terms, slots: tuple[Slot, ...]) -> Any:
        """A word of title, brand or category (a number only of a query without words), or most words of the query wherever
        they are; of Chinese a whole word wherever it is, two characters side by side in the title, or the last character of
        a word at the end of a title's. A character alone tells something when the query is nothing else. A synonym or
        correction tells as a whole."""
        named = any(word.isalpha() for word in terms.words)
        latin = [word for word in terms.words if not has_cjk(word)]
        chinese = [word for word in terms.words if has_cjk(word) and len(word) > 1]
        names = [word for word in latin if not (named and word.isdigit())] + [ending(word) for word in terms.words if has_cjk(word)]
        names += terms.grams if len(terms.grams) == 1 else []
        ways = [self._term("names", name) for name in names]
        ways += [self._anywhere(word) for word in chinese]
        ways += [self._term("grams", gram) for gram in terms.grams if len(gram) > 1]
        if latin:
            held = [(tantivy.Occur.Should, self._anywhere(word)) for word in latin]
            ways.append(tantivy.Query.boolean_query(held, len(latin) // 2 + 1))
        ways += [_all([self._whole(run) for run in each.runs]) for slot in slots for each in slot.others]
        return _any(ways)

    def _sign(self, sign: str, grams: Sequence[str]) -> Any:
        """The products whose title has a Chinese character outside of the brand, or beside another of the query."""
        return _any([self._term("names", sign), *(self._term("grams", gram) for gram in grams if len(gram) > 1 and sign in gram)])

    def _every_word(self, terms: Terms, slots: tuple[Slot, ...]) -> Any:
        rest = outside(terms, slots).words
        parts = [self._anywhere(word) for word in rest]
        for slot in slots:
            typed = _all([self._anywhere(word) for word in slot.terms.words])
            parts.append(_any([typed, *(_all([self._whole(run) for run in each.runs]) for each in slot.others)]))
        least = len(parts) if len(parts) < FEW_WORDS else math.ceil(NEARLY * len(parts))
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in parts], least)

    def matched(self, terms: Terms, slots: tuple[Slot, ...], rows: Sequence[int]) -> dict[int, list[tuple[str, float]]]:
        """For each row, the terms of the query that it holds, with their share of its score; of a slot
        the terms as typed, or the alternative when that is more."""
        out: dict[int, list[tuple[str, float]]] = {row: [] for row in rows}
        if not rows:
            return out
        plain, groups = self._parts(terms, slots)
        self._note(out, plain)
        for group in groups:
            self._note_best(out, group)
        return out

    def frequencies(self, terms: Terms) -> tuple[list[int], list[int]]:
        """In how many products each word and each gram is."""
        count = self._searcher.doc_freq
        words = [count("text", word) or count("facts", word) for word in terms.words]
        return words, [count("grams", gram) for gram in terms.grams]

    def together(self, words: Sequence[str]) -> bool:
        """Whether some product has all of these words, wherever it has them."""
        return bool(self._searcher.search(_all([self._anywhere(word) for word in words]), 1, count=False).hits)

    def _note(self, out: dict[int, list[tuple[str, float]]], parts: Iterable[_Term]) -> None:
        for part in parts:
            for row, score in self._scores(part.query, out).items():
                out[row].append((part.text, score))

    def _note_best(self, out: dict[int, list[tuple[str, float]]], group: _Group) -> None:
        typed, *others = [self._scores(query, out) for query in group.queries]
        for row in out:
            best = max(range(len(others)), key=lambda i: others[i].get(row, 0.0), default=0)
            if others and others[best].get(row, 0.0) > typed.get(row, 0.0):
                out[row].append((group.slot.reason(group.slot.others[best]), others[best][row]))
                typed.pop(row, None)
        found: dict[int, list[tuple[str, float]]] = {row: [] for row in typed}
        self._note(found, group.typed)
        for row, terms in found.items():
            out[row] += terms

    def _scores(self, query: Any, rows: Iterable[int]) -> dict[int, float]:
        only = np.fromiter(rows, np.int64)
        if not len(only):
            return {}
        found, scores = self._run(self._within(query, only), len(only))
        return dict(zip(found.tolist(), scores.tolist(), strict=True))

    def _run(self, query: Any, depth: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        hits = self._searcher.search(query, depth, count=False).hits
        return self._rows_of(hits), np.array([score for score, _ in hits], np.float32)

    def _rows(self, query: Any, depth: int) -> NDArray[np.int64]:
        return self._rows_of(self._searcher.search(query, depth, count=False).hits)

    def _rows_of(self, hits: list[tuple[float, Any]]) -> NDArray[np.int64]:
        return np.array(self._searcher.fast_field_values("row", [address for _, address in hits]) if hits else [], np.int64)

    def _within(self, query: Any, only: NDArray[np.int64] | None) -> Any:
        if only is None:
            return query
        rows = tantivy.Query.const_score_query(tantivy.Query.term_set_query(self._schema, "row", only.tolist()), 0.0)
        return _all([query, rows])

    def _parts(self, terms: Terms, slots: tuple[Slot, ...]) -> tuple[list[_Term], list[_Group]]:
        """The queries that score the terms outside of slots, and those of each slot."""
        plain = self._weighed(outside(terms, slots))
        options = [self._options(slot) for slot in slots]
        worths = list(map(_worth, options))
        total = plain.total + sum(worths)
        groups = [self._group(slot, each, worth / total) for slot, each, worth in zip(slots, options, worths, strict=True) if worth]
        return self._queries(plain, total), groups

    def _options(self, slot: Slot) -> list[_Weighed]:
        """The words of a slot as typed, then its alternatives."""
        return [self._weighed(slot.terms), *(self._weighed(_together(each.runs)) for each in slot.others)]

    def _group(self, slot: Slot, options: list[_Weighed], share: float) -> _Group:
        """Each option scores the whole share of its slot when all of its terms are held."""
        typed = self._queries(options[0], options[0].total / share)
        queries = [_any([part.query for part in typed])]
        for other, weighed in zip(slot.others, options[1:], strict=True):
            parts = self._queries(weighed, weighed.total / (share * other.weight)) if weighed.known else []
            whole = [tantivy.Query.const_score_query(self._whole(run), 0.0) for run in other.runs]
            queries.append(_all([*whole, _any([part.query for part in parts])]) if parts else tantivy.Query.empty_query())
        return _Group(slot, typed, queries)

    def _whole(self, run: Terms) -> Any:
        """The products that hold a whole run: a Chinese one by its words or by its characters, a code
        ("wi-fi") as one word or by its parts."""
        words = [self._anywhere(word) for word in run.words]
        if run.grams:
            return _any([_all(words), _all([self._term("grams", gram) for gram in run.grams if len(gram) == 1])])
        return words[0] if len(words) == 1 else _any([words[0], _all(words[1:])])

    def _anywhere(self, word: str) -> Any:
        return _any([self._term(field, word) for field in ("text", "facts") if self._searcher.doc_freq(field, word)])

    def _weighed(self, terms: Terms) -> _Weighed:
        words = [(word, *self._idf("text", word), WEIGHTS.chinese_word if has_cjk(word) else 1.0) for word in terms.words]
        grams = [(gram, *self._idf("grams", gram), WEIGHTS.pair if len(gram) > 1 else WEIGHTS.character) for gram in terms.grams]
        known = any(count for _, count, _, _ in words + grams) or any(self._searcher.doc_freq("facts", word) for word in terms.words)
        return _Weighed([(w, idf, weight) for w, _, idf, weight in words], [(g, idf, weight) for g, _, idf, weight in grams], known)

    def _queries(self, terms: _Weighed, total: float) -> list[_Term]:
        """The query of each term, which scores its share of `total`."""
        grams = [gram for gram, _, _ in terms.grams]
        parts = [_Term(word, self._word(word, idf, total)) for word, idf, _ in terms.words]
        return parts + [_Term(gram, self._gram(gram, grams, idf, weight / total)) for gram, idf, weight in terms.grams]

    def _word(self, word: str, idf: float, total: float) -> Any:
        scale = WEIGHTS.chinese_word if has_cjk(word) else 1.0
        share = idf / total
        fields = ("title",) if scale < 1 and len(word) == 1 else ("text", "title", "facts")  # a character elsewhere says nothing
        held = {field: self._term(field, word) for field in fields if self._searcher.doc_freq(field, word)}
        if len(fields) == 1 and held:
            own = tantivy.Query.const_score_query(self._term("names", word), 0.0)  # of the brand
            held = dict.fromkeys(("text", "title"), _all([held["title"], own]))
        found = []
        if facts := held.get("facts"):
            found.append(tantivy.Query.const_score_query(facts, WEIGHTS.facts * share))
        if text := held.get("text"):
            found += [tantivy.Query.const_score_query(query, WEIGHTS.coverage * share * part) for query, part in _places(text, held, scale)]
        parts = [tantivy.Query.disjunction_max_query(found) if len(found) > 1 else each for each in found[:1]]
        for field, weight in (("text", WEIGHTS.bm25_text), ("title", WEIGHTS.bm25_title)):
            if field in held:
                parts.append(tantivy.Query.boost_query(held[field], weight * scale / total))
        return _any(parts)

    def _gram(self, gram: str, grams: Sequence[str], idf: float, scale: float) -> Any:
        term = self._term("grams", gram)
        if len(gram) == 1:
            term = _all([term, tantivy.Query.const_score_query(self._sign(gram, grams), 0.0)])
        found = tantivy.Query.const_score_query(term, idf * scale)
        return _any([found, tantivy.Query.boost_query(term, WEIGHTS.bm25_grams * scale)])

    def _term(self, field: str, text: str) -> Any:
        return tantivy.Query.term_query(self._schema, field, text, "freq")

    def _idf(self, field: str, term: str) -> tuple[int, float]:
        """In how many products a term is, and its weight."""
        n, count = self._searcher.num_docs, self._searcher.doc_freq(field, term)
        return count, math.log(1 + max(n - count + 0.5, 0.5) / (count + 0.5))


def _worth(options: list[_Weighed]) -> float:
    """The weight of a slot in its query. A group of words is in at least as many products as the commonest
    of them, so it weighs what that one does; as many times as the words that were typed (or, when nothing holds
    those, the likeliest alternative) have terms."""
    known = [each for each in options if each.known]
    return known[0].size * min(each.total / each.size for each in known) if known else options[0].total


def _together(runs: Iterable[Terms]) -> Terms:
    words, grams = ([term for run in runs for term in run[part]] for part in (0, 1))
    return Terms(list(dict.fromkeys(words)), list(dict.fromkeys(grams)))


def _any(queries: list[Any]) -> Any:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def _all(queries: list[Any]) -> Any:
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])


def _places(text: Any, held: dict[str, Any], scale: float) -> list[tuple[Any, float]]:
    """Where a word counts, and how much. A Chinese word of the title counts by `scale`, since its
    characters are counted too; elsewhere by more."""
    if scale == 1.0:
        return [(text, 1.0)]
    if "title" not in held:
        return [(text, WEIGHTS.chinese_word_elsewhere)]
    elsewhere = tantivy.Query.boolean_query([(tantivy.Occur.Must, text), (tantivy.Occur.MustNot, held["title"])])
    return [(held["title"], scale), (elsewhere, WEIGHTS.chinese_word_elsewhere)]


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("row", indexed=True, fast=True)
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="terms", index_option="freq")
    return builder.build()


def _whitespace() -> Any:
    """Terms are made by `text.analyse`; tantivy only takes them apart again."""
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


def _document(row: int, document: IndexDocument) -> Any:
    out = tantivy.Document()
    out.add_text("id", document.id)
    out.add_unsigned("row", row)
    for field, terms in document.terms.items():
        out.add_text(field, " ".join(terms))
    return out
