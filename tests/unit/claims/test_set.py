"""The texts about products that may be looked at: what is found there stays found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shopkeeper.claims.task import judge, read_texts

FOLDER = Path(__file__).parents[2] / "claims_set"


def rows(part, language):
    return [json.loads(line) for line in (FOLDER / f"{part}.{language}.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_false_texts_are_found_and_true_ones_left_alone(language):
    judged = judge(read_texts(enumerate(rows("dev", language), 1), "dev"))

    found = [each for each in judged if each.failed]
    assert sum(each.right for each in found) >= 0.93 * sum(each.row.false for each in judged)
    assert sum(each.right for each in found) >= 0.97 * len(found)


@pytest.mark.parametrize(("part", "language"), [("second", "en"), ("second", "zh"), ("third", "en"), ("third", "zh")])
def test_texts_of_other_hands_are_judged_as_well(part, language):
    judged = judge(read_texts(enumerate(rows(part, language), 1), part))

    found = [each for each in judged if each.failed]
    assert sum(each.right for each in found) >= 0.93 * sum(each.row.false for each in judged)
    assert sum(each.right for each in found) >= 0.95 * len(found)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_halves_are_balanced_and_share_no_product(language):
    dev, kept = rows("dev", language), rows("kept", language)

    for part in (dev, kept):
        assert sum(row["label"] for row in part) * 2 == len(part) >= 300
        assert all(bool(row["kind"]) == bool(row["label"]) for row in part)
    assert {json.dumps(row["facts"]) for row in dev}.isdisjoint(json.dumps(row["facts"]) for row in kept)
    assert len({row["text"] for row in dev + kept}) > 0.98 * len(dev + kept)
