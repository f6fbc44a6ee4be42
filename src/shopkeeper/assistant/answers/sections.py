"""The shop's documents cut into what one answer quotes: a question with its answer, a paragraph of a policy, a step of a manual."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...shop import Document, DocumentKind, Language
from ...text.html import to_text
from .quoting import clean

_HEADING = re.compile(r"^#{1,6}\s+(.*)$")
_LABEL = re.compile(r"^[*•\-\d.、)\s]*(?P<label>[^:：。.!?]{1,40})[:：]\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document, in the language that the document has for the shopper. `heading` is what it is about, as the document says,
    `place` its line there."""

    document_id: str
    kind: DocumentKind
    language: Language
    title: str
    heading: str
    text: str
    product_ids: tuple[str, ...] = ()
    place: int = 0


def sections(document: Document, language: Language) -> Iterator[Section]:
    """The sections of a document; in the other language where it lacks this one."""
    has: Language = language if getattr(document.body, language) else "en" if language == "zh" else "zh"
    title, heading = clean(document.title.get(has)), ""
    for place, line in enumerate(to_text(getattr(document.body, has)).split("\n")):
        if found := _HEADING.match(line):
            heading = clean(found[1])
        elif line.strip():
            label = _LABEL.match(line)
            about = clean(label["label"]) if label and document.kind is DocumentKind.MANUAL else heading
            yield Section(document.id, document.kind, has, title, about, clean(line), document.product_ids, place)
