"""What is found in sentences that people wrote, those kept back too, and that products are left alone."""

from __future__ import annotations

import gzip
import json
import os
from itertools import islice
from pathlib import Path

import pytest

from shopkeeper.text.personal import find
from unit.text.personal.measured import measured, sentences, wrong


def test_there_are_sentences_enough_in_both_languages() -> None:
    both = sentences(kept_back=False) + sentences(kept_back=True)
    chinese = [text for text, _ in both if any("\u4e00" <= letter <= "\u9fff" for letter in text)]
    assert len(both) >= 300
    assert min(len(chinese), len(both) - len(chinese)) >= 120
    assert {kind for _, marks in both for *_, kind in marks} == {"email", "phone", "address", "id", "passport", "card", "iban"}


def test_all_of_the_sentences_that_it_was_tuned_on_is_found() -> None:
    assert [(*each, text) for text, marks in sentences(kept_back=False) for each in wrong(text, marks)] == []


def test_most_of_what_was_kept_back_is_found_and_little_else() -> None:
    recall, precision, _ = measured(kept_back=True)["all"]
    assert recall >= 0.93  # measured once, before anything was changed for it: .940
    assert precision >= 0.98  # .988


@pytest.mark.skipif("SHOPKEEPER_DATA" not in os.environ, reason="needs SHOPKEEPER_DATA")
@pytest.mark.parametrize(("file", "rows"), [
    ("search/icecat/products.jsonl.gz", 1500), ("catalog/livostyle.jsonl.gz", 600), ("catalog/litemall.jsonl", 500),
    ("catalog/attributes_ae-110k.dev.jsonl", 1500),
])  # fmt: skip
def test_nothing_of_a_product_is_masked(file: str, rows: int) -> None:
    path = Path(os.environ["SHOPKEEPER_DATA"]) / file
    with (gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")) as lines:
        texts = [str(value) for line in islice(lines, rows) for value in json.loads(line).values()]
    assert [found for text in texts for found in find(text)] == []
