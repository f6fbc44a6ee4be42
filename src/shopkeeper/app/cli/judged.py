"""`evaluate claims` and `evaluate writing`: how well false claims are found, and how good the copy of given facts is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import options
from .gates import conclude
from .output import progress, say

if TYPE_CHECKING:
    from ...claims.task import Judged
    from ...writing import Writer

_DATA = "Texts: rows {facts: [[name, value]], language, text, label, kind?}, label 1 = a claim is false or unsupported; JSONL, also .gz."
_FACTS = "Products: rows {facts: [[name, value]], language, reference?}, reference = what a person wrote of it; JSONL, also .gz."


def claims(
    data: Annotated[Path, options.flag("--data", _DATA, "FILE")],
    map: options.Map = None,
    gate: Annotated[list[str] | None, options.flag("--gate", "Exit with 1 unless this holds. Repeatable.", "METRIC>=X")] = None,
    save: Annotated[Path | None, options.flag("--save", "Keep the whole report as JSON.", "FILE")] = None,
    wrong: Annotated[bool, typer.Option("--wrong", help="Print each text that was judged wrongly, and what was found in it.")] = False,
    json: options.Json = False,
) -> None:
    """Measures the claim ledger: recall and precision of texts that hold a false or unsupported claim, f1, and texts_per_s of one core,
    with 95 % intervals; of each kind of error how many were found. Needs no shop."""
    from ...claims.task import judge, read_texts
    from ...evaluation import Gate
    from ...store.importers import parse_mapping, read_rows
    from ..judged_claims import report_of

    gates = [Gate.parse(text) for text in gate or ()]
    texts = read_texts(((row.number, row.values) for row in read_rows(data, parse_mapping(map or ()))), str(data))
    with progress(json) as step:
        judged = judge(texts, step)
    report = report_of(judged)
    if save:
        report.save(save)
    if wrong and not json:
        say("\n".join(_line(each) for each in judged if not each.right))
    conclude(report, gates, json)


def writing(
    data: Annotated[Path, options.flag("--data", _FACTS, "FILE")],
    map: options.Map = None,
    gate: Annotated[list[str] | None, options.flag("--gate", "Exit with 1 unless this holds. Repeatable.", "METRIC>=X")] = None,
    save: Annotated[Path | None, options.flag("--save", "Keep the whole report, texts included, as JSON.", "FILE")] = None,
    json: options.Json = False,
) -> None:
    """Measures descriptions written from facts alone, without a language model: unsupported_claims, fact_coverage, rouge_l and bleu4 where
    there are references, distinct_2, chars_per_s; with 95 % intervals. Needs no shop."""
    from ...evaluation import Gate
    from ...store.importers import parse_mapping, read_rows
    from ...writing.task import read_orders, report_of, write_all

    gates = [Gate.parse(text) for text in gate or ()]
    orders = read_orders(((row.number, row.values) for row in read_rows(data, parse_mapping(map or ()))), str(data))
    with progress(json) as step:
        report = report_of(write_all(_grounded().write, orders, progress=step))
    if save:
        report.save(save)
    conclude(report, gates, json)


def _grounded() -> Writer:
    from ...writing import GroundedWriter, Writer
    from ...writing.realise.en.realiser import English
    from ...writing.realise.zh.realiser import Chinese

    return Writer([GroundedWriter({"en": English(), "zh": Chinese()})])


def _line(judged: Judged) -> str:
    row = judged.row
    return f"{int(row.false)}\t{row.kind or '-'}\t{row.text}\t{'; '.join(judged.failed) or '-'}"
