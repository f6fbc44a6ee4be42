"""Learning from clicks on the demo shop: shoppers who look at the top, a search log, and what a ranker makes of it.

Who clicks is known here and hidden from the shop: a product is wanted when it is of the type that was searched and sells
well, and it is looked at with a chance that falls with its position.
"""

from __future__ import annotations

import json
import random
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from typer.testing import CliRunner

from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.cli.main import app
from shopkeeper.search.clicks import propensities
from shopkeeper.search.lessons import from_clicks, from_judgments, impressions, learn
from shopkeeper.search.signals import StoreSignals
from shopkeeper.search.train import Recipe, _measured, fit, reordered
from shopkeeper.shop import Event, EventItem, InvalidFile, LoggedSearch
from shopkeeper.store.demo.build import build
from shopkeeper.store.demo.truth import truth
from shopkeeper.store.demo.words import kinds
from shopkeeper.text.normalise import normalise

SIZE = {"products": 240, "customers": 200}
LOOK = 1 / np.arange(1, 21) ** 0.9
VISITS = 30  # searches of each query
NOW = datetime(2026, 9, 30, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clicks") / "shop"
    with closing(open_shop(str(folder), create=True)) as shop:
        build(shop.store, shop.data_dir / "media", **SIZE)
        shop.store.events.delete([event.id for event in shop.store.events.all()])
        shop.index()
        yield shop


@pytest.fixture(scope="module")
def queries():
    """Two queries of every product type in both languages, with the type they ask for."""
    return {normalise(text): kind.key for kind in kinds() for query in kind.queries[:2] for text in query.all}


@pytest.fixture(scope="module")
def wanted(shop, queries):
    """How much each query wants each product, 0.02 to 0.9."""
    kind, ids = truth(**SIZE).kind, [product.id for product in shop.store.products.all()]
    sells = StoreSignals(shop.store.activity, clock=lambda: NOW).values(["popularity"], ids)[:, 0]
    level = dict(zip(ids, np.argsort(np.argsort(sells)) / len(ids), strict=True))
    return {query: {id: 0.02 + 0.88 * (kind[id] == asked) * level[id] ** 3 for id in ids} for query, asked in queries.items()}


def searched(shop, wanted, chance):
    """Logs searches in the untrained order, a little shaken as stock and sales shake it, with clicks by `chance(query, id, place)`."""
    draw, searches, events = random.Random(3), [], []
    for query in wanted:
        ids = shop.examined(query).ids[:40]
        for _ in range(VISITS):
            shown = sorted(ids, key=lambda id, ids=ids: ids.index(id) + draw.gauss(0, 2))[:20]
            number = f"q{len(searches):06}"
            searches.append(LoggedSearch(number, NOW, query, total=len(ids), product_ids=tuple(shown)))
            events += [Event(f"{number}-{place}", "select_item", NOW, items=(EventItem(id, position=place + 1),), query_id=number)
                       for place, id in enumerate(shown) if draw.random() < chance(query, id, place)]
    forget(shop)
    shop.store.searches.put(searches)
    shop.store.events.put(events)


def forget(shop):
    shop.store.searches.delete([search.id for search in shop.store.searches.all()])
    shop.store.events.delete([event.id for event in shop.store.events.all()])


def gain(lesson, wanted):
    """True nDCG@10 on the half of the queries that was not learnt from: trained less untrained."""
    told = [replace(each, ratings={id: float(np.log2(1 + wanted[each.query][id])) for id in each.ids}) for each in lesson.examples]
    draw = np.random.default_rng(5).permutation(len(told))
    half = len(told) // 2
    booster = fit([lesson.examples[i] for i in draw[:half]])
    rest = [told[i] for i in draw[half:]]
    return float(np.mean([_measured(each, reordered(each, booster, Recipe().step))[0] - _measured(each, each.ids)[0] for each in rest]))


@pytest.fixture(scope="module")
def clicked(shop, wanted):
    searched(shop, wanted, lambda query, id, place: LOOK[place] * wanted[query][id])
    return shop


def test_the_log_tells_how_far_down_shoppers_look(clicked):
    found = propensities(impressions(clicked.store))
    assert found.estimated
    assert found.values[[1, 2, 4]] == pytest.approx(LOOK[[1, 2, 4]], rel=0.2)
    assert found.values[9] == pytest.approx(LOOK[9], abs=0.1)  # few look so far down: from .07 to .19 by the draw


def test_learning_with_the_bias_taken_out_finds_the_better_order_and_with_it_left_in_does_worse(clicked, wanted):
    corrected = gain(from_clicks(clicked.store, clicked.examined), wanted)
    biased = gain(from_clicks(clicked.store, clicked.examined, corrected=False), wanted)
    assert corrected > 0.05
    assert corrected > biased + 0.005


def test_a_ranker_that_is_better_is_used_at_once_and_can_be_taken_back(clicked, wanted):
    query = max(wanted, key=lambda each: len(each))
    before = [hit.id for hit in clicked.search(query, log=False)]
    trained = clicked.train_ranker()
    assert trained.active
    found = clicked.search(query, explain=True, log=False)
    assert [hit.id for hit in found] != before
    for hit in found:
        assert sum(reason.score for reason in hit.reasons) == pytest.approx(hit.score, abs=1e-3)
    assert {reason.text for hit in found for reason in hit.reasons if reason.kind == "ranker"} == {trained.version}
    assert clicked.models["ranker"].rollback() is None
    assert [hit.id for hit in clicked.search(query, log=False)] == before


def test_the_same_log_and_seed_make_the_same_ranker(clicked):
    lesson = from_clicks(clicked.store, clicked.examined)
    assert fit(lesson.examples, seed=4).model_to_string() == fit(lesson.examples, seed=4).model_to_string()


def test_a_ranker_of_noise_is_refused(shop, wanted):
    searched(shop, wanted, lambda query, id, place: 0.3 * LOOK[place])
    trained = shop.train_ranker()
    assert not trained.active
    assert shop.models["ranker"].active is None
    draw = random.Random(7)
    judged = {query: {id: float(draw.randrange(4)) for id in shop.examined(query).ids[:30]} for query in wanted}
    assert not learn(from_judgments(judged, shop.examined), shop.models["ranker"]).active


def test_the_command_says_by_how_much_and_exits_with_1_when_it_is_not_better(shop, wanted, tmp_path):
    file, draw = tmp_path / "judged.jsonl", random.Random(7)
    found = {query: shop.examined(query).ids[:20] for query in list(wanted)[:40]}
    rows = [{"query": query, "product_id": id, "rating": draw.randrange(4)} for query, ids in found.items() for id in ids]
    file.write_text("\n".join(json.dumps(row) for row in rows))
    folder = str(shop.data_dir)
    result = CliRunner().invoke(app, ["train", "ranker", "--data", str(file), "--shop", folder])
    assert result.exit_code == 1
    assert "not better, not activated" in result.stdout
    listed = json.loads(CliRunner().invoke(app, ["models", "list", "ranker", "--shop", folder, "--json"]).stdout)
    assert listed[-1]["version"] in result.stdout
    assert not listed[-1]["active"]
    shown = CliRunner().invoke(app, ["models", "show", "ranker", listed[-1]["version"], "--shop", folder])
    assert "Learnt from this shop's own judgments: " in shown.stdout
    promote = ["models", "promote", "ranker", listed[-1]["version"], "--anyway", "--shop", folder]
    assert "is in use" in CliRunner().invoke(app, promote).stdout
    assert "no ranker is in use" in CliRunner().invoke(app, ["models", "rollback", "ranker", "--shop", folder]).stdout


def test_too_little_to_learn_from_is_said(shop):
    forget(shop)
    with pytest.raises(InvalidFile, match="the search log: expected at least 20 queries"):
        shop.train_ranker()
