"""What a tool would do: judged, worked out, not done."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson

from ..shop import Customer, Order, Product, to_dict
from ..shop.policy import Outcome, Stamp, carry_out


@dataclass(frozen=True, slots=True)
class Plan:
    """A tool's change as the rows stand: the order (None where only the customer changes) and the customer before it, the products of the
    order's lines by id, and what comes of it."""

    tool: str
    order: Order | None
    customer: Customer
    products: Mapping[str, Product]
    outcome: Outcome

    def stamped(self, stamp: Stamp) -> Outcome:
        """The same outcome under the id of a request."""
        if self.order is None or self.outcome.request is None:
            return self.outcome
        request = replace(self.outcome.request, id=stamp.id, at=stamp.at)
        return Outcome(*carry_out(self.order, self.customer, request, self.products), request)

    def digest(self, policy_version: str) -> str:
        """Another one whenever anything of what the customer said yes to is another: order, lines, amounts, currency, way, address, policy.
        What passes with time only, the moment of the request, is no part of it."""
        request, order = self.outcome.request, self.outcome.order
        asked = {k: v for k, v in to_dict(request).items() if k not in ("id", "at")} if request else to_dict(self.outcome.customer.address)
        told: list[Any] = [self.tool, policy_version, self.customer.id, asked]
        if self.order and order:
            lines = [[to_dict(line) for line in each.lines] for each in (self.order, order)]
            moves = [[p.kind, to_dict(p.amount), p.method, p.method_id] for p in order.payments]
            told += [order.id, self.order.status.value, order.status.value, order.currency, lines, moves, to_dict(order.address)]
        return hashlib.blake2b(orjson.dumps(told, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()
