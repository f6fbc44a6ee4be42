"""Erases a person: rows, files, caches, marks on models, the room that all that took; and says so with a certificate.

It goes in steps, each of which may be done again: the rows in one transaction, which also keeps what is still to be done (`pending`);
then the files; then, the words to look for forgotten, the database is made compact; then the certificate, the audit and the list of
those whom a restored backup has to forget are written in one transaction. Whoever was killed is run again, or `retention` goes on.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ...shop import NotFound
from ...store.persons import Erasure
from ...text.blot import Words
from ..live.erase import erase_customer
from . import pending
from .certificate import Certificate, made
from .files import clean
from .learnt import mark
from .pending import Pending
from .person import SECRET, person_of, token_of

if TYPE_CHECKING:
    from ..shop import Shop


def erase(shop: Shop, id: str, actor: str = "cli") -> Certificate:
    """Erases a customer. `NotFound` for somebody of whom nothing is kept and who was never erased."""
    token = token_of(shop.store, id)
    known = person_of(shop.store, id).is_known or pending.get(shop.store, token) or any(
        each.token == token for each in shop.store.persons.erased())  # fmt: skip
    if not known:
        raise NotFound("customer", id)
    erase_customer(shop.store, id)
    return finish(shop, token, id, actor)


def finish(shop: Shop, token: str, id: str = "", actor: str = "shopkeeper") -> Certificate:
    """Does what is left to be done for the person of this token; the certificate names them by `id` where it is given."""
    store, left = shop.store, pending.get(shop.store, token)
    assert left is not None  # the rows' transaction has kept it
    if not left.done:
        left = replace(left, id="", words=Words(()), done=_outside(shop, left))
        pending.save(store, left)
    compacted = store.persons.compact()
    return _certified(shop, left, id or token, actor, compacted)


def _outside(shop: Shop, left: Pending) -> dict[str, Any]:
    """Index, files and models."""
    if "products" in left.rows:
        shop.index(rebuild=True)
    found = clean(shop.data_dir, left.words, left.id, shop.store.persons.files())
    changed, kept = ({left.words.blotted(name): what for name, what in files.items()} for files in (found.changed, found.left))
    return {"files": changed, "left": kept, "models": mark(shop.models, left.rows, datetime.now(UTC))}


def _certified(shop: Shop, left: Pending, name: str, actor: str, compacted: bool) -> Certificate:
    store, now = shop.store, datetime.now(UTC)
    stays: dict[str, Any] = {kind: None for kind in ("orders", "reviews", "events") if left.rows.get(kind)}
    stays |= {"audit": None, "backups": None, "elsewhere": None}
    stays |= {"models": [f"{each['capability']} {each['version']}" for each in left.done["models"]]} if left.done["models"] else {}
    stays |= {"files": [f"{path}: {why}" for path, why in left.done["left"].items()]} if left.done["left"] else {}
    stays |= {"webhooks": None} if any(each.topic == "customer.deleted" for each in store.outbox.all("waiting")) else {}
    stays |= {} if compacted else {"database": None}
    certificate = made(store.persons.secret(SECRET), name, now, left.rows, left.done, stays)
    with store.transaction():
        told = {key: value for key, value in certificate.told.items() if key not in ("customer", "signature")}
        store.persons.remember(Erasure(left.token, now, told))
        store.audit.note(actor, "erase", f"person/{left.token[:16]}", {"rows": left.rows, "certificate": certificate.told["digest"]})
        pending.finish(store, left.token)
    return certificate


def go_on(shop: Shop) -> int:
    """Finishes the erasures that were begun elsewhere, such as by another system's message, or that were killed; how many."""
    tokens = pending.tokens(shop.store)
    for token in tokens:
        finish(shop, token)
    return len(tokens)
