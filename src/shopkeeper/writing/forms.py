"""The parts of each kind of text, and how long each may be."""

from __future__ import annotations

from collections.abc import Mapping

from ..shop import Language
from .brief import Brief, Kind, Platform

TEXT = "text"
PARTS: Mapping[Kind, tuple[str, ...]] = {
    "seo": ("title", "meta"), "ad": ("headlines", "descriptions"), "social": ("title", "body", "tags"),
    "email": ("subject", "preview", "body"),
}
LINES = frozenset({"headlines", "descriptions"})  # parts of which each line has the limit
USUAL: Mapping[Kind, int] = {
    "title": 120, "features": 600, "description": 900, "story": 1200, "seo": 215, "ad": 300, "social": 1000, "email": 1500, "reply": 500,
    "translate": 2000}
_LIMITS: Mapping[tuple[Kind, Platform], Mapping[str, int]] = {
    ("title", "taobao"): {TEXT: 60}, ("title", "amazon"): {TEXT: 200}, ("seo", ""): {"title": 60, "meta": 155},
    ("seo", "shopify"): {"title": 60, "meta": 155}, ("ad", "google_ads"): {"headlines": 30, "descriptions": 90},
    ("ad", ""): {"headlines": 30, "descriptions": 90}, ("social", "xiaohongshu"): {"title": 20, "body": 1000},
    ("social", "instagram"): {"body": 2200}, ("social", "weibo"): {"body": 2000},
}


def parts(kind: Kind) -> tuple[str, ...]:
    """The names of the parts; of most kinds one, the text."""
    return PARTS.get(kind, (TEXT,))


def limits(brief: Brief) -> Mapping[str, int]:
    """How long a part may be at most, those that have a limit: characters, on Taobao bytes of GBK (a Chinese character is two)."""
    return _LIMITS.get((brief.kind, brief.platform), {})


def length(text: str, brief: Brief) -> int:
    """How long a text is, as its platform counts."""
    return len(text.encode("gbk", "replace")) if brief.platform == "taobao" else len(text)


def too_long(fields: Mapping[str, str], brief: Brief) -> dict[str, int]:
    """The parts that are longer than they may be, with their limits."""
    found = {}
    for name, limit in limits(brief).items():
        rows = fields.get(name, "").splitlines() if name in LINES else [fields.get(name, "")]
        if any(length(row, brief) > limit for row in rows):
            found[name] = limit
    return found


def joined(fields: Mapping[str, str], language: Language) -> str:
    """The parts as one text, a line between them."""
    return "\n".join(text for text in fields.values() if text.strip())
