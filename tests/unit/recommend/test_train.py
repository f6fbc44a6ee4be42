import json

import numpy as np
import pytest

pytest.importorskip("torch")

import small_sequences as planted
from shopkeeper.evaluation import Difference
from shopkeeper.models.versions import Versions
from shopkeeper.recommend.asked import Asked
from shopkeeper.recommend.sources.learned import Learned
from shopkeeper.recommend.sources.sequence import Sequence
from shopkeeper.recommend.task import MODELS
from shopkeeper.recommend.train import LEARNED, NETWORK, events_of, in_use, origin_of, train
from shopkeeper.shop import InvalidFile

SIMPLE = {name: MODELS[name] for name in ("popular", "sequence")}  # the rule is so simple that alike people tell it too
GIVEN = planted.OPTIONS.to_dict()


def _file(path, sequences):
    path.write_text("".join(f"u{i} " + " ".join(f"sku-{each}" for each in row) + "\n" for i, row in enumerate(sequences)))
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recommender")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("shopkeeper.recommend.train.MODELS", SIMPLE)
        yield from _made(folder)


def _made(folder):
    versions = Versions(folder / "recommender")
    events = events_of(None, origin_of(_file(folder / "seen.txt", planted.sequences(150))))
    yield events, versions, train(events, versions, given=GIVEN, recipe=planted.TINY)


def test_a_network_that_knows_more_than_the_neighbours_is_used_and_says_by_how_much(made):
    _, versions, found = made
    assert found.active
    assert versions.active == found.version
    assert found.difference.low > 0
    assert next(iter(found.figures)) in (LEARNED, NETWORK)
    assert set(found.figures) == {LEARNED, NETWORK, *SIMPLE}
    assert found.asked > 120
    told = json.dumps(found.to_dict())
    assert "NaN" not in told


def test_its_card_says_what_was_compared_and_its_run_is_cleared(made):
    _, versions, found = made
    version = versions.get(found.version)
    assert "learnt anew from all" in version.card
    assert f"ndcg@10 learned less {found.best}" in version.card
    assert version.config["metrics"]["ndcg@10 sequence"]["value"] == pytest.approx(found.figures["sequence"].ndcg.value, abs=1e-6)
    assert version.config["training"]["width"] == planted.TINY.width
    assert list((versions.folder / "runs").iterdir()) == []


def test_what_serves_has_learnt_the_held_out_events_too(made):
    events, versions, _ = made
    source = Learned(events.history, in_use(versions), Sequence(events.history))
    found = source.candidates(Asked(recent=("sku-1", "sku-4", "sku-7")), 5)
    assert events.history.products.id(int(found.rows[0])) == "sku-10"


def test_without_a_rule_the_simple_ones_stay_in_use(tmp_path):
    rng = np.random.default_rng(0)
    events = events_of(None, origin_of(_file(tmp_path / "chance.txt", [rng.choice(60, 4, replace=False) for _ in range(80)])))
    versions = Versions(tmp_path / "recommender")
    found = train(events, versions, given={**GIVEN, "epochs": 1}, recipe=planted.TINY)
    assert not found.active
    assert versions.active is None
    assert "not in use" in versions.get(found.version).card
    assert in_use(versions)() is None


def test_too_little_to_learn_from_and_a_file_that_is_not_there_are_refused(tmp_path):
    few = events_of(None, origin_of(_file(tmp_path / "few.txt", planted.sequences(9))))
    with pytest.raises(InvalidFile, match=r"few\.txt: expected 20 shoppers or more who came back and met a new product, got \d"):
        train(few, Versions(tmp_path / "recommender"), given=GIVEN, recipe=planted.TINY)
    with pytest.raises(InvalidFile, match="no such file"):
        events_of(None, origin_of(tmp_path / "none.txt"))


@pytest.mark.parametrize(("older", "stays"), [(-0.2, False), (0.2, True), (None, True)])
def test_where_the_new_network_is_no_better_the_one_before_stays_while_it_is(tmp_path, monkeypatch, older, stays):
    rng = np.random.default_rng(0)
    events = events_of(None, origin_of(_file(tmp_path / "chance.txt", [rng.choice(60, 4, replace=False) for _ in range(80)])))
    versions, looks = Versions(tmp_path / "recommender"), Versions(tmp_path / "recommend-sources")
    before = versions.add(lambda folder: (folder / "config.json").write_text("{}")).name
    versions.promote(before)
    told = None if older is None else Difference(older, older - 0.1, older + 0.1, 0.01, 80)
    monkeypatch.setattr("shopkeeper.recommend.train._against", lambda *_: (told, told))
    found = train(events, versions, sources=looks, given={**GIVEN, "epochs": 1}, recipe=planted.TINY)
    assert (found.active, found.withdrawn, versions.active) == (False, not stays, before if stays else None)
    assert found.sources.version in [each.name for each in looks.all()]
    assert json.loads(json.dumps(found.to_dict()))["withdrawn"] is not stays
