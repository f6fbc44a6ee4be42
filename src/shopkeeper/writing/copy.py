"""A finished text with what stands behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from ..claims import Claim
from ..shop import Language
from .brief import Brief, Kind
from .facts import Material


@dataclass(frozen=True, slots=True)
class Copy:
    """A text that may be published, and why. `fields` are its parts where a kind has several (seo: title, meta; ad: headlines and
    descriptions, one a line; social: title, body, tags; email: subject, preview, body). `claims` is all that it claims, each with the
    record; `used` and `left_out` are the names of the facts that it says and does not; `writer` who wrote it (llm, own, grounded);
    `label` what says so to a shopper and to a machine; `cost` in US dollars, `tokens` read and written."""

    text: str
    language: Language
    kind: Kind
    fields: Mapping[str, str] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    used: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    writer: str = "grounded"
    label: Mapping[str, str] = field(default_factory=dict)
    cost: float = 0.0
    tokens: int = 0

    @property
    def holds(self) -> bool:
        """Whether everything that it claims is supported."""
        return all(claim.holds for claim in self.claims)

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"text": self.text, "language": self.language, "kind": self.kind, "fields": dict(self.fields),
                "claims": [claim.to_dict() for claim in self.claims], "used": list(self.used), "left_out": list(self.left_out),
                "writer": self.writer, "label": dict(self.label), "cost": self.cost, "tokens": self.tokens}


class Author(Protocol):
    """Whoever writes: an LLM, our own model, the grounded writer."""

    name: str

    def write(self, material: Material, brief: Brief) -> Copy | None:
        """A text of the order, its claims checked; None where it has none that holds."""
        ...
