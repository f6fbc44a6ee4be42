from __future__ import annotations

from datetime import date, timedelta

from shopkeeper.store.demo import prices, year
from shopkeeper.store.demo.build import on_the_shelf
from shopkeeper.store.demo.slips import slips
from unit.store.demo.lived_shop import UNTIL, Lived


def test_the_year_has_past_current_and_coming_promotions(lived: Lived) -> None:
    sales = lived.market.offers
    assert any(sale.last < UNTIL - timedelta(days=300) for sale in sales)
    assert any(sale.first <= UNTIL <= sale.last for sale in sales)
    assert {s.promotion.id for s in sales if s.first > UNTIL} >= {"double11-2026", "black-friday-2026"}


def test_promotions_name_products_that_exist(lived: Lived) -> None:
    ids = {item.product.id for item in lived.market.items}
    assert all(sale.promotion.product_ids and set(sale.promotion.product_ids) <= ids for sale in lived.market.offers)
    assert all(sale.promotion.title.zh and sale.promotion.title.en for sale in lived.market.offers)


def test_black_friday_is_the_day_after_the_fourth_thursday(lived: Lived) -> None:
    first = {s.promotion.id: s.first for s in lived.market.offers}
    assert first["black-friday-2024"] == date(2024, 11, 29)
    assert first["black-friday-2025"] == date(2025, 11, 28)


def test_seasons_turn() -> None:
    assert year.season("winter", date(2026, 1, 10)) > 4 * year.season("winter", date(2026, 6, 20))
    assert year.season("summer", date(2026, 7, 1)) > 4 * year.season("summer", date(2026, 12, 20))


def test_a_season_flows_without_a_jump_over_the_new_year() -> None:
    assert abs(year.season("winter", date(2025, 12, 31)) - year.season("winter", date(2026, 1, 1))) < 0.05


def test_a_promotion_lowers_the_price_by_its_per_cent_and_then_ends(lived: Lived) -> None:
    sale = next(s for s in lived.market.offers if s.promotion.id == "double11-2025")
    cheaper = 0
    for id in sale.promotion.product_ids:
        tariff, variant = lived.market.tariffs[id], next(i for i in lived.market.items if i.product.id == id).product.variants[0]
        before, during = tariff.price(variant, sale.first - timedelta(1)), tariff.price(variant, sale.first)
        cheaper += during < before
        assert tariff.off(sale.first) >= sale.promotion.percent_off
    assert cheaper / len(sale.promotion.product_ids) > 0.95


def test_the_last_price_in_the_history_is_the_price_on_the_shelf_but_where_it_was_typed_wrong(lived: Lived) -> None:
    last = {point.variant_id: point.price for point in prices.history(lived.market.items, lived.market.tariffs, lived.market.first, UNTIL)}
    for product in on_the_shelf(lived.market, lived.shelf):
        if product.id == slips(lived.market).mispriced:
            continue
        for variant in product.variants:
            assert variant.price == last[variant.id]
            assert variant.compare_at is None or variant.compare_at.amount > variant.price.amount


def test_what_is_reduced_today_is_in_a_current_promotion(lived: Lived) -> None:
    current = {id for s in lived.market.offers if s.first <= UNTIL <= s.last for id in s.promotion.product_ids}
    reduced = {p.id for p in on_the_shelf(lived.market, lived.shelf) if any(v.compare_at for v in p.variants)}
    assert reduced
    assert reduced <= current


def test_the_history_reaches_back_two_years(lived: Lived) -> None:
    points = list(prices.history(lived.market.items, lived.market.tariffs, lived.market.first, UNTIL))
    assert min(p.at.date() for p in points) == lived.market.first
    assert max(p.at.date() for p in points) <= UNTIL
