"""Records to JSON and back."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopkeeper.shop import (
    Attribute,
    Customer,
    InvalidRecord,
    Localized,
    Money,
    Order,
    OrderLine,
    OrderStatus,
    Product,
    Review,
    Variant,
    from_dict,
    to_dict,
)
from strategies import kinds

MINIMAL = {"id": "p", "title": {"zh": "耳机"}, "variants": [{"id": "v"}]}


def variants(*several: dict[str, object]) -> dict[str, object]:
    return MINIMAL | {"variants": list(several)}


def variant(**fields: object) -> dict[str, object]:
    return variants({"id": "v", **fields})


@pytest.mark.parametrize("kind", kinds)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_record_survives_json(kind: str, data: st.DataObject) -> None:
    record = data.draw(kinds[kind])
    assert from_dict(type(record), json.loads(json.dumps(to_dict(record)))) == record


def test_fields_that_hold_their_default_are_left_out() -> None:
    assert to_dict(Product("p", Localized("耳机"), (Variant("v"),))) == MINIMAL
    assert from_dict(Product, MINIMAL) == Product("p", Localized("耳机"), (Variant("v"),))


def test_a_record_of_all_sorts_of_values_reads_well() -> None:
    line = OrderLine("p", 2, Money(100, "CNY"))
    order = Order("o", (line,), "CNY", datetime(2026, 9, 1, 8, tzinfo=UTC), status=OrderStatus.RETURN_REQUESTED)
    assert to_dict(order) == {
        "id": "o", "lines": [{"product_id": "p", "quantity": 2, "unit_price": {"amount": 100, "currency": "CNY"}}],
        "currency": "CNY", "placed_at": "2026-09-01T08:00:00+00:00", "status": "return requested",
    }


@pytest.mark.parametrize("value", [Localized("黑", "Black"), 28.5, True, False, 0.0])
def test_an_attribute_keeps_the_type_of_its_value(value: object) -> None:
    attribute = from_dict(Attribute, to_dict(Attribute(Localized("颜色"), value)))
    assert attribute.value == value
    assert type(attribute.value) is type(value)


def test_a_whole_number_does_where_a_number_is_expected() -> None:
    rating = from_dict(Review, {"id": "r", "product_id": "p", "rating": 4}).rating
    assert type(rating) is float
    assert from_dict(Attribute, {"name": {"zh": "重"}, "value": 3}).value == 3.0


@pytest.mark.parametrize("text", ["2026-09-01", "2026-09-01T00:00:00", "2026-09-01T08:00:00+08:00", "2026-09-01T00:00:00Z"])
def test_a_moment_without_a_time_zone_is_utc(text: str) -> None:
    assert from_dict(Customer, {"id": "c", "created_at": text}).created_at == datetime(2026, 9, 1, tzinfo=UTC)


def test_a_moment_without_a_time_zone_is_written_as_utc() -> None:
    naive = Customer("c", created_at=datetime(2026, 9, 1))  # noqa: DTZ001
    assert to_dict(naive)["created_at"] == "2026-09-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("kind", "data", "sentence"),
    [
        (Product, [], "product: expected an object, got []"),
        (Product, "p", "product: expected an object, got 'p'"),
        (Product, {}, "id: expected a value: it is required, got nothing"),
        (Product, MINIMAL | {"title": None}, "title: expected a value: it is required, got nothing"),
        (Product, MINIMAL | {"colour": "red"}, "colour: expected one of the fields id, title, variants, "),
        (Product, MINIMAL | {"id": 7}, "id: expected a text, got 7"),
        (Product, MINIMAL | {"id": ""}, "id: expected an id of 1 to 200 printable characters, got ''"),
        (Product, MINIMAL | {"tags": "gift"}, "tags: expected a list, got 'gift'"),
        (Product, MINIMAL | {"tags": ["gift", 5]}, "tags[1]: expected a text, got 5"),
        (Product, MINIMAL | {"status": "sold"}, "status: expected one of active, draft, archived, got 'sold'"),
        (Product, MINIMAL | {"status": ["active"]}, "status: expected one of active, draft, archived, got ['active']"),
        (Product, MINIMAL | {"title": {"fr": "casque"}}, 'title: expected an object with "zh" and/or "en", got {\'fr\': \'casque\'}'),
        (Product, MINIMAL | {"title": {"zh": None}}, 'title: expected an object with "zh" and/or "en"'),
        (Product, MINIMAL | {"title": "耳机"}, 'title: expected an object with "zh" and/or "en", got \'耳机\''),
        (Product, MINIMAL | {"created_at": "yesterday"}, "created_at: expected an ISO 8601 date and time, got 'yesterday'"),
        (Product, MINIMAL | {"created_at": 5}, "created_at: expected an ISO 8601 date and time, got 5"),
        (Product, variants({"id": "v"}, {"id": "v"}), "variants.id: expected ids that differ from each other"),
        (Product, variants({"id": "v"}, {"id": "w", "stock": 1.5}), "variants[1].stock: expected a whole number, got 1.5"),
        (Product, variant(stock=True), "variants[0].stock: expected a whole number, got True"),
        (Product, variant(weight_grams=float("nan")), "variants[0].weight_grams: expected a number, got nan"),
        (Product, variant(weight_grams=True), "variants[0].weight_grams: expected a number, got True"),
        (Product, variant(price=79.99), "variants[0].price: expected an object, got 79.99"),
        (Product, variant(price={"amount": 1}), "variants[0].price.currency: expected a value: it is required, got nothing"),
        (Product, variant(price={"amount": 1.0, "currency": "CNY"}), "variants[0].price.amount: expected a whole number, got 1.0"),
        (Product, variant(price={"amount": -1, "currency": "CNY"}), "variants[0].price: expected an amount of 0 or more, got -1"),
        (Product, variant(price={"amount": 1, "currency": "cny"}), "variants[0].price.currency: expected a three-letter ISO 4217 code"),
        (Product, MINIMAL | {"attributes": [{"name": {}, "value": "black"}]},
         'attributes[0].value: expected an object with "zh" and/or "en" or a number or true or false, got \'black\''),
        (Review, {"id": "r", "product_id": "p", "rating": 5, "verified": 1}, "verified: expected true or false, got 1"),
        (Customer, {"id": "c", "language": "fr"}, "language: expected one of zh, en, got 'fr'"),
    ],
)
def test_what_is_wrong_is_named_by_its_path(kind: type, data: object, sentence: str) -> None:
    with pytest.raises(InvalidRecord) as caught:
        from_dict(kind, data)
    assert str(caught.value).startswith(sentence)


def test_the_path_may_begin_at_the_caller() -> None:
    with pytest.raises(InvalidRecord, match=r"^row 7\.variants\[0\]\.id: expected a text, got 5"):
        from_dict(Product, MINIMAL | {"variants": [{"id": 5}]}, "row 7")
    with pytest.raises(InvalidRecord, match=r"^row 7: expected an object"):
        from_dict(Product, None, "row 7")


def test_equal_short_texts_and_prices_are_read_once() -> None:
    one, two = (from_dict(Product, MINIMAL | {"brand": {"zh": "漫步者", "en": "Edifier"}}) for _ in range(2))
    assert one.brand is two.brand
