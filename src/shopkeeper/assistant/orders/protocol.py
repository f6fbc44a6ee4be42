"""What the assistant asks of the system in which a shop keeps its orders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ...shop import Customer, Order, OrderRequest, OrderStatus, RequestState


@dataclass(frozen=True, slots=True)
class Answered:
    """What the order system said of a request, `note` in its own words. `order` is the order as it has it now, where it tells."""

    state: RequestState
    note: str = ""
    order: Order | None = None


class OrderSystem(Protocol):
    """Where requests are carried out."""

    def submit(self, request: OrderRequest, order: Order, customer: Customer) -> Answered:
        """Takes a request that the customer confirmed; the same `request.id` again answers the same and does nothing twice.

        Called inside the transaction that writes the request into the order, so a system elsewhere only notes it there for sending and
        answers `REQUESTED`. `order` and `customer` are as they were before it."""

    def status(self, order_id: str) -> OrderStatus | None:
        """Where an order stands there; None when it cannot say now."""
