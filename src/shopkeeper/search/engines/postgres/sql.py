"""A search as one statement: the best by words, the nearest by vector and those asked for by id, under filters.

Filters that leave few variants (`FEW`) are looked up first and everything is then exact among these; others are looked at one
by one along the way, down the list of the best by words and along the graph of vectors (pgvector's iterative scan).
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ...filters import Range
from ..remote.backend import Ask, Clause
from .tables import Tables

FEW = 5000  # variants; the vectors of so many are compared in about ten milliseconds


@dataclass
class Statement:
    """A statement with its parameters."""

    text: str = ""
    values: list[Any] = field(default_factory=list)

    def add(self, text: str, *values: Any) -> Statement:
        """Goes on with more text, which has a %s for each value."""
        self.text += text
        self.values += values
        return self


def condition(clauses: Sequence[Clause]) -> Statement:
    """The clauses as a condition on a variant `v`."""
    out = Statement()
    for i, clause in enumerate(clauses):
        part = _one(clause)
        out.add(f"{' AND ' if i else ''}{'NOT ' if clause.negated else ''}({part.text})", *part.values)
    return out


def _one(clause: Clause) -> Statement:
    out = Statement()
    if clause.codes:
        out.add("v.codes && %s::int[]", list(clause.codes))
    for name, span in clause.ranges:
        part = _price(span) if name == "price" else Statement().add("v.numbers @? %s::jsonpath", _path(name, span))
        out.add(f"{' OR ' if out.text else ''}{part.text}", *part.values)
    return out if out.text else out.add("false")


def _price(span: Range) -> Statement:
    out = Statement().add("(v.price IS NOT NULL")
    for sign, value in _ends(span):
        out.add(f" AND v.price {sign} %s::float8", value)
    return out.add(")")


def _ends(span: Range) -> list[tuple[str, float]]:
    """What a range compares a number with."""
    ends = ((">" if span.low_open else ">=", span.low), ("<" if span.high_open else "<=", span.high))
    return [(sign, value) for sign, value in ends if not math.isinf(value)]


def _path(name: str, span: Range) -> str:
    """A range of a field's numbers as a path of jsonb."""
    bounds = [f"@ {sign} {value!r}" for sign, value in _ends(span)]
    return f"$.{json.dumps(name, ensure_ascii=False)}[*] ? ({' && '.join(bounds) or '1 == 1'})"


def find(ask: Ask, tables: Tables, vector: str | None, exact: bool) -> Statement:
    """The statement of a search; `exact` compares all vectors."""
    out, under = Statement().add("WITH "), condition(ask.clauses)
    if ask.clauses:
        out.add(f"few AS MATERIALIZED (SELECT v.row FROM {tables['variants']} v WHERE {under.text} LIMIT {FEW + 1}), ", *under.values)
        out.add(f"small AS MATERIALIZED (SELECT count(*) <= {FEW} AS yes FROM few), ")
    ways = []
    if ask.leads:
        ways.append("SELECT row FROM worded")
        _worded(out, ask, tables, under)
        out.add(", ")
    if vector is not None:
        ways.append("SELECT row FROM near")
        _near(out, ask, tables, under, vector, exact)
        out.add(", ")
    if ask.also:
        ways.append("SELECT row FROM asked")
        out.add(f"asked AS (SELECT p.row FROM {tables['products']} p WHERE p.id = ANY(%s)", list(ask.also))
        _lazily(out, tables, under, "p.row")
        out.add("), ")
    chosen = " UNION ".join(ways) or "SELECT NULL::int AS row WHERE false"
    return out.add(f"chosen AS MATERIALIZED ({chosen}) {_brought(tables, vector is not None)} ORDER BY chosen.row")


def _brought(tables: Tables, vectors: bool) -> str:
    """The products that were chosen, looked up one by one: hundreds of many, for which a planner may read the whole table."""
    of = f"LATERAL (SELECT vector FROM {tables['vectors']} e WHERE e.row = chosen.row OFFSET 0)"
    return (
        f"SELECT p.id, p.signature, p.title, p.record, p.variants, {'e.vector' if vectors else 'NULL'} FROM chosen "
        f"CROSS JOIN LATERAL (SELECT * FROM {tables['products']} p WHERE p.row = chosen.row OFFSET 0) p"
        + (f" LEFT JOIN {of} e ON true" if vectors else "")
    )


