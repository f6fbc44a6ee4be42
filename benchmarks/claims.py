"""How well false statements are found in a clerk's replies and in product copy: of those that hold one, how many are caught, and how
many true ones are spared.

    python benchmarks/claims.py [--wrong] [--kept]

The replies of `claims_replies/` were written for this, Chinese and English, each with the facts of its turn; half of them hold one false or
unsupported statement. `dev.jsonl` was looked at while the finders were written, `test.jsonl` was not. `--wrong` prints what dev gets wrong.
The copy is that of `tests/claims_set/` (its README says how it was made); its kept half is measured with `--kept` only.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from _machine import loop_ms, write

from shopkeeper.app.judged_claims import report_of
from shopkeeper.claims import Claim, check, false_claims
from shopkeeper.claims.task import judge, read_texts

FOLDER = Path(__file__).parent / "claims_replies"
COPY = Path(__file__).parents[1] / "tests" / "claims_set"
ROUNDS = 5  # passes over all replies that are timed, each with facts that were not seen before


class Row(NamedTuple):
    language: str
    text: str
    facts: dict[str, Any]
    now: datetime
    wrong: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--kept", action="store_true")
    args = parser.parse_args()
    if args.wrong:
        return show(list(rows("dev")))
    result: dict[str, Any] = {part: figures(list(rows(part))) for part in ("dev", "test")}
    result["texts_per_s_one_core"] = speed([*rows("dev"), *rows("test")])
    result["loop_ms"] = loop_ms()
    parts = ("dev", "kept") if args.kept else ("dev",)
    result["copy"] = {part: {language: copy_figures(part, language) for language in ("en", "zh")} for part in parts}
    print(write("claims", "python benchmarks/claims.py" + " --kept" * args.kept, result))


def copy_figures(part: str, language: str) -> dict[str, Any]:
    """The report of `evaluate claims` on one half of the copy in a language."""
    file = COPY / f"{part}.{language}.jsonl"
    texts = read_texts(enumerate(map(json.loads, file.read_text("utf-8").splitlines()), 1), file.name)
    return report_of(judge(texts)).to_dict(rows=False)


def rows(part: str) -> Iterator[Row]:
    """The replies of a half, each with its facts."""
    for line in (FOLDER / f"{part}.jsonl").read_text("utf-8").splitlines():
        group = json.loads(line)
        now = datetime.fromisoformat(group["facts"].pop("now"))
        yield from (Row(each["language"], each["text"], group["facts"], now, bool(each["label"])) for each in group["replies"])


def failed(row: Row) -> list[Claim]:
    """The claims of a reply that do not hold."""
    return false_claims(check(row.text, row.facts, now=row.now))


def figures(given: list[Row]) -> dict[str, Any]:
    """Recall and precision of a half, of both languages and of each."""
    out = {"replies": len(given), **_figures(given)}
    return out | {language: _figures([row for row in given if row.language == language]) for language in ("en", "zh")}


def _figures(given: list[Row]) -> dict[str, float]:
    caught = [row.wrong for row in given if failed(row)]
    return {"recall": round(sum(caught) / sum(row.wrong for row in given), 4), "precision": round(sum(caught) / len(caught), 4)}


def speed(given: list[Row]) -> float:
    """Replies checked in a second of one core."""
    started = time.process_time()
    for number in range(ROUNDS):
        for row in given:
            check(row.text, {**row.facts, f"call {number}": f"{row.text[::-1]} {number}"}, now=row.now)
    return round(ROUNDS * len(given) / (time.process_time() - started), 1)


def show(given: list[Row]) -> None:
    """The replies that are judged wrongly."""
    for row in given:
        found = failed(row)
        if bool(found) != row.wrong:
            print("missed" if row.wrong else "not spared", row.language, row.text, *(claim.to_dict() for claim in found), sep="\n  ")


if __name__ == "__main__":
    main()
