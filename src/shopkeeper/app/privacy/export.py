"""Everything that a shop keeps of a person, for them to read and to take elsewhere."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...shop import InvalidFile, NotFound, to_dict
from .fields import readme
from .files import EXPORT
from .person import Person, person_of

if TYPE_CHECKING:
    from ..shop import Shop

DATA, READ_ME = "person.json", "README.md"


@dataclass(frozen=True)
class Exported:
    """What was written where: how many records of each kind."""

    path: str
    counts: dict[str, int]

    def to_dict(self) -> dict[str, Any]:
        """JSON values."""
        return {"file": self.path, "records": self.counts}

    def __str__(self) -> str:
        return f"{self.path}: " + ", ".join(f"{count:,} {kind}" for kind, count in self.counts.items())


def export_person(shop: Shop, id: str, path: Path, actor: str = "cli") -> Exported:
    """Writes what is kept of a customer: to a folder, or to one file where the name ends with .zip or .json. `NotFound` for somebody
    of whom nothing is kept, `InvalidFile` where something of that name is there already."""
    person = person_of(shop.store, id)
    if not person.is_known:
        raise NotFound("customer", id)
    if path.exists():
        raise InvalidFile(f"{path}: there is something of this name; choose another")
    told = gathered(shop, person)
    text = json.dumps(told, ensure_ascii=False, indent=2, default=str) + "\n"
    _write(path, {DATA: text, READ_ME: readme(told)})
    shop.store.audit.note(actor, "export", f"customer/{id}", {"file": path.name})
    return Exported(str(path), {kind: len(rows) for kind, rows in told["kept"].items() if rows})


def gathered(shop: Shop, person: Person) -> dict[str, Any]:
    """All of it as JSON values: `kept` holds the records by kind, see `fields.py`."""
    store, about = shop.store, f"customer/{person.id}"
    searches, lists = store.searches.get_many(person.searches), store.recommendations.get_many(person.lists)
    replies = [draft for draft in store.drafts.all() if draft.kind == "reply" and draft.about in {each.id for each in person.reviews}]
    sent = store.contacts.campaigns(person.id)
    kept: dict[str, list[Any]] = {
        "customer": [to_dict(person.customer)] if person.customer else [],
        "orders": [to_dict(order) for order in person.orders.values()], "carts": _all(store.carts.get_many(person.carts)),
        "reviews": [to_dict(review) for review in person.reviews], "replies": [to_dict(draft) for draft in replies],
        "events": [to_dict(event) for event in person.events], "searches": _all(searches), "recommendations": _all(lists),
        "conversations": _all(store.conversations.get_many(person.conversations)), "dialogues": _dialogues(shop, person),
        "campaigns": [{"id": each.id, "channel": each.channel, "at": each.at.isoformat(), "sent": sent[each.id]}
                      for each in store.campaigns.get_many(list(sent)).values()],
        "notes": [{"at": each.at.isoformat(), "actor": each.actor, "action": each.kind, "facts": each.data}
                  for each in store.audit.newest(1_000_000, subject=about)],
        "order_requests": [{"id": each.id, "order_id": each.order_id, "state": each.state, "payload": each.payload}
                           for order in person.orders for each in store.order_requests.of(order)],
        "links": [{"key": link.key} for link in store.links.of(person.id)],
    }  # fmt: skip
    kept["elsewhere"] = _elsewhere(store.persons.mentions(person.words))
    return {"format": EXPORT, "version": 1, "customer": person.id, "at": datetime.now(UTC).isoformat(), "kept": kept}


def _all(found: dict[str, Any]) -> list[Any]:
    return [to_dict(record) for record in found.values()]


def _dialogues(shop: Shop, person: Person) -> list[dict[str, Any]]:
    return [{"id": id, "said": [{"at": each.at.isoformat(), "kind": each.kind, "facts": each.data} for each in shop.store.audit.of(id)]}
            for id in person.dialogues]


_TOLD = frozenset(("carts", "orders", "order_lines", "reviews", "events", "event_items", "searches", "recommendations", "exposures",
                   "conversations", "dialogues", "order_requests", "links", "contacts"))


def _elsewhere(mentions: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Rows of other tables in which words stand that name the person: messages, answers, jobs, texts."""
    return [{"table": table, "row": row} for table, rows in mentions.items() if table not in _TOLD for row in rows
            if table != "audit" or not (row["dialogue_id"] or str(row["subject"]).startswith("customer/"))]


def _write(path: Path, files: dict[str, str]) -> None:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED) as packed:
            for name, text in files.items():
                packed.writestr(name, text)
    elif path.suffix == ".json":
        path.write_text(files[DATA], "utf-8")
    else:
        path.mkdir(parents=True)
        for name, text in files.items():
            (path / name).write_text(text, "utf-8")
