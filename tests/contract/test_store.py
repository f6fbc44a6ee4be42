"""What every store does, for every kind of record."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contract.samples import AT, DAY, KINDS, SINGULAR, event, order, product
from shopkeeper.shop import (
    Attribute,
    Customer,
    Document,
    DocumentKind,
    InvalidQuery,
    InvalidRecord,
    Localized,
    Money,
    NotFound,
    OrderLine,
    OrderStatus,
    Review,
    Variant,
)
from shopkeeper.store import Store, StoreError, Written, open_store
from strategies import kinds, sample

every_kind = pytest.mark.parametrize("kind", KINDS)
# Code point order differs from every locale's here: capitals first, then Chinese, then an emoji.
AWKWARD_IDS = [" lead", "A'b\"c", "Z;--", "a%_b", "a\\b", "b:1", "{x}", "é", "Ω", "中文 编号", "😀"]


@every_kind
def test_an_empty_store_answers(store: Store, kind: str) -> None:
    table = getattr(store, kind)
    assert table.count() == 0
    assert list(table.all()) == []
    assert table.get_many(["a", "b"]) == {}
    assert table.delete(["a"]) == 0
    assert table.put([]) == Written()
    with pytest.raises(NotFound, match=f"no {SINGULAR[kind]} has the id 'a'"):
        table.get("a")


@every_kind
def test_what_is_put_is_read_back(store: Store, kind: str) -> None:
    table, (make, _) = getattr(store, kind), KINDS[kind]
    assert table.put([make("b"), make("a")]) == Written(new=2)
    assert table.get("a") == make("a")
    assert table.get_many(["b", "no", "a"]) == {"a": make("a"), "b": make("b")}
    assert list(table.get_many(["b", "no", "a"])) == ["b", "a"]
    assert list(table.all()) == [make("a"), make("b")]
    assert table.count() == 2


@every_kind
def test_put_counts_what_is_new_changed_and_the_same(store: Store, kind: str) -> None:
    table, (make, other) = getattr(store, kind), KINDS[kind]
    table.put([make("a"), make("b")])
    assert table.put([make("a"), other("b"), make("c")]) == Written(new=1, changed=1, unchanged=1)
    assert [table.get("a"), table.get("b")] == [make("a"), other("b")]


@every_kind
def test_of_two_records_with_one_id_the_later_wins(store: Store, kind: str) -> None:
    table, (make, other) = getattr(store, kind), KINDS[kind]
    assert table.put([make("a"), other("a")]) == Written(new=1)
    assert table.get("a") == other("a")


@every_kind
def test_put_takes_a_generator(store: Store, kind: str) -> None:
    table, (make, _) = getattr(store, kind), KINDS[kind]
    assert table.put(make(f"{i:03}") for i in range(12)).new == 12


@every_kind
def test_what_is_deleted_is_gone_and_may_come_again(store: Store, kind: str) -> None:
    table, (make, _) = getattr(store, kind), KINDS[kind]
    table.put([make("a"), make("b")])
    assert table.delete(["a", "a", "no"]) == 1
    assert table.count() == 1
    assert list(table.all()) == [make("b")]
    assert table.get_many(["a"]) == {}
    assert table.put([make("a")]) == Written(new=1)
    assert table.get("a") == make("a")


@every_kind
def test_ids_with_quotes_and_every_script_stream_in_code_point_order(store: Store, kind: str) -> None:
    table, (make, _) = getattr(store, kind), KINDS[kind]
    table.put([make(id) for id in reversed(AWKWARD_IDS)])
    assert [record.id for record in table.all()] == sorted(AWKWARD_IDS)
    assert set(table.get_many(AWKWARD_IDS)) == set(AWKWARD_IDS)
    assert table.delete(AWKWARD_IDS) == len(AWKWARD_IDS)


@every_kind
def test_an_id_that_no_record_can_have_is_not_found(store: Store, kind: str) -> None:
    table = getattr(store, kind)
    assert table.get_many(["a\0b", "\ud800"]) == {}
    assert table.delete(["a\0b"]) == 0


@pytest.mark.parametrize("kind", kinds)
@settings(max_examples=sample(25), deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_record_survives_the_round_trip(store: Store, kind: str, data: st.DataObject) -> None:
    table = getattr(store, kind)
    record = data.draw(kinds[kind])
    table.delete([r.id for r in table.all()])
    table.put([record])
    assert table.get(record.id) == record
    assert table.put([record]) == Written(unchanged=1)


def test_ten_thousand_records_stream_once_each_while_others_write(store: Store) -> None:
    store.reviews.put(Review(f"{i:05}", f"p{i % 7}", 4) for i in range(10_000))
    seen = []
    for review in store.reviews.all():
        if review.id == "00042":
            store.reviews.put([Review("99999", "p", 5), Review("00000", "p", 5)])
        seen.append(review.id)
    assert seen == [f"{i:05}" for i in range(10_000)] + ["99999"]
    assert sum(1 for _ in store.reviews.all(product_id="p3")) == len([i for i in range(10_000) if i % 7 == 3])


def test_get_many_takes_any_number_of_ids(store: Store) -> None:
    store.customers.put(Customer(f"c{i}") for i in range(3_000))
    assert len(store.customers.get_many([f"c{i}" for i in range(40_000)])) == 3_000
    assert store.customers.delete([f"c{i}" for i in range(40_000)]) == 3_000


def test_records_are_asked_by_their_columns(store: Store) -> None:
    returned = order("o2", None)
    store.orders.put([order("o1"), order("o3", "c'2"), returned])
    assert [o.id for o in store.orders.all(customer_id="c1")] == ["o1"]
    assert [o.id for o in store.orders.all(customer_id="c'2")] == ["o3"]
    assert [o.id for o in store.orders.all(customer_id=None)] == ["o2"]
    assert [o.id for o in store.orders.all(placed_at=AT.astimezone(), status=OrderStatus.PENDING)] == ["o1", "o2", "o3"]
    assert list(store.orders.all(status="shipped")) == []
    assert list(store.orders.all(customer_id="\0")) == []


def test_the_columns_of_each_kind(store: Store) -> None:
    store.events.put([event("e1", customer_id="c", session_id="s", query_id="q"), event("e2", "search")])
    store.reviews.put([Review("r1", "p1", 5, customer_id="c"), Review("r2", "p2", 5)])
    store.documents.put([Document("d", DocumentKind.FAQ, Localized("问"), Localized("答"))])
    store.customers.put([Customer("c", email="li@example.com")])
    for columns in ({"customer_id": "c"}, {"session_id": "s"}, {"query_id": "q"}, {"name": "view_item"}, {"at": AT, "customer_id": "c"}):
        assert [e.id for e in store.events.all(**columns)] == ["e1"]
    assert [r.id for r in store.reviews.all(product_id="p1")] == [r.id for r in store.reviews.all(customer_id="c")] == ["r1"]
    assert [d.id for d in store.documents.all(kind=DocumentKind.FAQ)] == ["d"]
    assert [c.id for c in store.customers.all(email="li@example.com")] == ["c"]


def test_a_column_follows_its_record(store: Store) -> None:
    store.orders.put([order("o", "c1")])
    store.orders.put([order("o", "c2")])
    assert list(store.orders.all(customer_id="c1")) == []
    assert [o.id for o in store.orders.all(customer_id="c2")] == ["o"]


def test_an_unknown_column_is_refused_by_name(store: Store) -> None:
    with pytest.raises(InvalidQuery, match=r"orders cannot be asked by 'colour', only by: customer_id, placed_at, status"):
        store.orders.all(colour="red")
    with pytest.raises(InvalidQuery, match=r"products cannot be asked by 'payload'"):
        store.products.all(payload="{}")


@pytest.mark.parametrize(
    ("customer", "field"),
    [
        (Customer("c", name="a\0b"), "name"),
        (Customer("c", tags=("ok", "\ud800")), r"tags\[1\]"),
        (Customer("c", email="\\u0000\0"), "email"),
    ],
)
def test_a_text_that_no_database_holds_is_refused_by_field(store: Store, customer: Customer, field: str) -> None:
    with pytest.raises(InvalidRecord, match=rf"^{field}: expected a text of Unicode characters without U\+0000"):
        store.customers.put([Customer("first"), customer])
    assert store.customers.count() == 0


def test_a_backslash_before_u0000_is_a_text_like_any_other(store: Store) -> None:
    customer = Customer("c", name="\\u0000")
    store.customers.put([customer])
    assert store.customers.get("c") == customer


def test_an_amount_beyond_53_bits_is_refused_by_field(store: Store) -> None:
    with pytest.raises(InvalidRecord, match=r"^lines\[0\]\.unit_price\.amount: expected a whole number below 2\^53"):
        store.orders.put([order("o", "c", OrderLine("p", 1, Money(2**53, "CNY")))])
    with pytest.raises(InvalidRecord, match="price"):
        store.products.put([product("p", "t", Variant("v", price=Money(2**70, "CNY")))])


def test_a_number_that_json_lacks_is_refused_by_field(store: Store) -> None:
    for flaw in (float("nan"), float("-inf")):
        bad = replace(product("p"), attributes=(Attribute(Localized("重量", "Weight"), flaw, "g"),))
        with pytest.raises(InvalidRecord, match=r"^attributes\[0\]\.value: expected a finite number"):
            store.products.put([bad])
    store.customers.put([Customer("c", name="null")])
    assert store.customers.get("c").name == "null"


def test_a_closed_store_says_so(url: str) -> None:
    store = open_store(url)
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.products.count()


def test_a_store_keeps_what_it_holds_when_it_is_opened_again(url: str) -> None:
    first = open_store(url)
    first.orders.put([order("o")])
    first.close()
    second = open_store(url)
    assert second.orders.get("o") == order("o")
    assert second.orders.get("o").placed_at - DAY < AT
    second.close()


def test_a_page_goes_on_behind_an_id_whether_or_not_that_still_exists(store: Store) -> None:
    make = KINDS["orders"][0]
    store.orders.put([make(id) for id in ("c", "a", "é", "b", "中")])
    assert [order.id for order in store.orders.page(limit=2)] == ["a", "b"]
    store.orders.delete(["b"])
    assert [order.id for order in store.orders.page("b", 2, customer_id="c1")] == ["c", "é"]
    assert [order.id for order in store.orders.page("é")] == ["中"]
    assert store.orders.page("中") == store.orders.page("\0") == store.orders.page(customer_id="nobody") == []
    with pytest.raises(InvalidQuery, match="cannot be asked by 'note'"):
        store.orders.page(note="x")
