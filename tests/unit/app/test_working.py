"""What goes on beside a server's requests."""

from __future__ import annotations

from threading import Event

import pytest

from shopkeeper.app.api.working import _warm, working
from small_shop import product, small_shop


class Steps:
    """A shop that says what was made ready, and is told to stop at one of the steps."""

    def __init__(self, last: str = "") -> None:
        self.stopping, self.done, self._last = Event(), [], last
        self.helpdesk = self.recommender = self

    def _step(self, name: str) -> None:
        self.done.append(name)
        if name == self._last:
            self.stopping.set()

    def warm(self) -> None:
        self._step("words" if "recommender" not in self.done else "assistant")

    def warm_recommender(self) -> None:
        self._step("recommender")

    def look_ahead(self, stopped) -> None:
        assert stopped == self.stopping.is_set
        self._step("ahead")


@pytest.mark.parametrize(("last", "done"), [
    ("", ["words", "recommender", "assistant", "ahead"]), ("recommender", ["words", "recommender"]), ("words", ["words"]),
])
def test_a_server_that_is_to_stop_makes_nothing_more_ready(last, done):
    shop = Steps(last)
    _warm(shop, shop.stopping)
    assert shop.done == done


def test_what_is_made_ready_has_ended_when_a_server_has_stopped(tmp_path, monkeypatch):
    shop = small_shop(tmp_path / "shop")
    shop.put_products([product("mug", "A mug")])
    shop.close()
    ended = Event()

    def slowly(_shop, stopping):
        stopping.wait(30)
        ended.set()

    monkeypatch.setattr("shopkeeper.app.api.working._warm", slowly)
    (tmp_path / "metrics").mkdir()
    with working(str(tmp_path / "shop"), None, tmp_path / "metrics"):
        assert not ended.is_set()
    assert ended.is_set()
