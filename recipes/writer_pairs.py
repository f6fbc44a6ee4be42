"""Writes the pairs that recipes/writer.sh teaches: rows {title, facts, copy} of public data whose weights may be passed on.

    python recipes/writer_pairs.py OUT.jsonl        data: $SHOPKEEPER_DATA, else ../shared/data
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from language_model_texts import Row, rows

ENGLISH = 500  # of livostyle, whose descriptions are long: more of them make the lesson long


def advert(row: Row) -> Row:
    facts = [fact.split("#", 1) for fact in row["content"].split("*") if "#" in fact]
    return {"facts": facts, "copy": row["summary"].replace("<UNK>", "").replace("BRAND", "")}


def livostyle(row: Row) -> Row:
    tags = [tag for tag in (row["tags"] or "").split(" | ") if tag[:1].islower() and tag != "issues"]
    facts = [["category", row["category_full_path"]], *(["tag", tag] for tag in tags)]
    return {"title": row["title"], "facts": facts, "copy": row["description"] or ""}


def litemall(row: Row) -> Row:
    return {"title": row["title"], "facts": row["attributes"] or [], "copy": row["brief"] or ""}


SOURCES: dict[str, tuple[Callable[[Row], Row], int | None]] = {
    "writing/zh_advertisegen.dev.jsonl.gz": (advert, None), "catalog/livostyle.jsonl.gz": (livostyle, ENGLISH),
    "catalog/litemall.jsonl": (litemall, None),
}


def pairs(folder: Path) -> Iterator[Any]:
    for name, (pair, most) in SOURCES.items():
        made = (pair(row) for row in rows(folder / name))
        yield from islice((each for each in made if each["copy"].strip() and (each["facts"] or each.get("title"))), most)


def main() -> None:
    folder = Path(os.environ.get("SHOPKEEPER_DATA") or Path(__file__).parents[2] / "shared" / "data")
    out = Path(sys.argv[1])
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("w", encoding="utf-8") as file:
        for row in pairs(folder):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
