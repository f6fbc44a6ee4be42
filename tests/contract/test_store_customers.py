"""Customers, found by what they say of themselves, on both databases."""

from __future__ import annotations

from shopkeeper.shop import Address, Customer
from shopkeeper.store import Store

ANNA = Customer("a", "Anna", "Anna.Miller@Example.com", address=Address(postcode="SW1A 1AA"))
WEI = Customer("b", "伟", "wei@example.cn", address=Address(line1='"postcode":"02101"', postcode="310000"))
NOBODY = Customer("c", 'x "postcode":"310000" y')
BEN = Customer("d", "Ben", "ben@example.com", address=Address(postcode="02101-4_4"))


def test_a_customer_is_found_by_email_whatever_its_case(store: Store) -> None:
    store.customers.put([ANNA, WEI, NOBODY, BEN])
    assert store.customers.by_email("anna.miller@example.COM") == [ANNA]
    assert store.customers.by_email("wei@example.cn") == [WEI]
    for other in ("", "\0", "ann_.miller@example.com", "%", "anna.miller@example.co"):
        assert store.customers.by_email(other) == []
    twin = Customer("e", email="anna.miller@example.com")
    store.customers.put([twin])
    assert store.customers.by_email("Anna.Miller@Example.com") == [ANNA, twin]


def test_customers_are_found_by_postcode_as_people_write_it(store: Store) -> None:
    store.customers.put([ANNA, WEI, NOBODY, BEN])
    assert [store.customers.by_postcode(said) for said in ("sw1a1aa", "SW1A-1AA", "310000", "021014_4")] == [[ANNA], [ANNA], [WEI], [BEN]]
    for other in ("", "\0", "%", "02101", "021014x4", "31000"):
        assert store.customers.by_postcode(other) == []
