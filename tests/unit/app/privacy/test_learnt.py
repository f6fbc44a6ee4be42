"""Models that learnt from a person are marked, and made anew by the next update."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from shopkeeper.app.privacy.learnt import mark
from shopkeeper.models.capabilities import Models
from shopkeeper.models.versions import CONFIG

NOW = datetime(2026, 11, 27, tzinfo=UTC)


def made(models: Models, capability: str, rows: int) -> str:
    def write(folder: Path) -> None:
        (folder / CONFIG).write_text(json.dumps({"data": {"rows": rows}}))

    return models.named(capability).add(write).name


def test_versions_that_may_have_learnt_from_the_person_are_marked(tmp_path: Path) -> None:
    models = Models(tmp_path)
    recommender, value = made(models, "recommender", 9), made(models, "value", 9)
    made(models, "sentiment", 9)
    brought = made(models, "recommender", 0)
    found = mark(models, {"orders", "carts"}, NOW)
    assert found == [{"capability": "value", "version": value}, {"capability": "recommender", "version": recommender}]
    marked = {version.name for name in ("recommender", "value", "sentiment") for version in models[name].all() if version.marked}
    assert marked == {recommender, value}
    assert (models["recommender"].get(brought).marked, models["value"].get(value).to_dict()["marked"]) == (False, True)
    assert mark(models, {"carts"}, NOW) == []
