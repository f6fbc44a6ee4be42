"""Persons who were erased and stand in a backup from before that: a restored shop forgets them again.

The list of them holds no names. Each entry is made of a customer's id with the shop's secret, so all customers of the restored shop are
tried. The list is taken from the shop that a backup replaces; it is lost with that shop where nothing of it is left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...store.persons import Erasure
from ...store.protocol import Store
from .erase import erase
from .person import SECRET, token_by

if TYPE_CHECKING:
    from ..shop import Shop


@dataclass(frozen=True)
class Forgotten:
    """Who was erased, as a shop remembers it, and the secret that their tokens were made with."""

    secret: bytes
    erasures: tuple[Erasure, ...]


def forgotten(store: Store) -> Forgotten:
    """The list of a shop, before a backup takes its place."""
    erasures = tuple(store.persons.erased())
    return Forgotten(store.persons.secret(SECRET) if erasures else b"", erasures)


def keep(store: Store, before: Forgotten) -> None:
    """Puts the list into a store that has just taken the place of another, beside its own; in the surrounding transaction."""
    if before.erasures:
        store.persons.set_secret(SECRET, before.secret)
    for erasure in before.erasures:
        store.persons.remember(erasure)


def forget_again(shop: Shop, before: Forgotten, actor: str = "restore") -> int:
    """Erases everybody of the list who stands in the shop that was put back; how many."""
    tokens = {erasure.token for erasure in before.erasures}
    found = [id for id in _customers(shop.store) if tokens and token_by(before.secret, id) in tokens]
    for id in found:
        erase(shop, id, actor)
    return len(found)


def _customers(store: Store) -> Iterator[str]:
    """Every id that a customer has, those too of whom only orders, events or reviews tell."""
    seen = {customer.id for customer in store.customers.all()}
    yield from seen
    for table in (store.orders, store.reviews, store.events, store.conversations, store.carts):
        for record in table.all():
            if record.customer_id and record.customer_id not in seen:
                seen.add(record.customer_id)
                yield record.customer_id
