"""Keys, users and passwords: what is made, what is kept of it, what is refused."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper.app import access, passwords
from shopkeeper.shop import Conflict, InvalidRecord, NotFound
from shopkeeper.store import open_store
from shopkeeper.store.access import Session

NOW = datetime(2026, 11, 27, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setattr(passwords, "COST", 16)
    found = open_store(tmp_path / "shop.db")
    yield found
    found.close()


def noted(store):
    return [(each.actor, each.kind, each.subject) for each in reversed(store.audit.newest())]


def test_of_a_key_only_the_hash_is_kept(store, tmp_path):
    key, secret = access.make_key(store, "operator", " ERP ", NOW)
    assert re.fullmatch(r"sk_[\w-]{43}", secret)
    assert store.keys.by_hash(access.hashed(secret)) == key == store.keys.get(key.id)
    assert (key.label, key.scope, key.origins) == ("ERP", "operator", ())
    assert noted(store) == [("cli", "key made", f"key/{key.id}")]
    store.close()
    assert not any(secret.encode() in file.read_bytes() for file in tmp_path.iterdir())


def test_a_key_with_origins_is_publishable_and_for_shoppers(store):
    key, secret = access.make_key(store, "shopper", "page", NOW, origins=["https://shop.example", "http://localhost:3000"])
    assert secret.startswith("pk_")
    assert key.origins == ("https://shop.example", "http://localhost:3000")
    with pytest.raises(InvalidRecord, match="scope: expected shopper"):
        access.make_key(store, "agent", "page", NOW, origins=["https://shop.example"])


@pytest.mark.parametrize(("scope", "label", "origins", "field"), [
    ("public", "x", (), "scope"), ("root", "x", (), "scope"), ("admin", " ", (), "label"), ("admin", "x" * 101, (), "label"),
    ("shopper", "x", ["https://shop.example/"], "origin"), ("shopper", "x", ["*"], "origin"), ("shopper", "x", ["null"], "origin"),
])
def test_what_no_key_can_be_is_refused(store, scope, label, origins, field):
    with pytest.raises(InvalidRecord) as refused:
        access.make_key(store, scope, label, NOW, origins=origins)
    assert refused.value.field == field
    assert not store.keys.exist()


def test_a_revoked_key_stays_and_keeps_its_moment(store):
    key, _ = access.make_key(store, "admin", "x", NOW)
    assert access.revoke_key(store, key.id, NOW + DAY).revoked_at == NOW + DAY
    assert access.revoke_key(store, key.id, NOW + 2 * DAY).revoked_at == NOW + DAY
    assert store.keys.exist()
    assert [kind for _, kind, _ in noted(store)] == ["key made", "key revoked"]
    with pytest.raises(NotFound):
        access.revoke_key(store, "ghost", NOW)


def test_a_key_is_replaced_at_once_or_after_a_while(store):
    old, _ = access.make_key(store, "operator", "ERP", NOW, expires_at=NOW + 10 * DAY)
    new, secret = access.rotate_key(store, old.id, NOW + DAY, overlap=timedelta(hours=2))
    assert (new.scope, new.label, new.expires_at) == ("operator", "ERP", NOW + 11 * DAY)
    assert store.keys.by_hash(access.hashed(secret)) == new
    assert store.keys.get(old.id).expires_at == NOW + DAY + timedelta(hours=2)
    access.rotate_key(store, new.id, NOW + DAY)
    assert store.keys.get(new.id).revoked_at == NOW + DAY
    with pytest.raises(Conflict, match="revoked or has expired"):
        access.rotate_key(store, new.id, NOW + DAY)


def test_of_a_password_only_what_it_cannot_be_read_from_is_kept(store, tmp_path):
    user = access.make_user(store, " Ａnna ", "admin", "correct horse battery", NOW)
    assert (user.name, user.role) == ("anna", "admin")
    assert passwords.matches("correct horse battery", user.password)
    assert not passwords.matches("correct horse batterY", user.password)
    assert passwords.matches("ｃorrect horse battery", user.password), "the width of a letter is no other letter"
    assert user.password != passwords.protected("correct horse battery"), "everybody has a salt of their own"
    store.close()
    assert not any(b"correct horse" in file.read_bytes() for file in tmp_path.iterdir())


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaa", "x" * 1001, "my-anna-secret", ""])
def test_a_poor_password_is_refused_and_not_shown(store, password):
    with pytest.raises(InvalidRecord, match="password: expected at least 10 characters") as refused:
        access.make_user(store, "anna", "admin", password, NOW)
    assert not password or password not in str(refused.value)


def test_a_user_is_made_once_has_a_role_and_a_name(store):
    access.make_user(store, "anna", "agent", "correct horse battery", NOW)
    with pytest.raises(Conflict, match="there is one of this name"):
        access.make_user(store, "ANNA", "admin", "another horse battery", NOW)
    for name, role, field in (("bo", "shopper", "role"), ("b o", "agent", "name"), ("", "agent", "name"), ("x" * 61, "agent", "name")):
        with pytest.raises(InvalidRecord) as refused:
            access.make_user(store, name, role, "correct horse battery", NOW)
        assert refused.value.field == field


def test_another_password_ends_the_sessions(store):
    access.make_user(store, "anna", "admin", "correct horse battery", NOW)
    store.sessions.put(Session("s", "anna", NOW, NOW))
    access.set_password(store, "Anna", "staple battery horse", NOW + DAY)
    assert store.sessions.get("s") is None
    assert passwords.matches("staple battery horse", store.users.get("anna").password)
    access.remove_user(store, "Anna", NOW)
    assert not store.users.exist()
    assert [kind for _, kind, _ in noted(store)] == ["user made", "password set", "user removed"]
    for act in (lambda: access.remove_user(store, "anna", NOW), lambda: access.set_password(store, "anna", "staple battery horse", NOW)):
        with pytest.raises(NotFound):
            act()


def test_who_can_do_everything_is_an_admin_with_a_good_key_or_a_user(store):
    assert not access.has_admin(store, NOW)
    access.make_key(store, "operator", "x", NOW)
    access.make_key(store, "admin", "x", NOW, expires_at=NOW + DAY)
    assert access.has_admin(store, NOW)
    assert not access.has_admin(store, NOW + DAY)
    access.make_user(store, "anna", "operator", "correct horse battery", NOW)
    assert not access.has_admin(store, NOW + DAY)
    access.make_user(store, "bo", "admin", "correct horse battery", NOW)
    assert access.has_admin(store, NOW + DAY)


def test_what_is_kept_is_strong_enough():
    kept = passwords.protected("correct horse battery").split("$")
    assert int(kept[1]) * int(kept[2]) * int(kept[3]) >= 2**17 * 5, "as OWASP asks: cost 2^17, block 8, lanes 1, or as much"
    assert len(bytes.fromhex(kept[4])) == 16
    assert passwords.nobodys().split("$")[1:4] == kept[1:4], "a name that there is not takes as long"
