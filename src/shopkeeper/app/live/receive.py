"""Messages that other systems send: who sent them, whether they came before, what became of them."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import orjson

from ...shop import InvalidRecord, NotFound, ShopkeeperError
from ...shop.webhook import is_signed
from ...store.messages import DONE, FAILED, KEPT, Delivery
from .payload import Payload
from .take_in import PRIVACY, Moment, Waiting, handler_of

if TYPE_CHECKING:
    from ..shop import Shop

REMEMBERED = timedelta(days=30)  # a message that comes again after that is held off by its age alone


class BadSignature(ShopkeeperError):
    """A message that does not come from who it says, or whose sender has no secret here."""


@dataclass(frozen=True, slots=True)
class Sender:
    """The headers in which a system says what it sends."""

    signature: str
    topic: str
    delivery: str
    sent: str = ""


SENDERS = {
    "shopify": Sender("x-shopify-hmac-sha256", "x-shopify-topic", "x-shopify-webhook-id", "x-shopify-triggered-at"),
    "woocommerce": Sender("x-wc-webhook-signature", "x-wc-webhook-topic", "x-wc-webhook-delivery-id"),
    "orders": Sender("shopkeeper-signature", "shopkeeper-topic", "shopkeeper-delivery"),
}


def signature(body: bytes, secret: str) -> str:
    """HMAC-SHA256 over the body as it came, in base64: what Shopify and WooCommerce both send."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def receive(shop: Shop, source: str, headers: Mapping[str, str], body: bytes, secret: str, now: datetime | None = None) -> str:
    """Takes a message in and answers "done", "repeated", "ignored" (a topic that says nothing here) or
    "waiting" (for a record that it is about).

    `BadSignature` when it is not signed with `secret`; `InvalidRecord` names a header or field that is
    wrong, and the message is then kept among those that failed.
    """
    sender, now = SENDERS[source], now or datetime.now(UTC)
    if not secret or not _is_genuine(source, body, secret, headers.get(sender.signature, ""), now):
        raise BadSignature(f"{sender.signature}: expected the signature of this body by the secret of {source}")
    key, topic = f"{source}/{_header(headers, sender.delivery)}"[:200], _header(headers, sender.topic)
    if handler_of(source, topic) is None:
        return "ignored"
    before = shop.store.inbox.get(key)
    if before is not None and before.state != FAILED:
        return "repeated"
    shop.store.inbox.forget(now - REMEMBERED)
    return _process(shop, Delivery(key, source, topic, DONE, _sent(headers.get(sender.sent, ""), now)), body)


def _is_genuine(source: str, body: bytes, secret: str, signed: str, now: datetime) -> bool:
    if source == "orders":
        return is_signed(body.decode("utf-8", "replace"), secret, signed, now)
    return hmac.compare_digest(signature(body, secret).encode(), signed.encode())


def retry(shop: Shop, key: str) -> str:
    """Takes in a message that failed once more; "done", or "waiting" or "failed" again. `NotFound` without such a one."""
    failed = shop.store.inbox.get(key)
    if failed is None or failed.state != FAILED:
        raise NotFound("failed delivery", key)
    try:
        return _process(shop, replace(failed, state=DONE, error="", body=""), failed.body.encode())
    except InvalidRecord:
        return FAILED


def _process(shop: Shop, delivery: Delivery, body: bytes) -> str:
    """Carries a message out and remembers it, both or neither; a failure is remembered alone."""
    try:
        message, handler = _read(body), handler_of(delivery.source, delivery.topic)
        assert handler is not None
        with shop.store.transaction():
            handler(Moment(shop.store, shop.currency, delivery.at), message)
            shop.store.inbox.put(_kept(delivery, message) if delivery.topic in PRIVACY else delivery)
    except (InvalidRecord, Waiting) as error:
        text = body.decode("utf-8", "replace").replace("\0", "\ufffd")
        shop.store.inbox.put(replace(delivery, state=FAILED, error=str(error), body=text))
        if isinstance(error, Waiting):
            return "waiting"
        raise
    shop.catch_up()
    return DONE


def _read(body: bytes) -> Payload:
    try:
        return Payload(orjson.loads(body))
    except orjson.JSONDecodeError as error:
        raise InvalidRecord("body", f"JSON ({error})", body[:60].decode("utf-8", "replace")) from None


def _kept(delivery: Delivery, message: Payload) -> Delivery:
    """A request about a person, without what it is meant to erase."""
    about: dict[str, Any] = {"shop": message.text("shop_domain"), "customer": message.child("customer").text("id")}
    about |= {"orders": message.values("orders_requested") + message.values("orders_to_redact")}
    return replace(delivery, state=KEPT, body=orjson.dumps({name: value for name, value in about.items() if value}).decode())


def _header(headers: Mapping[str, str], name: str) -> str:
    if value := headers.get(name, "").strip():
        return value
    raise InvalidRecord(name, "a value in this header")


def _sent(text: str, now: datetime) -> datetime:
    """When a message was sent, as it says, but never later than now."""
    try:
        sent = datetime.fromisoformat(text)
    except ValueError:
        return now
    return min(now, sent if sent.tzinfo else sent.replace(tzinfo=UTC))
