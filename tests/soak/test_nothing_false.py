"""A language model that lies in every answer, as a process of its own: nothing false leaves, by the model's own list of what it planted.
60 texts, or 1,000 with `SHOPKEEPER_SOAK`."""

from __future__ import annotations

import os

from lies import escaped
from shopkeeper.writing import GroundedWriter
from shopkeeper.writing.realise.en.realiser import English
from shopkeeper.writing.realise.zh.realiser import Chinese

TEXTS = 1_000 if "SHOPKEEPER_SOAK" in os.environ else 60


def test_nothing_that_a_lying_model_planted_leaves(counted):
    counts, out = escaped(TEXTS, GroundedWriter({"en": English(), "zh": Chinese()}))
    assert out == []
    assert counts["lies planted"] > 5 * TEXTS
    counted.update(counts)
