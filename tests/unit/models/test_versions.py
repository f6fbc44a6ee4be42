import json
from datetime import UTC, datetime

import pytest

from shopkeeper.models.card import Card, Data
from shopkeeper.models.versions import Versions
from shopkeeper.shop import InvalidFile, NotFound


@pytest.fixture
def versions(tmp_path):
    return Versions(tmp_path / "models" / "ranker")


def made(versions, second):
    def write(folder):
        (folder / "config.json").write_text(json.dumps({"source": f"s{second}"}))
        (folder / "CARD.md").write_text(f"# card {second}")

    return versions.add(write, datetime(2026, 9, 30, 12, 0, second, tzinfo=UTC)).name


def test_before_anything_was_trained_there_is_nothing(versions):
    assert (versions.all(), versions.active, versions.stamp()) == ([], None, None)
    with pytest.raises(NotFound):
        versions.rollback()


def test_a_version_is_there_but_not_in_use_until_it_is_promoted(versions):
    name = made(versions, 1)
    assert name == "20260930-120001-000"
    assert (versions.get(name).active, versions.get(name).config, versions.get(name).card) == (False, {"source": "s1"}, "# card 1")
    assert versions.promote(name).active
    assert [each.to_dict() for each in versions.all()] == [{"version": name, "active": True, "config": {"source": "s1"}}]


def test_rollback_goes_back_step_by_step_to_no_model(versions):
    first, second = made(versions, 1), made(versions, 2)
    versions.promote(first)
    versions.promote(second)
    versions.promote(second)  # again: no second step
    assert [versions.rollback(), versions.active, versions.rollback(), versions.active] == [first, first, None, None]
    with pytest.raises(NotFound):
        versions.rollback()


def test_none_is_in_use_once_the_one_that_was_is_withdrawn_and_a_rollback_takes_that_back(versions):
    versions.withdraw()
    assert versions.stamp() is None  # there was nothing to withdraw
    first = made(versions, 1)
    versions.promote(first)
    versions.withdraw()
    versions.withdraw()
    assert (versions.active, versions.rollback(), versions.rollback()) == (None, first, None)


@pytest.fixture
def beside_shipped(tmp_path):
    shipped = tmp_path / "shipped" / "ranker"
    shipped.mkdir(parents=True)
    (shipped / "config.json").write_text('{"kind": "theirs"}')
    return Versions(tmp_path / "models" / "ranker", shipped)


def test_the_shipped_model_is_in_use_until_another_is_and_can_be_taken_back(beside_shipped):
    versions = beside_shipped
    assert (versions.active, versions.get("shipped").config) == ("shipped", {"kind": "theirs"})
    first = made(versions, 1)
    versions.promote(first)
    assert [(each.name, each.active) for each in versions.all()] == [("shipped", False), (first, True)]
    assert versions.promote("shipped").active
    assert [versions.rollback(), versions.rollback()] == [first, "shipped"]
    with pytest.raises(NotFound):
        versions.rollback()


def test_the_shipped_model_can_be_promoted_before_there_is_any_other(beside_shipped):
    beside_shipped.promote("shipped")
    assert (beside_shipped.active, beside_shipped.history()) == ("shipped", ["shipped"])


def test_without_a_shipped_model_there_is_no_version_of_that_name(versions):
    made(versions, 1)
    with pytest.raises(NotFound):
        versions.promote("shipped")


def test_a_card_joins_the_config_and_is_written(versions):
    card = Card("Toy", "Says yes.", Data("ab12", 3, ["reviews"]), {"accuracy": 0.75}, "3 rows left out", {"seed": 1}, 2.0)
    version = versions.add(lambda folder: (folder / "config.json").write_text('{"kind": "toy"}'), card=card)
    assert version.config["kind"] == "toy"
    assert version.config["data"] == {"fingerprint": "ab12", "rows": 3, "sources": ["reviews"], "licence": "the shop's own"}
    assert (version.config["metrics"], version.config["training"]) == ({"accuracy": 0.75}, {"seed": 1})
    assert version.card.startswith("# Toy\n\nSays yes.")


def test_readers_see_each_change_by_its_stamp(versions):
    first = made(versions, 1)
    stamps = [versions.stamp()]
    versions.promote(first)
    stamps.append(versions.stamp())
    versions.rollback()
    stamps.append(versions.stamp())
    assert len(set(stamps)) == 3


def test_a_version_whose_making_fails_is_not_there(versions):
    def stopped(folder):
        (folder / "config.json").write_text("{}")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        versions.add(stopped)
    assert versions.all() == []
    assert not list(versions.folder.iterdir())


@pytest.mark.parametrize("name", ["nothing", "../ranker", "", "a/b"])
def test_an_unknown_name_is_not_found_wherever_it_points(versions, name):
    made(versions, 1)
    with pytest.raises(NotFound):
        versions.promote(name)


def test_a_config_that_is_none_is_said(versions):
    (versions.folder / made(versions, 1) / "config.json").write_text("[1")
    with pytest.raises(InvalidFile, match="expected the JSON of a model"):
        versions.all()
