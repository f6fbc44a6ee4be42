"""Values of products as bytes and back, one and many."""

from __future__ import annotations

import math

import numpy as np

from shopkeeper.search.engines.remote.records import Record, created, unpack

SHOE = Record(2, 1.5e9, [(0, 7), (1, 8), (2, 9)], [(0, 1, 0.1), (2, 0, -5e-324)])
BARE = Record(1, math.nan, [], [])


def test_a_record_comes_back_as_it_was():
    assert Record.unpack(SHOE.pack()) == SHOE
    assert math.isnan(Record.unpack(BARE.pack()).created)


def test_many_records_become_arrays_that_know_whose_each_value_is():
    many = unpack([BARE.pack(), SHOE.pack(), SHOE.pack()])
    assert many.variants.tolist() == [1, 2, 2]
    assert (many.word_rows.tolist(), many.word_places.tolist()) == ([1, 1, 1, 2, 2, 2], [0, 1, 2] * 2)
    assert many.word_codes.tolist() == [7, 8, 9] * 2
    assert (many.number_rows.tolist(), many.numbers.tolist()) == ([1, 1, 2, 2], [0.1, -5e-324] * 2)
    assert np.isnan(many.created[0])
    assert len(unpack([]).variants) == 0


def test_a_moment_that_is_not_known_is_nan():
    assert math.isnan(created(None))
    assert created(12.0) == 12.0
