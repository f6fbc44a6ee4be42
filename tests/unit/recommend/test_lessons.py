"""A ranker learns which source to trust, and is used only where that helps."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from shopkeeper.models.versions import Versions
from shopkeeper.recommend.blend import fuse
from shopkeeper.recommend.features import FEATURES, features
from shopkeeper.recommend.history import History
from shopkeeper.recommend.lessons import Recipe, learn
from shopkeeper.recommend.ranker import Ranker, active_ranker, reranked
from shopkeeper.recommend.shelf import Shelf
from shopkeeper.recommend.sources.protocol import Scored
from shopkeeper.recommend.tally import Tally
from shopkeeper.shop import Event, EventItem, InvalidFile
from shopkeeper.store import open_store
from small_shop import product

NOW = datetime(2026, 6, 1, tzinfo=UTC)
N, PEOPLE = 40, 420
QUICK = Recipe(rounds=20, fewest=50, leaves=4)


class Fixed:
    """Proposes to each customer what `rows(deeds)` says of their deeds, in this order."""

    def __init__(self, name, history, rows):
        self.name, self._history, self._rows = name, history, rows

    def candidates(self, asked, n):
        rows = np.array(self._rows(self._history.of(asked.customer)["item"].tolist()), np.int64)
        return Scored(rows, np.linspace(1, 0.5, len(rows)).astype(np.float32), np.full(len(rows), -1))


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """A shop where everybody goes on to the product with the next number."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('shop')}/shop.db")
    store.products.put(product(f"p{i:02}", f"Product {i}") for i in range(N))
    draw, events = random.Random(1), []
    for person in range(PEOPLE):
        first = draw.randrange(N)
        for step in range(3):
            at = NOW + timedelta(days=step * 10 if step < 2 else 20 + person / PEOPLE)
            item = EventItem(f"p{(first + step) % N:02}")
            events.append(Event(f"e{person}-{step}", "view_item", at, f"c{person}", items=(item,)))
    store.events.put(events)
    history = History.read(store)
    shelf = Shelf(store.products, history.products)
    shelf.follow()
    yield history, shelf
    store.close()


def test_a_source_that_is_right_is_found_out(known, tmp_path):
    # "people" is right though "sequence" is believed more: proposals of a number after the last one met
    versions = Versions(tmp_path / "recommend-ranker")
    history, shelf = known
    made = learn(history, shelf, _by_number("people", "sequence"), versions, recipe=QUICK)
    assert made.active
    assert made.difference.low > 0
    assert versions.active == made.version
    ranker = active_ranker(versions)()
    assert isinstance(ranker, Ranker)
    assert ranker.version == made.version
    assert "fixed blend" in versions.get(made.version).card


def test_a_ranker_that_finds_nothing_is_not_used(known, tmp_path):
    versions = Versions(tmp_path / "recommend-ranker")
    history, shelf = known
    build = lambda history, shelf: [Fixed("sequence", history, lambda deeds: [history.products.row(_after(history, deeds))])]  # noqa: E731
    made = learn(history, shelf, build, versions, recipe=QUICK)
    assert not made.active
    assert versions.active is None


def test_too_little_to_learn_from_is_said(known, tmp_path):
    history, shelf = known
    with pytest.raises(InvalidFile, match="expected 100 shoppers or more"):
        learn(history, shelf, lambda history, shelf: [], Versions(tmp_path / "recommend-ranker"))


def test_what_a_ranker_says_is_added_and_the_rest_stays_behind():
    fused = fuse({"sequence": Scored(np.arange(3), np.array([3, 2, 1], np.float32), np.full(3, -1))}, {"sequence": 1.0})
    moved = reranked(fused, np.array([0, 0.9], np.float32))
    assert moved.rows.tolist() == [1, 0, 2]
    assert moved.scores[0] == 1
    assert reranked(fused, np.zeros(0, np.float32)) is fused


def test_features_say_nothing_of_what_is_not_known(known):
    history, shelf = known
    fused = fuse({"sequence": Scored(np.array([1]), np.array([1], np.float32), np.array([-1]))}, {"sequence": 1.0})
    values = features(fused, np.zeros(0, np.int64), shelf, Tally.of(history.every(), shelf.kinds(), NOW), NOW)
    row = dict(zip(FEATURES, values[0].tolist(), strict=True))
    assert values.shape == (1, len(FEATURES))
    assert (row["own sequence"], row["own people"], row["proposed"]) == (1, 0, 1)
    assert np.isnan([row["price"], row["kind"], row["age"]]).all()


def test_a_folder_that_holds_no_ranker_is_said(tmp_path):
    with pytest.raises(InvalidFile, match="not a ranker's folder"):
        Ranker(tmp_path)


def _after(history, deeds):
    """The product that comes after the last one met."""
    return f"p{(int(history.products.id(deeds[-1])[1:]) + 1) % N:02}"


def _by_number(right, wrong):
    def build(history, shelf):
        noise = lambda deeds: random.Random(sum(deeds)).sample(range(N), 12)  # noqa: E731
        known = lambda deeds: [*noise(deeds)[:3], history.products.row(_after(history, deeds))]  # noqa: E731
        return [Fixed(wrong, history, noise), Fixed(right, history, known)]

    return build
