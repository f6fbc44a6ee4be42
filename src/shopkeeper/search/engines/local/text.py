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
from ...document import IndexDocument

FIELDS = ("text", "title", "facts", "grams")
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
Row = tuple[int, IndexDocument]


@dataclass(frozen=True, slots=True)
class _Term:
    """A term of the query, its idf and the queries that score it."""

    text: str
    weight: float
    query: Any


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

    def search(self, terms: Terms, depth: int, only: NDArray[np.int64] | None) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The best rows, int64[<=depth], with their scores; `only` restricts to these rows, exactly."""
        parts = self._terms(terms)
        if not parts:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, part.query) for part in parts])
        return self._run(self._within(query, only), depth)

    def matched(self, terms: Terms, rows: Sequence[int]) -> dict[int, list[tuple[str, float]]]:
        """For each row, the terms of the query that it holds, with their share of its score."""
        out: dict[int, list[tuple[str, float]]] = {row: [] for row in rows}
        only = np.array(rows, np.int64)
        for part in self._terms(terms) if rows else ():
            found, scores = self._run(self._within(part.query, only), len(rows))
            for row, score in zip(found.tolist(), scores.tolist(), strict=True):
                out[row].append((part.text, score))
        return out

    def _run(self, query: Any, depth: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        hits = self._searcher.search(query, depth, count=False).hits
        if not hits:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        scores, addresses = zip(*hits, strict=True)
        rows = self._searcher.fast_field_values("row", list(addresses))
        return np.array(rows, np.int64), np.array(scores, np.float32)

    def _within(self, query: Any, only: NDArray[np.int64] | None) -> Any:
        if only is None:
            return query
        rows = tantivy.Query.const_score_query(tantivy.Query.term_set_query(self._schema, "row", only.tolist()), 0.0)
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, rows)])

    def _terms(self, terms: Terms) -> list[_Term]:
        weighted = [(word, self._idf("text", word), WEIGHTS.chinese_word if has_cjk(word) else 1.0) for word in terms.words]
        grams = [(gram, self._idf("grams", gram), WEIGHTS.pair if len(gram) > 1 else WEIGHTS.character) for gram in terms.grams]
        total = sum(idf * weight for _, idf, weight in weighted + grams)
        parts = [_Term(word, idf, self._word(word, idf, total)) for word, idf, _ in weighted]
        parts += [_Term(gram, idf, self._gram(gram, idf, weight / total)) for gram, idf, weight in grams]
        return parts

    def _word(self, word: str, idf: float, total: float) -> Any:
        scale = WEIGHTS.chinese_word if has_cjk(word) else 1.0
        share = idf / total
        held = {field: self._term(field, word) for field in ("text", "title", "facts") if self._searcher.doc_freq(field, word)}
        found = []
        if facts := held.get("facts"):
            found.append(tantivy.Query.const_score_query(facts, WEIGHTS.facts * share))
        if text := held.get("text"):
            found += [tantivy.Query.const_score_query(query, WEIGHTS.coverage * share * part) for query, part in _places(text, held, scale)]
        parts = [tantivy.Query.disjunction_max_query(found) if len(found) > 1 else each for each in found[:1]]
        for field, weight in (("text", WEIGHTS.bm25_text), ("title", WEIGHTS.bm25_title)):
            if field in held:
                parts.append(tantivy.Query.boost_query(held[field], weight * scale / total))
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in parts])

    def _gram(self, gram: str, idf: float, scale: float) -> Any:
        term = self._term("grams", gram)
        found = tantivy.Query.const_score_query(term, idf * scale)
        return tantivy.Query.boolean_query([
            (tantivy.Occur.Should, found),
            (tantivy.Occur.Should, tantivy.Query.boost_query(term, WEIGHTS.bm25_grams * scale)),
        ])

    def _term(self, field: str, text: str) -> Any:
        return tantivy.Query.term_query(self._schema, field, text, "freq")

    def _idf(self, field: str, term: str) -> float:
        n, count = self._searcher.num_docs, self._searcher.doc_freq(field, term)
        return math.log(1 + max(n - count + 0.5, 0.5) / (count + 0.5))


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
