"""How the simple sources look at a shop: used where it beats the usual way on what was held out, and no longer."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from shopkeeper.app.bootstrap import open_recommender
from shopkeeper.models.card import Data
from shopkeeper.models.versions import Versions
from shopkeeper.recommend import choice
from shopkeeper.recommend.asked import Asked
from shopkeeper.recommend.choice import CAPABILITY, USUALLY, Choice, choose, in_use, load
from shopkeeper.recommend.held import held_last
from shopkeeper.recommend.history import History
from shopkeeper.recommend.sources.sequence import Kernel
from shopkeeper.shop import InvalidFile
from small_shop import small_shop

DATA = Data("abc", 1, ["a test"])
ALIKE = Choice(people=30.0)  # alike people know the ends
SHORT = Choice(Kernel(0.3, 0.05), 0.0)  # the newest head alone knows its tails


@pytest.fixture(scope="module")
def ends():
    """Some come to an end that belongs to a start, with three heads between; others go from each head to one of its ten tails."""
    draw, rows = np.random.default_rng(0), []
    heads = lambda n: draw.choice(20, n, replace=False).tolist()  # noqa: E731
    for i in range(400):
        walks = [[f"start{group}", *(f"head{each}" for each in heads(3)), f"end{group}"] for group in (i % 20, (i * 7 + 3) % 20)]
        rows.append((f"walk{i}", [*walks[0], *walks[1]]))
        rows.append((f"pair{i}", [met for each in heads(6) for met in (f"head{each}", f"tail{each}-{draw.integers(10)}")]))
    held = held_last(History.of_sequences(rows))
    return replace(held, cases=[case for case in held.cases if held.history.products.id(case.wanted).startswith("end")][:100])


@pytest.fixture
def versions(tmp_path):
    return Versions(tmp_path / CAPABILITY)


def chosen(monkeypatch, found, held, versions):
    monkeypatch.setattr(choice, "chosen", lambda history: (found.kernel, found.people))
    return choose(DATA, held, versions)


def test_a_way_that_foresees_more_is_used_and_says_by_how_much(monkeypatch, ends, versions):
    made = chosen(monkeypatch, ALIKE, ends, versions)
    assert made.active
    assert made.difference.low > 0
    assert (in_use(versions)(), made.asked, made.against) == (ALIKE, 100, None)
    assert "ndcg@10 difference" in versions.get(made.version).card
    json.dumps(made.to_dict())


def test_one_that_is_no_better_is_kept_and_not_used(monkeypatch, ends, versions):
    made = chosen(monkeypatch, SHORT, ends, versions)
    assert not made.active
    assert not made.withdrawn
    assert in_use(versions)() == USUALLY
    assert load(versions.get(made.version).folder) == SHORT


def test_the_one_in_use_stays_while_it_is_better_than_the_usual_way_and_goes_when_it_is_worse(monkeypatch, ends, versions):
    first = chosen(monkeypatch, ALIKE, ends, versions)
    worse = chosen(monkeypatch, SHORT, ends, versions)
    assert (worse.active, worse.withdrawn, versions.active) == (False, False, first.version)
    assert worse.against.value < 0
    versions.promote(worse.version)
    monkeypatch.setattr(choice, "USUALLY", ALIKE)  # as if the usual way were the better one by now
    now = chosen(monkeypatch, ALIKE, ends, versions)
    assert (now.active, now.withdrawn, versions.active) == (False, True, None)
    assert versions.rollback() == worse.version


def test_what_is_no_choice_is_refused(tmp_path):
    (tmp_path / "config.json").write_text('{"fades": "much"}')
    with pytest.raises(InvalidFile, match="not the folder of a choice"):
        load(tmp_path)


def test_what_serves_looks_as_was_chosen(monkeypatch, ends, tmp_path):
    shop = small_shop(tmp_path / "shop")
    chosen(monkeypatch, ALIKE, ends, shop.models[CAPABILITY])
    sequence, people, *_ = open_recommender(shop, index=shop._index).kept.build(ends.history, shop.recommender.kept.shelf)
    assert (sequence._kernel, people.belief) == (ALIKE.kernel, pytest.approx(50))
    shop.close()


def test_the_front_page_puts_the_sources_together(ends):
    served = USUALLY.served(ends.history)
    assert len(served.candidates(Asked(), 5)) == 5  # what rises
    for_one = served.candidates(Asked(customer="3"), 5)
    assert len(for_one) == 5
    assert (for_one.scores[:-1] >= for_one.scores[1:]).all()
    assert (for_one.because >= 0).any()
