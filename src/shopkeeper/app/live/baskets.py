"""Baskets in the store: made, changed, priced by the catalogue of this moment, handed over to be paid."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

import orjson

from ...shop import Cart, CartLine, InvalidRecord, ShopkeeperError, to_dict
from ...shop.cart import Catalogue, PricedCart, added, priced, seen, with_line
from ...store.records import batches

if TYPE_CHECKING:
    from ..shop import Shop

_REPEATED = re.compile(r"(\{variant_id\}(?:(?!\.\.\.).)*?\{quantity\})(.)\.\.\.")


class NoCheckout(ShopkeeperError):
    """The shop has not said where a basket is paid."""


def new_id() -> str:
    """The id of a basket that is to be made. It cannot be guessed, and a basket is reached by nothing else."""
    return secrets.token_urlsafe(24)


def create(shop: Shop, lines: Sequence[CartLine] = (), customer_id: str | None = None, *, id: str = "") -> PricedCart:
    """A new basket, under an id of `new_id` that was given out already or another one."""
    cart = Cart(id or new_id(), customer_id=customer_id)
    return _kept(shop, cart, lambda cart, known: _filled(cart, lines, known), lines)


def look(shop: Shop, id: str) -> PricedCart:
    """The basket with what has changed since it was last seen; `NotFound` without one."""
    cart = shop.store.carts.get(id)
    return priced(cart, _catalogue(shop, cart.lines))


def fill(shop: Shop, id: str, lines: Sequence[CartLine]) -> PricedCart:
    """The basket with these lines and no others."""
    with shop.store.transaction():
        cart = replace(shop.store.carts.get(id), lines=())
        return _kept(shop, cart, lambda cart, known: _filled(cart, lines, known), lines)


def add(shop: Shop, id: str, line: CartLine) -> PricedCart:
    """The basket with so many more of a variant."""
    with shop.store.transaction():
        return _kept(shop, shop.store.carts.get(id), lambda cart, known: added(cart, line.variant_id, line.quantity, known), [line])


def join(shop: Shop, cart: Cart | None, lines: Sequence[CartLine]) -> PricedCart:
    """The basket (a new one for None) with at least so many of each variant; what cannot be bought so often is left out."""
    with shop.store.transaction():
        return _kept(shop, cart or Cart(new_id()), lambda cart, known: _joined(cart, lines, known), lines)


def set_quantity(shop: Shop, id: str, variant_id: str, quantity: int) -> PricedCart:
    """The basket with so many of a variant, 0 for none."""
    line = CartLine(variant_id, max(quantity, 1))
    with shop.store.transaction():
        return _kept(shop, shop.store.carts.get(id), lambda cart, known: with_line(cart, variant_id, quantity, known), [line])


def cancel(shop: Shop, id: str) -> PricedCart:
    """The basket as it was; it is gone."""
    with shop.store.transaction():
        last = look(shop, id)
        shop.store.carts.delete([id])
        return last


def checkout(shop: Shop, id: str, now: datetime | None = None) -> str:
    """The address at which the basket is paid, by the setting `checkout_url`. `NoCheckout` without it,
    `CartNotReady` when something stands in the way."""
    if not shop.checkout_url:
        raise NoCheckout("this shop has not said where a basket is paid: set checkout_url in shopkeeper.toml")
    basket = look(shop, id)
    basket.require_ready()
    secret = shop.secrets.get("checkout", "")
    address = checkout_address(shop.checkout_url, basket, lambda variant: _theirs(shop, variant), secret, now)
    lines = [{"variant_id": line.variant_id, "quantity": line.quantity} for line in basket.lines]
    about = {"customer_id": basket.cart.customer_id, "lines": lines, "subtotal": basket.subtotal and to_dict(basket.subtotal)}
    shop.store.outbox.announce("cart.checkout", "cart", about)  # not its id: who knows that has the basket
    return address


def checkout_address(template: str, basket: PricedCart, theirs: Callable[[str], str], secret: str, now: datetime | None = None) -> str:
    """A template with a basket's lines in it. A part from `{variant_id}` to `{quantity}` that is followed by a
    separator and `...` is repeated for each line; `{payload}` is the basket as base64url JSON, a dot, and its
    hexadecimal HMAC-SHA256. `theirs` gives the id that the shop's own system has for a variant."""
    lines = [(quote(theirs(line.variant_id), safe=""), str(line.quantity)) for line in basket.lines]
    address = _REPEATED.sub(lambda found: found[2].join(_line(found[1], *line) for line in lines), template)
    if "{variant_id}" in address:
        if len(lines) > 1:
            raise NoCheckout("checkout_url takes one line and this basket has more: end it with {variant_id}:{quantity},...")
        address = _line(address, *lines[0])
    if "{payload}" in address:
        address = address.replace("{payload}", _payload(basket, secret, now or datetime.now(UTC)))
    return address.replace("{cart_id}", quote(basket.cart.id, safe=""))


