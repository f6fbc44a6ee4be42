import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.shop import Availability, Cart, CartLine, InvalidRecord, Localized, Money, Product, ProductStatus, Variant
from shopkeeper.shop.cart import MOST_LINES, CartNotReady, Change, added, priced, seen, with_line

EMPTY = Cart("c")


def product(id, price=1000, stock=5, currency="CNY", status=ProductStatus.ACTIVE, **more):
    variant = Variant(id, price=None if price is None else Money(price, currency), stock=stock, **more)
    return Product(f"p-{id}", Localized("茶", "Tea"), (variant,), status=status)


def shelf(*products):
    return {each.variants[0].id: each for each in products}


def test_a_basket_costs_what_the_catalogue_says_now():
    cart = added(added(EMPTY, "a", 2, shelf(product("a"))), "b", 1, shelf(product("a"), product("b", 250)))
    basket = priced(cart, shelf(product("a", 900), product("b", 250)))
    assert (basket.subtotal, [line.total for line in basket.lines]) == (Money(2050, "CNY"), [Money(1800, "CNY"), Money(250, "CNY")])


def test_more_of_the_same_is_one_line_in_its_place():
    both = shelf(product("a"), product("b"))
    cart = added(added(added(EMPTY, "a", 1, both), "b", 1, both), "a", 2, both)
    assert [(line.variant_id, line.quantity) for line in cart.lines] == [("a", 3), ("b", 1)]
    assert with_line(cart, "a", 0, both).lines == cart.lines[1:]


@pytest.mark.parametrize(("catalogue", "quantity", "expected"), [
    (shelf(product("a", stock=2)), 3, "at most 2: no more are in stock"), (shelf(product("a", stock=0)), 1, "none: it is sold out"),
    (shelf(product("a", stock=-1)), 1, "none: it is sold out"), (shelf(product("a", stock=None)), 10_000, "at most 9,999"),
    (shelf(product("a", price=None)), 1, "a variant that has a price"), ({}, 1, "the id of a variant that is for sale"),
    (shelf(product("a", status=ProductStatus.DRAFT)), 1, "the id of a variant that is for sale"),
    (shelf(product("a")), 0, "a whole number of 1 or more"),
])
def test_what_cannot_be_bought_is_refused_with_what_could(catalogue, quantity, expected):
    with pytest.raises(InvalidRecord) as refused:
        added(EMPTY, "a", quantity, catalogue)
    assert refused.value.expected == expected


def test_stock_limits_all_of_a_line_not_each_addition():
    with pytest.raises(InvalidRecord, match="at most 5"):
        added(added(EMPTY, "a", 3, shelf(product("a"))), "a", 3, shelf(product("a")))


def test_what_is_refused_beside_what_is_in_the_basket_is_the_number_that_was_asked_for():
    catalogue = shelf(product("a", stock=None))
    with pytest.raises(InvalidRecord) as refused:
        added(added(EMPTY, "a", 2, catalogue), "a", 100_000, catalogue)
    assert (refused.value.got, refused.value.expected) == (100_000, "at most 9,999 (2 in the basket already)")


def test_what_is_ordered_in_advance_is_not_limited_by_stock():
    assert added(EMPTY, "a", 9, shelf(product("a", stock=0, availability=next(iter(Availability))))).lines[0].quantity == 9


def test_a_basket_has_one_currency():
    catalogue = shelf(product("a"), product("b", currency="USD"))
    with pytest.raises(InvalidRecord, match="a price in CNY, as the others in this basket, got 'b in USD'"):
        added(added(EMPTY, "a", 1, catalogue), "b", 1, catalogue)


def test_a_basket_has_at_most_a_hundred_lines():
    catalogue = shelf(*(product(str(i)) for i in range(MOST_LINES + 1)))
    cart = Cart("c", tuple(CartLine(str(i)) for i in range(MOST_LINES)))
    with pytest.raises(InvalidRecord, match="at most 100 different things"):
        added(cart, str(MOST_LINES), 1, catalogue)
    assert added(cart, "7", 1, catalogue).lines[7].quantity == 2


@pytest.mark.parametrize(("now", "change", "zh", "en", "ready"), [
    (shelf(product("a", 1200)), Change.PRICE, "价格由 ¥10.00 变为 ¥12.00", "the price changed from ¥10.00 to ¥12.00", True),
    (shelf(product("a", stock=1)), Change.FEWER, "只剩 1 件", "only 1 left", False),
    (shelf(product("a", stock=0)), Change.SOLD_OUT, "已售罄", "this is sold out", False),
    ({}, Change.GONE, "这件商品已下架", "this is not sold any more", False),
    (shelf(product("a", status=ProductStatus.ARCHIVED)), Change.GONE, "这件商品已下架", "this is not sold any more", False),
    (shelf(product("a", price=None)), Change.GONE, "这件商品已下架", "this is not sold any more", False),
])
def test_what_changed_since_is_said_in_both_languages(now, change, zh, en, ready):
    cart = added(EMPTY, "a", 2, shelf(product("a")))
    basket = priced(cart, now)
    [notice] = basket.notices
    assert (notice.change, notice.text, basket.ready) == (change, Localized(zh, en), ready)


def test_a_price_that_was_seen_is_no_news():
    now = shelf(product("a", 1200))
    assert priced(seen(added(EMPTY, "a", 1, shelf(product("a"))), now), now).notices == ()


def test_a_line_that_came_to_another_currency_is_out_of_the_total_and_stops_paying():
    cart = added(added(EMPTY, "a", 1, shelf(product("a"))), "b", 1, shelf(product("a"), product("b")))
    basket = priced(cart, shelf(product("a"), product("b", currency="USD")))
    assert (basket.subtotal, [notice.change for notice in basket.notices], basket.ready) == (Money(1000, "CNY"), [Change.CURRENCY], False)


def test_paying_names_what_stands_in_its_way():
    with pytest.raises(CartNotReady, match="empty"):
        priced(EMPTY, {}).require_ready()
    with pytest.raises(CartNotReady, match="sold out"):
        priced(added(EMPTY, "a", 1, shelf(product("a"))), shelf(product("a", stock=0))).require_ready()
    priced(added(EMPTY, "a", 1, shelf(product("a"))), shelf(product("a", 1))).require_ready()


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 4)), max_size=12),
       st.dictionaries(st.sampled_from("abc"), st.tuples(st.integers(0, 500), st.integers(0, 6)), max_size=3))
def test_whatever_is_put_in_the_total_is_that_of_what_can_be_bought(additions, stock):
    catalogue, cart = shelf(*(product(id, price, left) for id, (price, left) in stock.items())), EMPTY
    for id, quantity in additions:
        try:
            cart = added(cart, id, quantity, catalogue)
        except InvalidRecord:
            assert id not in stock or sum(line.quantity for line in cart.lines if line.variant_id == id) + quantity > stock[id][1]
    basket = priced(cart, catalogue)
    assert all(line.quantity <= stock[line.variant_id][1] for line in cart.lines)
    assert sum(stock[line.variant_id][0] * line.quantity for line in cart.lines) == (basket.subtotal.amount if basket.subtotal else 0)
    assert basket.ready == bool(cart.lines)
