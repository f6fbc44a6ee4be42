"""Logging in, and what happens to who guesses."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper.app import login, passwords
from shopkeeper.app.access import hashed, make_user, set_password
from shopkeeper.app.login import ABSOLUTE, IDLE, LockedOut, lasts, log_in, log_out
from shopkeeper.store import open_store
from shopkeeper.store.access import Session

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
RIGHT, HERE = "correct horse battery", "203.0.113.5"
SECOND = timedelta(seconds=1)


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setattr(passwords, "COST", 16)
    found = open_store(tmp_path / "shop.db")
    make_user(found, "anna", "admin", RIGHT, NOW)
    yield found
    found.close()


def fail(store, times, name="anna", address=HERE, now=NOW):
    for _ in range(times):
        assert log_in(store, name, "wrong", address, now) is None


def test_name_and_password_become_a_session(store):
    token = log_in(store, "Anna", RIGHT, HERE, NOW)
    assert store.sessions.get(hashed(token)) == Session(hashed(token), "anna", NOW, NOW)
    assert log_in(store, "anna", RIGHT.upper(), HERE, NOW) is None
    assert log_in(store, "bo", RIGHT, HERE, NOW) is None
    last = store.audit.newest()[0]
    assert (last.actor, last.kind, last.subject, last.data) == ("anna", "login", "user/anna", {"address": HERE})


def test_logging_in_changes_the_session_and_drops_those_that_are_over(store):
    old = log_in(store, "anna", RIGHT, HERE, NOW)
    other = log_in(store, "anna", RIGHT, HERE, NOW)
    new = log_in(store, "anna", RIGHT, HERE, NOW, before=old)
    assert [store.sessions.get(hashed(each)) is not None for each in (old, other, new)] == [False, True, True]
    log_in(store, "anna", RIGHT, HERE, NOW + IDLE + SECOND)
    assert store.sessions.get(hashed(new)) is None


def test_a_session_is_over_when_it_was_not_used_or_is_old(store):
    session = Session("s", "anna", NOW, NOW + ABSOLUTE - IDLE / 2)
    assert lasts(session, NOW + ABSOLUTE - SECOND)
    assert not lasts(session, NOW + ABSOLUTE)
    assert lasts(Session("s", "anna", NOW, NOW), NOW + IDLE - SECOND)
    assert not lasts(Session("s", "anna", NOW, NOW), NOW + IDLE)


def test_one_session_ends_or_all(store):
    first, second, third = (log_in(store, "anna", RIGHT, HERE, NOW) for _ in range(3))
    log_out(store, first, "anna", NOW)
    assert [store.sessions.get(hashed(each)) is not None for each in (first, second, third)] == [False, True, True]
    log_out(store, second, "anna", NOW, everywhere=True)
    assert store.sessions.get(hashed(third)) is None


@pytest.mark.parametrize("name", ["anna", "nobody"])
def test_a_name_waits_longer_each_time_whether_there_is_one_or_not(store, name):
    fail(store, 5, name)
    waits, now = [], NOW
    for _ in range(7):
        with pytest.raises(LockedOut, match="too many attempts to log in failed") as locked:
            log_in(store, name, RIGHT, "198.51.100.1", now)
        waits.append((locked.value.until - now).total_seconds())
        now = locked.value.until
        fail(store, 1, name, f"198.51.100.{len(waits)}", now)
    assert waits == [30, 60, 120, 240, 480, 900, 900]


def test_the_wait_survives_a_restart_and_the_right_password_afterwards_opens(store, tmp_path):
    fail(store, 5)
    again = open_store(tmp_path / "shop.db")
    with pytest.raises(LockedOut):
        log_in(again, "anna", RIGHT, HERE, NOW + 29 * SECOND)
    assert log_in(again, "anna", RIGHT, HERE, NOW + 30 * SECOND)
    fail(again, 4, now=NOW + 31 * SECOND)
    again.close()


def test_an_address_waits_too_whatever_names_it_tries(store):
    for number in range(20):
        fail(store, 1, f"user{number}")
    with pytest.raises(LockedOut) as locked:
        log_in(store, "anna", RIGHT, HERE, NOW)
    assert locked.value.until == NOW + timedelta(seconds=30)
    assert log_in(store, "anna", RIGHT, "198.51.100.7", NOW)


def test_who_has_a_password_does_not_wash_an_address_clean(store):
    for number in range(19):
        fail(store, 1, f"user{number}")
    assert log_in(store, "anna", RIGHT, HERE, NOW)
    fail(store, 1, "user20")
    with pytest.raises(LockedOut):
        log_in(store, "anna", RIGHT, HERE, NOW)


def test_failures_are_forgotten_after_a_day_and_with_a_new_password(store):
    fail(store, 4)
    fail(store, 4, now=NOW + timedelta(days=1, seconds=1))
    fail(store, 1, now=NOW + timedelta(days=1, seconds=1))
    with pytest.raises(LockedOut):
        log_in(store, "anna", RIGHT, "198.51.100.7", NOW + timedelta(days=1, seconds=2))
    set_password(store, "anna", "staple battery horse", NOW)
    assert log_in(store, "anna", "staple battery horse", "198.51.100.7", NOW + timedelta(days=1, seconds=2))


def test_many_guesses_at_once_are_no_way_around(store):
    looked = []
    tried = passwords.matches

    def guess():
        try:
            log_in(store, "anna", "wrong", HERE, NOW)
        except LockedOut:
            looked.append(False)
        else:
            looked.append(True)

    threads = [threading.Thread(target=guess) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert tried is passwords.matches
    assert sum(looked) == login.OF_A_NAME.free


def test_a_name_that_there_is_not_costs_the_same_work(store, monkeypatch):
    held = []
    monkeypatch.setattr(passwords, "matches", lambda password, kept: held.append(kept.split("$")[:4]) or False)
    fail(store, 1, "anna")
    fail(store, 1, "nobody")
    assert held[0] == held[1]


def test_a_lock_out_is_noted_without_the_name_that_was_typed(store):
    fail(store, 5, "hunter2 my password")
    last = store.audit.newest()[0]
    assert (last.kind, last.subject, last.data) == ("locked out", "name", {"address": HERE, "failures": 5})
    assert "hunter2" not in str(store.audit.newest())