def _line(part: str, variant: str, quantity: str) -> str:
    return part.replace("{variant_id}", variant).replace("{quantity}", quantity)


def _payload(basket: PricedCart, secret: str, now: datetime) -> str:
    if not secret:
        raise NoCheckout("checkout_url has {payload}, which is signed: set checkout_secret")
    lines = [{"variant_id": line.variant_id, "quantity": line.quantity, "unit_price": line.unit_price and to_dict(line.unit_price)}
             for line in basket.lines]
    total = basket.subtotal and to_dict(basket.subtotal)
    about = {"cart_id": basket.cart.id, "at": int(now.timestamp()), "lines": lines, "subtotal": total}
    text = base64.urlsafe_b64encode(orjson.dumps(about)).rstrip(b"=")
    return f"{text.decode()}.{hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()}"


def _theirs(shop: Shop, variant: str) -> str:
    numbers = (link.key.split("/")[2] for link in shop.store.links.of(variant) if link.key.split("/")[1] == "variant")
    return next(numbers, variant)


def _filled(cart: Cart, lines: Sequence[CartLine], catalogue: Catalogue) -> Cart:
    for place, line in enumerate(lines):
        try:
            cart = added(cart, line.variant_id, line.quantity, catalogue)
        except InvalidRecord as error:
            raise InvalidRecord(f"lines[{place}].{error.field}", error.expected, error.got) from None
    return cart


def _joined(cart: Cart, lines: Sequence[CartLine], catalogue: Catalogue) -> Cart:
    held = {line.variant_id: line.quantity for line in cart.lines}
    for line in lines:
        if line.quantity > held.get(line.variant_id, 0):
            with suppress(InvalidRecord):
                cart = with_line(cart, line.variant_id, line.quantity, catalogue)
    return cart


def _kept(shop: Shop, cart: Cart, change: Callable[[Cart, Catalogue], Cart], named: Sequence[CartLine]) -> PricedCart:
    """The basket after a change, kept. What it answers is what the shopper has then seen."""
    catalogue = _catalogue(shop, (*cart.lines, *named))
    after = change(cart, catalogue)
    shop.store.carts.put([replace(seen(after, catalogue), updated_at=datetime.now(UTC))])
    return priced(after, catalogue)


def _catalogue(shop: Shop, lines: Sequence[CartLine]) -> Catalogue:
    owners = shop.store.products.by_variant([line.variant_id for line in lines])
    products = shop.store.products.get_many(list(dict.fromkeys(owners.values())))
    return {variant: products[id] for variant, id in owners.items() if id in products}


def forget(shop: Shop, before: datetime) -> int:
    """Removes the baskets that nobody has changed since a moment; how many."""
    old = (cart.id for cart in shop.store.carts.all() if _is_older(cart, before))
    return sum(_forget(shop, batch, before) for batch in batches(old))


def _forget(shop: Shop, ids: list[str], before: datetime) -> int:
    with shop.store.transaction():  # one of them may have been changed just then
        return shop.store.carts.delete([cart.id for cart in shop.store.carts.get_many(ids).values() if _is_older(cart, before)])


def _is_older(cart: Cart, before: datetime) -> bool:
    return cart.updated_at is not None and cart.updated_at < before
