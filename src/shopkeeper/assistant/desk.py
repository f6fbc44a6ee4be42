"""What the tools of the assistant may use: the store, the policy, the order system, the clock, and the other rooms' functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from ..shop.policy import Policy
from ..store.protocol import Store
from .basket import Basket
from .orders.local import LocalOrders
from .orders.protocol import OrderSystem
from .policy_file import Section

Floats = npt.NDArray[np.float32]


def _finds_nothing(query: str, **how: Any) -> Sequence[Any]:
    return ()


def _encodes_nothing(texts: Sequence[str]) -> Floats:
    return np.zeros((len(texts), 0), np.float32)


def _feels_nothing(texts: Sequence[str]) -> Sequence[Any]:
    return ()


def _no_fields() -> Mapping[str, Any]:
    return {}


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Desk:
    """What there is at the assistant's desk. `sections` are the words of the policy. `search(query, k=, where=, language=,
    customer_id=)` and `similar(id, k=)` answer hits, `encode(texts)` float32[n, d] of length 1, `sentiment(texts)` how each
    text sounds, `fields()` what the shop calls its fields and values (`Shop.fields`); one that is not given answers nothing.
    `basket` is the shopper's basket where the shop has one. With `signed_only` nobody is believed who says an email address or a name:
    only the door knows who speaks."""

    store: Store
    policy: Policy = field(default_factory=Policy)
    sections: Sequence[Section] = ()
    orders: OrderSystem = field(default_factory=LocalOrders)
    now: Callable[[], datetime] = _now
    search: Callable[..., Sequence[Any]] = _finds_nothing
    similar: Callable[..., Sequence[Any]] = _finds_nothing
    encode: Callable[[Sequence[str]], Floats] = _encodes_nothing
    sentiment: Callable[[Sequence[str]], Sequence[Any]] = _feels_nothing
    fields: Callable[[], Mapping[str, Any]] = _no_fields
    basket: Basket | None = None
    signed_only: bool = False
