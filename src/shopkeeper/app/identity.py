"""A customer's token: the shop's own backend signs who its visitor is, and the chat believes that and nothing else.

The token is base64url JSON `{"customer": ID, "until": SECONDS}`, a dot, and the hexadecimal HMAC-SHA256 of what stands before the dot
under the setting `customer_secret`; `until` is a Unix time.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime

import orjson

from ..shop import ShopkeeperError

LONGEST = 4_000  # characters


class BadIdentity(ShopkeeperError):
    """A token that this shop has not signed, or that is no longer good."""


def customer_token(customer_id: str, secret: str, until: datetime) -> str:
    """The token with which a door knows the customer until then."""
    about = base64.urlsafe_b64encode(orjson.dumps({"customer": customer_id, "until": int(until.timestamp())})).rstrip(b"=")
    return f"{about.decode()}.{_signature(about, secret)}"


def customer_of(token: str, secret: str, now: datetime) -> str:
    """The id of the customer whom a token names; `BadIdentity` where it is not signed with this secret, or its time is over."""
    if not secret:
        raise BadIdentity("customer: this shop takes no signed customers; set customer_secret in shopkeeper.toml")
    about, _, signature = token[:LONGEST].partition(".")
    if not hmac.compare_digest(_signature(about.encode(), secret).encode(), signature.encode()):
        raise BadIdentity("customer: the token is not signed with this shop's customer_secret")
    try:
        named = orjson.loads(base64.urlsafe_b64decode(about + "=" * (-len(about) % 4)))
        customer, until = str(named["customer"]), float(named["until"])
    except (ValueError, TypeError, KeyError):
        raise BadIdentity('customer: expected a token of {"customer": ID, "until": SECONDS}') from None
    if until < now.timestamp():
        raise BadIdentity("customer: the token is no longer good; ask the shop for a new one")
    return customer


def _signature(about: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), about, hashlib.sha256).hexdigest()
