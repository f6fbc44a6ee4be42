"""What was said last is found by the next process, as long as nothing that it comes of has changed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from shopkeeper.demand.forecast import Forecasts
from shopkeeper.demand.last import FILE, found_or_said
from shopkeeper.demand.work import named_by

from .conftest import daily

PANEL = daily(4, 30)


@pytest.fixture
def said():
    draw = np.random.default_rng(0)
    numbers = [draw.random((4, 7)) for _ in range(4)]
    return Forecasts(PANEL.ids, PANEL.period, PANEL.at(30), *numbers, draw.random((4, 7, 15)))


def test_it_is_found_to_the_last_digit(tmp_path, said):
    assert found_or_said(tmp_path, "a", PANEL, lambda: said) is said
    found = found_or_said(tmp_path, "a", PANEL, _never)
    assert (found.ids, found.period, found.first) == (said.ids, said.period, said.first)
    assert all((getattr(found, name) == getattr(said, name)).all() for name in ("mean", "median", "low", "high", "quantiles"))


def test_another_one_takes_its_place(tmp_path, said):
    other = replace(said, mean=said.mean + 1)
    found_or_said(tmp_path, "a", PANEL, lambda: said)
    assert found_or_said(tmp_path, "b", PANEL, lambda: other) is other
    assert (found_or_said(tmp_path, "b", PANEL, _never).mean == other.mean).all()
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize("content", [b"", b"half", b"PK\x03\x04"])
def test_a_broken_file_is_made_again(tmp_path, said, content):
    (tmp_path / FILE).write_bytes(content)
    assert found_or_said(tmp_path, "a", PANEL, lambda: said) is said
    assert (found_or_said(tmp_path, "a", PANEL, _never).mean == said.mean).all()


def test_where_nothing_can_be_kept_it_is_said_each_time(tmp_path, said):
    assert found_or_said(tmp_path / "gone", "a", PANEL, lambda: said) is said
    assert found_or_said(tmp_path / "gone", "a", PANEL, lambda: said) is said


def test_the_name_changes_with_anything_that_a_forecast_comes_of():
    sold = replace(PANEL, values=PANEL.values + 1)
    known = replace(PANEL, known={"price": np.ones((4, 40))})
    names = [named_by(PANEL, 7, None), named_by(sold, 7, None), named_by(known, 7, None), named_by(PANEL, 8, None),
             named_by(PANEL, 7, np.ones((4, 2))), named_by(PANEL, 7, None, ("v1",)), named_by(replace(PANEL, first=7), 7, None)]
    assert len(set(names)) == len(names)
    assert named_by(replace(PANEL, values=PANEL.values.copy()), 7, None) == names[0]


def _never() -> Forecasts:
    raise AssertionError
