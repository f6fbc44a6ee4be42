"""What the shop stands by: its policies, answers to common questions, and manuals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from ...shop import Document, DocumentKind, Localized
from .catalogue import Item
from .words import both, kinds, read


def documents(items: Sequence[Item], until: date) -> Iterator[Document]:
    """Policies, questions with their answers, and one manual for each type that has one and is sold."""
    written = datetime.combine(until - timedelta(days=90), time(9), UTC)
    for row in read("policies")["documents"]:
        yield Document(row["id"], DocumentKind.POLICY, both(row["title"]), _body(row), updated_at=written)
    for number, (question, answer) in enumerate(read("faq")["answers"].items(), 1):
        yield Document(f"faq-{number:02}", DocumentKind.FAQ, both(question), both(answer), updated_at=written)
    nouns = {kind.key: kind.noun for kind in kinds()}
    for row in read("manuals")["documents"]:
        key, noun = row["kind"], nouns[row["kind"]]
        ids = tuple(item.product.id for item in items if item.kind.key == key)
        title = Localized(f"{noun.zh}使用说明", f"How to use your {noun.en}")
        if ids:
            yield Document(f"manual-{key.replace('_', '-')}", DocumentKind.MANUAL, title, _body(row), ids, written)


def _body(row: dict[str, str]) -> Localized:
    return Localized(row["zh"].strip(), row["en"].strip())
