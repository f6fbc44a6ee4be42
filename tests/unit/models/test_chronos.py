"""Chronos by name: a package of this name stands in for the real one."""

from __future__ import annotations

import sys
from types import ModuleType

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from shopkeeper.demand.forecast import fit  # noqa: E402
from shopkeeper.demand.methods import further  # noqa: E402
from shopkeeper.models import chronos  # noqa: E402
from shopkeeper.shop import InvalidQuery  # noqa: E402
from unit.demand.conftest import daily  # noqa: E402

LAST = 7


class Pipeline:
    """Says the mean of the last week of each series, as its package does: tensors of (quantiles, mean)."""

    def __init__(self, model: str) -> None:
        self.model = model

    @classmethod
    def from_pretrained(cls, model: str, device_map: str) -> Pipeline:
        if model == "nowhere":
            raise OSError("nowhere is not a model")
        assert device_map == "cpu"
        return cls(model)

    def predict_quantiles(self, series, prediction_length, quantile_levels):
        mean = torch.stack([each[-LAST:].nanmean().repeat(prediction_length) for each in series])
        return mean[..., None].repeat(1, 1, len(quantile_levels)), mean


@pytest.fixture
def package(monkeypatch):
    found = ModuleType("chronos")
    found.BaseChronosPipeline = Pipeline
    monkeypatch.setitem(sys.modules, "chronos", found)
    chronos._pipeline.cache_clear()
    yield
    chronos._pipeline.cache_clear()


@pytest.mark.usefixtures("package")
def test_every_series_is_foretold_from_what_is_known_of_it():
    values = np.array([[np.nan, np.nan, 1.0, 3.0], [np.nan] * 4, [2.0, 2.0, np.nan, 2.0]])
    assert chronos.foretold(values, 3, "chronos").tolist() == [[2, 2, 2], [0, 0, 0], [2, 2, 2]]


@pytest.mark.usefixtures("package")
def test_it_is_tried_where_it_is_named_and_weighed_like_any_method():
    panel = daily(12, 80)
    assert "chronos:./model" in fit(panel, 7, also=further(["chronos:./model"])).mean.alone
    assert "chronos" not in fit(panel, 7).mean.alone


@pytest.mark.usefixtures("package")
def test_a_model_that_is_not_there_is_named():
    with pytest.raises(InvalidQuery, match="the model nowhere cannot be read"):
        chronos.foretold(np.ones((1, 9)), 3, "chronos:nowhere")


def test_without_the_package_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "chronos", None)
    chronos._pipeline.cache_clear()
    with pytest.raises(InvalidQuery, match="next: pip install chronos-forecasting"):
        chronos.foretold(np.ones((1, 9)), 3, "chronos")


def test_another_name_is_refused():
    with pytest.raises(InvalidQuery, match="prophet: expected chronos"):
        further(["prophet"])
