"""`evaluate writing`: whether copy is true, says what is wanted, and reads as people's does."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from ..claims import check, false_claims
from ..evaluation import Interval, Report, mean
from ..evaluation.jackknife import jackknife
from ..evaluation.texts import bleu4, distinct, rouge_l, tokens
from ..shop import InvalidFile, InvalidQuery, InvalidRecord, Language
from ..text.language import detect
from .brief import Brief, Kind
from .copy import Copy
from .coverage import coverage
from .facts import Material, of_pairs

_MEANS = ("unsupported_claims", "fact_coverage", "rouge_l", "bleu4")
Write = Callable[[Material, Brief], Copy]


@dataclass(frozen=True, slots=True)
class Order:
    """Facts `[[name, value], …]` to write a text of; `reference` is what a person wrote of them, empty where nobody did."""

    facts: list[list[Any]]
    language: Language
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A text, its claims that its facts do not support, the share of the important facts that it says (None where there is none), and the
    seconds that it took."""

    order: Order
    text: str
    unsupported: tuple[str, ...]
    coverage: float | None
    seconds: float


def read_orders(rows: Iterable[tuple[int, Mapping[str, Any]]], source: str) -> list[Order]:
    """Numbered rows {facts, language, reference?}; without a language that of the facts is taken. `InvalidRecord` names the row and field
    of the first one that is wrong, `InvalidFile` says that there is none."""
    orders = [_order(row, f"{source}, row {number}") for number, row in rows]
    if not orders:
        raise InvalidFile(f"{source}: expected at least one row with facts")
    return orders


def write_all(write: Write, orders: Sequence[Order], kind: Kind = "description", now: datetime | None = None,
              progress: Any = None) -> list[Written]:
    """A text of each order. Where nothing can be written, the text is empty and says nothing."""
    out = []
    for number, order in enumerate(orders):
        out.append(written(write, order, Brief(kind, order.language, seed=number), now))
        if progress:
            progress("texts", len(out), len(orders))
    return out


def written(write: Write, order: Order, brief: Brief, now: datetime | None = None) -> Written:
    """One text, held against the facts of its order by the ledger once more, whatever its writer says of it."""
    begun = time.process_time()
    material = of_pairs(order.facts, order.language)
    try:
        text = write(material, brief).text
    except InvalidQuery:
        text = ""
    seconds = time.process_time() - begun
    failed = tuple(claim.text for claim in false_claims(check(text, order.facts, now=now)))
    return Written(order, text, failed, coverage(material, text, order.language), seconds)


def report_of(texts: Sequence[Written]) -> Report:
    """unsupported_claims and fact_coverage of a text; rouge_l and bleu4 against the references, where there are some; distinct_2 of all
    texts; chars_per_s of one core; each with its 95 % interval. A row's key is its place."""
    rows = [_row(place, each) for place, each in enumerate(texts)]
    measured = {name: [row[name] for row in rows if row[name] is not None] for name in _MEANS}
    metrics = {name: mean(values) for name, values in measured.items() if values}
    counts = {"texts": len(texts), "with nothing written": sum(not each.text for each in texts),
              "with an unsupported claim": sum(bool(each.unsupported) for each in texts), "references": len(measured["rouge_l"])}
    return Report("writing", {**metrics, "distinct_2": _distinct(texts), "chars_per_s": _speed(texts)}, counts, tuple(rows))


def _row(place: int, written: Written) -> dict[str, Any]:
    order = written.order
    ours, theirs = tokens(written.text, order.language), tokens(order.reference, order.language)
    near = {"rouge_l": rouge_l(ours, theirs), "bleu4": bleu4(ours, theirs)} if theirs else {"rouge_l": None, "bleu4": None}
    return {"key": str(place), "text": written.text, "unsupported": list(written.unsupported),
            "unsupported_claims": float(len(written.unsupported)), "fact_coverage": written.coverage, **near}


def _distinct(texts: Sequence[Written]) -> Interval:
    cut = [tokens(each.text, each.order.language) for each in texts]
    return jackknife(len(cut), lambda kept: distinct([cut[place] for place in kept]))


def _speed(texts: Sequence[Written]) -> Interval:
    return jackknife(len(texts), lambda kept: sum(len(texts[n].text) for n in kept) / max(sum(texts[n].seconds for n in kept), 1e-9))


def _order(row: Mapping[str, Any], place: str) -> Order:
    facts = row.get("facts")
    if not isinstance(facts, list) or not facts or not all(isinstance(pair, list) and len(pair) == 2 for pair in facts):
        raise InvalidRecord(f"{place}, facts", "a list of pairs [name, value]", row.get("facts"))
    language = row.get("language") or detect(" ".join(str(value) for _, value in facts))
    if language not in ("zh", "en"):
        raise InvalidRecord(f"{place}, language", "zh or en", language)
    return Order(facts, cast(Language, language), str(row.get("reference") or ""))
