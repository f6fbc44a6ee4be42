"""What takes long to find out is found out once, beside who asks."""

from __future__ import annotations

import threading

from shopkeeper.app import kept
from shopkeeper.app.kept import Kept


def test_a_finding_is_made_once_for_a_stamp_and_anew_for_another(monkeypatch):
    monkeypatch.setattr(kept, "LEAST", 0.0)
    monkeypatch.setattr(kept, "SHARE", 0.0)
    ours, asked = Kept(), []
    find = lambda: asked.append(1) or len(asked)  # noqa: E731
    assert [ours.ask("n", 1, find, 5).value for _ in range(3)] == [1, 1, 1]
    assert ours.ask("n", 2, find, 5).value == 2


def test_who_asks_does_not_wait_longer_than_their_patience_and_gets_what_was_before(monkeypatch):
    monkeypatch.setattr(kept, "LEAST", 0.0)
    monkeypatch.setattr(kept, "SHARE", 0.0)
    ours, go = Kept(), threading.Event()
    assert ours.ask("n", 1, lambda: go.wait(10), 0.01) is None
    go.set()
    assert ours.ask("n", 1, lambda: "never begun", 5).value is True
    go.clear()
    assert ours.ask("n", 2, lambda: go.wait(10), 0).value is True, "as it was before"
    go.set()
    ours.close()


def test_a_shop_that_changes_all_the_time_is_not_counted_all_the_time():
    ours, asked = Kept(), []
    for stamp in range(20):
        ours.ask("n", stamp, lambda: asked.append(1) or 1, 5)
    assert len(asked) == 1


def test_what_fails_is_not_known_and_nothing_is_begun_once_closed(caplog):
    ours = Kept()
    assert ours.ask("n", 1, lambda: 1 / 0, 5) is None
    assert "n could not be found out" in caplog.text
    ours.close()
    assert ours.ask("other", 1, lambda: 1, 5) is None