def get(ids: Sequence[str], tables: Tables) -> Statement:
    """Products by their ids."""
    return Statement().add(f"WITH chosen AS MATERIALIZED (SELECT row FROM {tables['products']} WHERE id = ANY(%s)) ", list(ids)).add(
        _brought(tables, True))


def _worded(out: Statement, ask: Ask, tables: Tables, under: Statement) -> None:
    lengths = [max(each, 1e-9) for each in ask.averages]
    length = "CASE q.part WHEN 0 THEN t.text_length WHEN 1 THEN t.title_length ELSE t.gram_length END"
    out.add(
        "scan AS MATERIALIZED (SELECT t.row, "
        f"sum(q.fixed + q.bm25 / (1.3 + .9 * {length} / q.average)) AS weight "
        "FROM unnest(%s::tsquery[], %s::int[], %s::float8[], %s::float8[], %s::float8[]) AS q (word, part, fixed, bm25, average) "
        f"CROSS JOIN LATERAL (SELECT row, text_length, title_length, gram_length FROM {tables['texts']} WHERE words @@ q.word) t "
        "GROUP BY t.row), ",
        [quoted(lead.lexeme) for lead in ask.leads], [lead.part for lead in ask.leads], [lead.fixed for lead in ask.leads],
        [lead.bm25 for lead in ask.leads], [lengths[lead.part] for lead in ask.leads],
    )
    if not under.text:
        out.add("worded AS (SELECT row FROM scan ORDER BY weight DESC, row LIMIT %s)", ask.text_depth)
        return
    out.add("worded AS ((SELECT row FROM scan WHERE (SELECT yes FROM small) AND row IN (SELECT row FROM few) "
            "ORDER BY weight DESC, row LIMIT %s) UNION ALL (SELECT row FROM (SELECT row FROM scan WHERE NOT (SELECT yes FROM small) "
            "ORDER BY weight DESC, row OFFSET 0) best WHERE true", ask.text_depth)
    _lazily(out, tables, under, "best.row")
    out.add(" LIMIT %s))", ask.text_depth)


def _near(out: Statement, ask: Ask, tables: Tables, under: Statement, vector: str, exact: bool) -> None:
    """An expression that is no plain distance is not one of the graph's, so that it is worked out for each row."""
    table, plus = tables["vectors"], " + 0" if exact else ""
    if not under.text:
        out.add(f"near AS (SELECT row FROM {table} ORDER BY (vector <#> %s::halfvec){plus} LIMIT %s)", vector, ask.vector_depth)
        return
    one = f"LATERAL (SELECT vector FROM {table} e WHERE e.row = f.row OFFSET 0)"
    out.add(f"near AS ((SELECT f.row FROM (SELECT DISTINCT row FROM few WHERE (SELECT yes FROM small)) f CROSS JOIN {one} e "
            f"ORDER BY (e.vector <#> %s::halfvec) + 0 LIMIT %s) UNION ALL (SELECT e.row FROM {table} e WHERE NOT (SELECT yes FROM small)",
            vector, ask.vector_depth)
    _lazily(out, tables, under, "e.row")
    out.add(f" ORDER BY (e.vector <#> %s::halfvec){plus} LIMIT %s))", vector, ask.vector_depth)


def _lazily(out: Statement, tables: Tables, under: Statement, row: str) -> None:
    """The filters, looked at for one row after another."""
    if under.text:
        out.add(f" AND (SELECT true FROM {tables['variants']} v WHERE v.row = {row} AND {under.text} LIMIT 1)", *under.values)


def passing(clauses: Sequence[Clause], tables: Tables, records: bool, limit: int | None) -> Statement:
    """All that pass, in the order of their ids; with a `limit` some of them."""
    under, of = condition(clauses), f"FROM {tables['products']} p"
    out = Statement().add(f"SELECT id, {'record' if records else 'NULL'} FROM (SELECT p.id, p.record {of}")
    if under.text:
        out.add(f" WHERE p.row IN (SELECT v.row FROM {tables['variants']} v WHERE {under.text})", *under.values)
    if limit is not None:
        out.add(" LIMIT %s", limit)
    return out.add(") passed ORDER BY id")


def quoted(lexeme: str) -> str:
    """A lexeme as a tsquery is written."""
    return "'" + lexeme.encode("utf-8", "replace").decode().replace("\\", "\\\\").replace("'", "''") + "'"
