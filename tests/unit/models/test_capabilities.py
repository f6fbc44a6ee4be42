import json

import pytest

from shopkeeper.models.capabilities import CAPABILITIES, Models
from shopkeeper.shop import InvalidQuery, NotFound


@pytest.fixture
def models(tmp_path):
    (tmp_path / "shipped" / "encoder").mkdir(parents=True)
    (tmp_path / "shipped" / "encoder" / "config.json").write_text("{}")
    return Models(tmp_path / "models", tmp_path / "shipped")


def test_every_capability_has_versions_and_the_shipped_one_among_them(models):
    assert list(models) == list(CAPABILITIES)
    assert [version.name for version in models["encoder"].all()] == ["shipped"]
    assert models["ranker"].all() == []


def test_a_model_under_a_name_of_its_own_is_a_capability_from_then_on(models):
    with pytest.raises(NotFound, match=r"there are ranker, encoder, .* has the id 'spam'"):
        models["spam"]
    models.named("spam").add(lambda folder: (folder / "config.json").write_text(json.dumps({})))
    assert list(models)[-1] == "spam"
    assert len(models["spam"].all()) == 1


@pytest.mark.parametrize("name", ["", "../x", "A", "a/b", "1x", "a" * 51])
def test_what_is_no_name_is_refused(models, name):
    with pytest.raises(InvalidQuery, match="expected small letters"):
        models.named(name)
