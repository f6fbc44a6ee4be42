"""The shop's demand, told by its search index what products are like."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..demand.demand import Demand
from ..models.capabilities import Models
from ..search.engines.protocol import Index
from ..shop import NotIndexed
from ..store.protocol import Store


def open_demand(store: Store, models: Models, index: Index) -> Demand:
    """The demand of a shop; before there is an index nothing says what products are like."""
    def vectors(ids: Sequence[str]) -> NDArray[np.float64]:
        try:
            return index.vectors(ids).astype(np.float64)
        except NotIndexed:
            return np.zeros((len(ids), 0))

    return Demand(store, models.__getitem__, vectors)
