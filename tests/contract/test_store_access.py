"""Keys, users, sessions and failed attempts, on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contract.samples import AT, DAY
from shopkeeper.shop import NotFound
from shopkeeper.store import Store
from shopkeeper.store.access import Attempts, Key, Session, User


def test_a_key_is_found_by_its_id_and_by_the_hash_of_its_secret(store: Store) -> None:
    assert (store.keys.exist(), store.keys.all(), store.keys.by_hash("a1")) == (False, [], None)
    first = Key("k1", "a1", "admin", "仓库", AT)
    second = Key("k2", "a2", "shopper", "shop page", AT + DAY, ("https://shop.example",), AT + 9 * DAY, AT + DAY, AT + 2 * DAY)
    for key in (second, first):
        store.keys.put(key)
    assert (store.keys.exist(), store.keys.all(), store.keys.get("k2"), store.keys.by_hash("a2")) == (True, [first, second], second, second)
    with pytest.raises(NotFound, match="no key has the id 'ghost'"):
        store.keys.get("ghost")


def test_a_key_is_noted_as_used_and_revoked(store: Store) -> None:
    store.keys.put(Key("k1", "a1", "admin", "", AT))
    store.keys.used("k1", AT + DAY)
    store.keys.used("ghost", AT)
    assert store.keys.get("k1").used_at == AT + DAY
    store.keys.put(replace(store.keys.get("k1"), revoked_at=AT + DAY))
    assert (store.keys.exist(), store.keys.get("k1").good(AT + DAY)) == (True, False)


def test_a_key_is_good_until_it_is_revoked_or_its_time_is_over() -> None:
    key = Key("k", "a", "admin", "", AT, expires_at=AT + DAY)
    assert [key.good(AT), key.good(AT + DAY), replace(key, expires_at=None).good(AT + 999 * DAY)] == [True, False, True]
    assert not replace(key, revoked_at=AT).good(AT)


def test_users_are_kept_by_name_and_go_with_their_sessions(store: Store) -> None:
    anna, wang = User("anna", "admin", "scrypt$…", AT, AT), User("王芳", "agent", "scrypt$…", AT, AT)
    assert (store.users.exist(), store.users.find("anna"), store.users.delete("anna")) == (False, None, False)
    for user in (wang, anna):
        store.users.put(user)
    store.users.put(replace(anna, role="operator", changed_at=AT + DAY))
    assert (store.users.exist(), store.users.all()) == (True, [replace(anna, role="operator", changed_at=AT + DAY), wang])
    store.sessions.put(Session("s1", "anna", AT, AT))
    store.sessions.put(Session("s2", "王芳", AT, AT))
    assert store.users.delete("anna")
    with pytest.raises(NotFound, match="no user has the id 'anna'"):
        store.users.get("anna")
    assert (store.sessions.get("s1"), store.sessions.get("s2")) == (None, Session("s2", "王芳", AT, AT))


def test_sessions_end_one_by_one_all_of_a_user_and_by_their_age(store: Store) -> None:
    for id, user, began, seen in (("a", "anna", 0, 5), ("b", "anna", 3, 3), ("c", "bo", 4, 5), ("d", "bo", 4, 4)):
        store.sessions.put(Session(id, user, AT + began * DAY, AT + seen * DAY))

    def left() -> str:
        return "".join(id for id in "abcd" if store.sessions.get(id))

    store.sessions.seen("d", AT + 6 * DAY)
    store.sessions.seen("ghost", AT)
    assert store.sessions.get("d") == Session("d", "bo", AT + 4 * DAY, AT + 6 * DAY)
    store.sessions.forget(seen_before=AT + 4 * DAY, created_before=AT)
    assert left() == "acd"
    store.sessions.forget(seen_before=AT, created_before=AT + DAY)
    assert left() == "cd"
    store.sessions.delete(["c", "ghost"])
    assert (left(), store.sessions.end("bo"), store.sessions.end("bo"), left()) == ("d", 1, 0, "")


def test_failed_attempts_are_counted_and_forgotten(store: Store) -> None:
    assert store.attempts.get("u") is None
    store.attempts.put(Attempts("u", 1, AT, AT))
    store.attempts.put(Attempts("u", 2, AT + DAY, AT + 2 * DAY))
    store.attempts.put(Attempts("v", 1, AT, AT))
    assert store.attempts.get("u") == Attempts("u", 2, AT + DAY, AT + 2 * DAY)
    store.attempts.forget(AT + DAY)
    assert (store.attempts.get("v"), store.attempts.get("u") is None) == (None, False)
    store.attempts.delete("u")
    assert store.attempts.get("u") is None
