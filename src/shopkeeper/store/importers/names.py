"""People's names."""

from __future__ import annotations

import re

from ...text.normalise import CJK

_CHINESE = re.compile(f"[{CJK}]+")


def full_name(first: str, last: str) -> str:
    """A given and a family name as one: 王芳 when both are Chinese, else Fang Wang."""
    if _CHINESE.fullmatch(first) and _CHINESE.fullmatch(last):
        return last + first
    return " ".join(filter(None, (first, last)))
