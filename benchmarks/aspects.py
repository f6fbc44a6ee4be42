"""How well aspects are found and read: Chinese texts in which people marked one aspect, by domain, and English reviews of clothes.

Of the Chinese every tenth row, which nobody looked at while the words were written, of texts that stand in no other row. Of the English 200
reviews, drawn at random, in which every aspect that is judged was marked by hand by somebody who had not seen the words:
`aspects_en.jsonl` says of each mark the row of the source, where its words stand (title and text put together, as `_review` does), and the
polarity.

    python benchmarks/aspects.py [--limit N]
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from _machine import data, write

from shopkeeper.models.capabilities import SHIPPED
from shopkeeper.reviews.aspect_task import Marked, measure
from shopkeeper.reviews.sentiment import load

TENTH = 3  # of ten
FILE, ENGLISH = "reviews/zh_aspects.dev.jsonl.gz", "reviews/en_womens_clothing.dev.jsonl.gz"
MARKS = Path(__file__).with_name("aspects_en.jsonl")
POLARITY = {"Positive": 1, "Neutral": 0, "Negative": -1}


def held_out() -> dict[str, list[Marked]]:
    """The tenth, by domain; the spaces between characters of five of the domains are no part of the text."""
    with gzip.open(data() / FILE, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    seen = {row["text"] for place, row in enumerate(rows) if place % 10 != TENTH}
    found: dict[str, list[Marked]] = defaultdict(list)
    for row in rows[TENTH::10]:
        if row["text"] not in seen:
            spaced = row["domain"] != "shampoo"
            text, aspect = (row[name].replace(" ", "") if spaced else row[name] for name in ("text", "aspect"))
            found[row["domain"]].append(Marked(text, aspect, POLARITY[row["polarity"]]))
    return found


def marked() -> list[Marked]:
    """The marks in English reviews, each with the whole review."""
    with gzip.open(data() / ENGLISH, "rt", encoding="utf-8") as file:
        texts = [_review(json.loads(line)) for line in file]
    marks = [json.loads(line) for line in MARKS.read_text("utf-8").splitlines()]
    return [Marked(text := texts[mark["row"]], text[mark["start"] : mark["end"]], mark["polarity"]) for mark in marks]


def _review(row: dict[str, str]) -> str:
    return f"{row['Title']}. {row['Review Text']}" if row["Title"] else row["Review Text"]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--limit", type=int, default=400, help="rows of a domain")
    args = parser.parse_args()
    classifier, results = load(SHIPPED / "sentiment"), dict[str, Any]()
    rows = {domain: found[: args.limit] for domain, found in sorted(held_out().items())}
    every = [row for each in rows.values() for row in each]
    for domain, found in [*rows.items(), ("all", every), ("english", marked())]:
        report = measure(classifier, found)
        results[domain] = report.to_dict(rows=False)
        print(domain, *(f"{name} {figure.value:.3f}" for name, figure in report.metrics.items()))
    write("aspects", f"python benchmarks/aspects.py --limit {args.limit}", results)


if __name__ == "__main__":
    main()
