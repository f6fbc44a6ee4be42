"""Documents, one a row: policies, questions with their answers, manuals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...shop import Document, DocumentKind, InvalidRecord
from .columns import Columns, bare_key
from .layout import OneRow, hashed_id
from .products import both, title_of
from .values import body, choice, items, moment, table, text

_KINDS = table(
    policy="policy policies terms returns shipping 政策 条款 规则 售后政策",
    faq="faq faqs question qa 常见问题 问答 问题",
    manual="manual guide instructions 说明书 手册 使用说明 指南",
)(DocumentKind)
_QUESTIONS = frozenset(("question", "问题", "问"))


class Documents(OneRow):
    """Each row is a document. Without a column of kinds a question is an FAQ, anything else a policy."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        source = columns.of("id")
        self.ids = f"column {source}" if source else "a hash of the row, as it has no id"
        self._default = DocumentKind.FAQ if bare_key(columns.of("title") or "") in _QUESTIONS else DocumentKind.POLICY

    def record(self, values: Mapping[str, Any]) -> Document:
        """The document of a row."""
        one = self.columns.cells(values).one
        content = both(one, "body", body)
        if not content:
            raise InvalidRecord(self.columns.of("body") or "body", "the text of the document")
        return Document(
            id=(text(one["id"].value) if "id" in one else "") or hashed_id(values),
            kind=choice(one["kind"], _KINDS, "policy, faq or manual") if "kind" in one else self._default,
            title=title_of(one),
            body=content,
            product_ids=tuple(items(one["product_ids"].value)) if "product_ids" in one else (),
            updated_at=moment(one["updated_at"]) if "updated_at" in one else None,
        )
