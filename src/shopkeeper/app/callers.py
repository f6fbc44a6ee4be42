"""Who asks: what a key, a session of the console or the bare address of a request is allowed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ..shop import ShopkeeperError

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection


class NotTheirs(ShopkeeperError):
    """Somebody asks in the name of a customer that they have not shown to be."""


Scope = Literal["public", "shopper", "agent", "operator", "admin"]
SCOPES: tuple[Scope, ...] = ("public", "shopper", "agent", "operator", "admin")  # each may what those before it may
ROLES: tuple[Scope, ...] = ("agent", "operator", "admin")  # of the console's users


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a request. `key_id` names the key, or is `user:NAME` for somebody who logged in to the console, and is empty for nobody
    known; `name` is what people know them by; `customer_id` is the shopper that the shop's own backend signed, if any."""

    key_id: str = ""
    scope: Scope = "public"
    name: str = ""
    customer_id: str | None = None

    def may(self, needed: Scope) -> bool:
        """Whether a route that needs this scope is open to them."""
        return SCOPES.index(self.scope) >= SCOPES.index(needed)


ANYBODY = Caller()
LOCAL = Caller("", "admin", "local")  # who sits at the machine of a shop that has no keys yet


def caller_of(request: HTTPConnection) -> Caller:
    """Who sent a request, as the server found out before it was answered."""
    caller: Caller = request.scope["state"]["caller"]
    return caller


def customer_for(request: HTTPConnection, named: str | None) -> str | None:
    """The customer in whose name something is done: the one that is `named`, whom only the shop's own people and programs may name, else
    the one whose token the request bears. `NotTheirs`."""
    caller = caller_of(request)
    if named and named != caller.customer_id and not caller.may("agent"):
        raise NotTheirs("customer_id: expected the customer whose signed token the request bears; others are named with a key of the shop")
    return named or caller.customer_id
