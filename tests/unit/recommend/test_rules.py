"""A merchant's rules at the places of recommendations."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from shopkeeper.recommend.rules import PlaceRules
from shopkeeper.shop import Localized, Product, Rule, RuleAction, Variant
from shopkeeper.store import open_store
from shopkeeper.store.glance import Glance
from shopkeeper.store.kinds import encode

NOW = datetime(2026, 6, 1, tzinfo=UTC)
CUP = Glance(encode(Product("cup", Localized(en="Cup"), (Variant("cup/1"),))))


def rules_of(tmp_path, *rules, passes=lambda product, where: False, members=lambda where: ()):
    store = open_store(f"sqlite:///{tmp_path}/shop.db")
    store.rules.put(rules)
    return PlaceRules(store.rules, passes, members, check=0), store


def test_a_rule_holds_at_its_places_and_in_its_time(tmp_path):
    boost = Rule("b", RuleAction.BOOST, ("cup",), places=("home",), strength=0.5, starts_at=NOW)
    rules, _ = rules_of(tmp_path, boost)
    shift, told = rules.at("home", NOW).shifts(["pan", "cup"])
    assert shift.tolist() == [0, 0.5]
    assert [share.text for share in told["cup"]] == ["boosted by b"]
    assert not rules.at("basket", NOW).rules
    assert not rules.at("home", NOW - timedelta(days=1)).rules


def test_boosts_and_buries_add_up_also_by_filter(tmp_path):
    bury = Rule("z", RuleAction.BURY, where=("brand=X",), places=("home",), strength=0.25)
    rules, _ = rules_of(tmp_path, Rule("b", RuleAction.BOOST, ("cup",), places=("home",), strength=1.0), bury, members=lambda w: ["cup"])
    shift, told = rules.at("home", NOW).shifts(["cup"])
    np.testing.assert_allclose(shift, [0.75])
    assert len(told["cup"]) == 2


def test_what_is_hidden_by_filter_is_hidden_by_the_record_or_the_index(tmp_path):
    hide = Rule("h", RuleAction.HIDE, where=("price>5",), places=("email",))
    by_record, _ = rules_of(tmp_path, hide, passes=lambda product, where: product.id == "cup")
    assert by_record.at("email", NOW).hides("cup", CUP)
    assert not by_record.at("home", NOW).hides("cup", CUP)


def test_what_is_hidden_everywhere_in_the_shop_is_not_recommended_either(tmp_path):
    everywhere, some = Rule("h", RuleAction.HIDE, ("cup",)), Rule("q", RuleAction.HIDE, ("pan",), queries=("pan",))
    rules, _ = rules_of(tmp_path, everywhere, some)
    assert rules.at("basket", NOW).hides("cup", CUP)
    assert not rules.at("basket", NOW).hides("pan", CUP)


def test_pins_have_their_places_in_order(tmp_path):
    rules, _ = rules_of(tmp_path, Rule("p", RuleAction.PIN, ("a", "b"), position=3, places=("home",)),
                        Rule("o", RuleAction.PIN, ("b", "c"), places=("home",)))
    assert rules.at("home", NOW).pins() == {"b": (0, "pinned by o"), "c": (1, "pinned by o"), "a": (2, "pinned by p")}


def test_a_rule_that_changes_is_followed(tmp_path):
    rules, store = rules_of(tmp_path)
    assert not rules.at("home", NOW).hides("cup", CUP)
    store.rules.put([Rule("h", RuleAction.HIDE, ("cup",), places=("home",))])
    assert rules.at("home", NOW).hides("cup", CUP)
