"""Made-up sales whose truth is known."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from shopkeeper.demand import learned
from shopkeeper.demand.panel import Panel, Period

WEEKDAYS = np.array([1.0, 0.8, 0.8, 0.9, 1.2, 1.6, 0.7])


def daily(count: int = 40, columns: int = 150, seed: int = 0) -> Panel:
    """Products that sell `level` a day times the factor of the weekday, by chance; one in four only now and then."""
    draw = np.random.default_rng(seed)
    level = draw.gamma(2.0, 4.0, count)
    level[::4] = 0.25
    mean = level[:, None] * WEEKDAYS[np.arange(columns) % 7]
    return Panel(tuple(f"p{row}" for row in range(count)), draw.poisson(mean).astype(float), Period.DAY, date(2026, 1, 5))


@pytest.fixture(autouse=True, scope="session")
def few_trees():
    """Trees enough for what is made up here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(learned, "ROUNDS", 40)
        yield


@pytest.fixture(scope="session")
def sales() -> Panel:
    return daily()
