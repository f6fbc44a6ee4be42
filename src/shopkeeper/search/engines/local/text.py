"""The text part on tantivy: one commit after another, and what a formula finds in one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import tantivy
from numpy.typing import NDArray

from ....text.analyse import Terms
from ...document import IndexDocument
from ...slots import Slot
from ..formula import FIELDS, REMEMBERED_WORDS, Best, Either, Every, Formula, Node, Scores, Term, Times, Without, Worth, shares

HEAP = 128_000_000  # bytes of the writer when a whole index is built
SMALL_HEAP = 15_000_000
REMEMBERED = 20_000  # terms of queries
Row = tuple[int, IndexDocument]


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
        # A commit does not change, and queries share words and each of them several nodes.
        self._doc_freq = lru_cache(REMEMBERED)(searcher.doc_freq)
        self._term = lru_cache(REMEMBERED)(partial(_term, schema))
        self._unit = lru_cache(REMEMBERED_WORDS)(self._some)
        self._formula = Formula(self)
        self._last: _Asked | None = None

    @property
    def num_docs(self) -> int:
        """How many products there are."""
        count: int = self._searcher.num_docs
        return count

    def doc_freq(self, field: str, term: str) -> int:
        """In how many products a term is."""
        count: int = self._doc_freq(field, term)
        return count

    def search(
        self, terms: Terms, slots: tuple[Slot, ...], depth: int, only: NDArray[np.int64] | None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The best rows, int64[<=depth], with their scores; `only` restricts to these rows, exactly."""
        return self._run(self._within(self._asked(terms, slots).scored, only), depth)

    def _asked(self, terms: Terms, slots: tuple[Slot, ...]) -> _Asked:
        """A query, of which a search asks for both parts several times."""
        last = self._last
        if last is None or last.key != (terms, slots):
            self._last = last = _Asked((terms, slots), self._formula, self._query)
        return last

    def whole(self, terms: Terms, slots: tuple[Slot, ...], depth: int) -> NDArray[np.int64]:
        """Rows, int64[<=depth], that hold every word of the query, see `Formula.whole`."""
        node = self._formula.whole(terms, slots)
        return np.zeros(0, np.int64) if node is None else self._rows(self._query(node), depth)

    def telling(self, terms: Terms, slots: tuple[Slot, ...], rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Which of these rows hold something of the query that tells what they are, and not only a stray word or character."""
        return self._rows(self._within(self._asked(terms, slots).telling, rows), len(rows)) if len(rows) else rows

    def best_telling(self, terms: Terms, slots: tuple[Slot, ...], depth: int) -> NDArray[np.int64]:
        """Of all rows that do, the best by score, int64[<=depth]: those of the best rows at all are among them. It takes
        a fraction of the time of `telling` for many rows."""
        asked = self._asked(terms, slots)
        return self._rows(_all([tantivy.Query.const_score_query(asked.telling, 0.0), asked.scored]), depth)

    def matched(self, terms: Terms, slots: tuple[Slot, ...], rows: Sequence[int]) -> dict[int, list[tuple[str, float]]]:
        """For each row, the terms of the query that it holds, with their share of its score, see `formula.shares`."""
        return shares(self._formula.parts(terms, slots), rows, self._scores) if rows else {}

    def frequencies(self, terms: Terms) -> tuple[list[int], list[int]]:
        """In how many products each word and each gram is."""
        words = [self.doc_freq("text", word) or self.doc_freq("facts", word) for word in terms.words]
        return words, [self.doc_freq("grams", gram) for gram in terms.grams]

    def together(self, words: Sequence[str]) -> bool:
        """Whether some product has all of these words, wherever it has them."""
        every = self._query(Every(tuple(map(self._formula.anywhere, words))))
        return bool(self._searcher.search(every, 1, count=False).hits)

    def _query(self, node: Node) -> Any:
        """A formula as tantivy takes it."""
        match node:
            case Term(field, text):
                return self._term(field, text)
            case Either(parts, least):
                if least == 1:
                    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in self._some(node)])
                return tantivy.Query.boolean_query([(tantivy.Occur.Should, self._query(part)) for part in parts], least)
            case Every(parts):
                return _all(list(map(self._query, parts)))
            case Without(part, other):
                return tantivy.Query.boolean_query(
                    [(tantivy.Occur.Must, self._query(part)), (tantivy.Occur.MustNot, self._query(other))])
            case Worth(part, score):
                return tantivy.Query.const_score_query(self._query(part), score)
            case Times(part, factor):
                return tantivy.Query.boost_query(self._query(part), factor)
            case Best(parts):
                return tantivy.Query.disjunction_max_query(list(map(self._query, parts)))

    def _some(self, node: Either) -> list[Any]:
        """The queries of which a product needs to match any, those of parts that are such choices themselves among them: tantivy takes
        one long choice faster than a choice of choices."""
        queries: list[Any] = []
        for part in node.parts:
            match part:
                case Either(_, 1):
                    queries += self._some(part)
                case Times(Either(_, 1) as word, factor):
                    queries += [tantivy.Query.boost_query(query, factor) for query in self._unit(word)]
                case _:
                    queries.append(self._query(part))
        return queries

    def _scores(self, node: Node, rows: Iterable[int]) -> Scores:
        only = np.fromiter(rows, np.int64)
        if not len(only):
            return {}
        found, scores = self._run(self._within(self._query(node), only), len(only))
        return dict(zip(found.tolist(), scores.tolist(), strict=True))

    def _run(self, query: Any, depth: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        hits = self._searcher.search(query, depth, count=False).hits
        scores, addresses = zip(*hits, strict=True) if hits else ((), ())
        return np.array(self._searcher.fast_field_values("row", list(addresses)), np.int64), np.array(scores, np.float32)

    def _rows(self, query: Any, depth: int) -> NDArray[np.int64]:
        return self._run(query, depth)[0]

    def _within(self, query: Any, only: NDArray[np.int64] | None) -> Any:
        if only is None:
            return query
        rows = tantivy.Query.const_score_query(tantivy.Query.term_set_query(self._schema, "row", only.tolist()), 0.0)
        return _all([query, rows])


class _Asked:
    """A query as tantivy takes it: what scores the products, and what tells something of them. Each is made when it is asked for."""

    def __init__(self, key: tuple[Terms, tuple[Slot, ...]], formula: Formula, query: Callable[[Node], Any]) -> None:
        self.key, self._formula, self._query = key, formula, query

    @cached_property
    def scored(self) -> Any:
        return self._query(self._formula.scored(*self.key))

    @cached_property
    def telling(self) -> Any:
        return self._query(self._formula.telling(*self.key))


def _term(schema: Any, field: str, text: str) -> Any:
    return tantivy.Query.term_query(schema, field, text, "freq")


def _all(queries: list[Any]) -> Any:
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])


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
