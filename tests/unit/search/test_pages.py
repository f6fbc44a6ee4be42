import time

import numpy as np
import pytest

from shopkeeper.search import pages as room
from shopkeeper.search.pages import Frozen, Pages, cursor
from shopkeeper.shop import InvalidQuery


def answer(query_id="0a"):
    return Frozen(query_id, ["a", "b 商品"], np.array([[0.5, 0.25, 0.25], [0.1, 0.1, 0.0]], np.float32), {"query": "耳机", "k": 1})


def test_an_answer_is_opened_by_its_cursor_in_every_process_that_shares_the_file(tmp_path):
    Pages(tmp_path / "new" / "pages.db").keep(answer())
    frozen, start = Pages(tmp_path / "new" / "pages.db").open(cursor("0a", 1))
    assert (frozen.ids, frozen.about, start) == (["a", "b 商品"], {"query": "耳机", "k": 1}, 1)
    assert np.array_equal(frozen.scores, answer().scores)


def test_answers_go_after_an_hour(tmp_path, monkeypatch):
    Pages(tmp_path / "pages.db").keep(answer("01"))
    later_by_an_hour = time.time() + 3601
    monkeypatch.setattr(room.time, "time", lambda: later_by_an_hour)
    later = Pages(tmp_path / "pages.db")
    later.keep(answer("02"))
    assert later.open("02~0")[1] == 0
    with pytest.raises(InvalidQuery, match="older than an hour; search again"):
        later.open("01~0")


def test_a_cursor_is_shown_in_part_when_it_is_refused(tmp_path):
    with pytest.raises(InvalidQuery) as error:
        Pages(tmp_path / "pages.db").open("x" * 5000)
    assert len(str(error.value)) < 200


def test_only_so_many_answers_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(room, "MOST", 2)
    monkeypatch.setattr(room, "_SWEEP", 1)
    pages = Pages(tmp_path / "pages.db")
    for query_id in ("01", "02", "03"):
        pages.keep(answer(query_id))
    assert [pages.open(f"{query_id}~0")[0].query_id for query_id in ("02", "03")] == ["02", "03"]
    with pytest.raises(InvalidQuery):
        pages.open("01~0")
