"""The temperature makes a classifier as sure as it is right."""

from __future__ import annotations

import numpy as np
import pytest

from shopkeeper.models.classify.calibration import calibration_error, softmax, temperature


def drawn(heat: float, n: int = 8_000):
    """Logits, and labels drawn with the chances softmax(logits / heat)."""
    draw = np.random.default_rng(0)
    logits = draw.normal(0, 2, (n, 3))
    chances = softmax(logits / heat)
    return logits, (draw.random((n, 1)) > chances.cumsum(1)).sum(1)


@pytest.mark.parametrize("heat", [0.5, 1.0, 3.0])
def test_the_temperature_that_was_drawn_with_is_found(heat):
    assert temperature(*drawn(heat)) == pytest.approx(heat, rel=0.1)


def test_the_temperature_takes_the_error_away():
    logits, labels = drawn(3.0)

    assert calibration_error(softmax(logits), labels) > 0.2
    assert calibration_error(softmax(logits / temperature(logits, labels)), labels) < 0.03


def test_the_error_of_a_known_case():
    """Ten answers with .75, of which five are right: .25 apart."""
    assert calibration_error([[0.75, 0.25]] * 10, [0] * 5 + [1] * 5) == pytest.approx(0.25)


def test_softmax_of_great_numbers():
    assert softmax([[1000.0, 0.0]])[0].tolist() == [1.0, 0.0]
