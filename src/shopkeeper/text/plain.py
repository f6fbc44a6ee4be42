"""One spelling letter for letter: what is found in it stands at the same place of the text as it was written."""

from __future__ import annotations

from .normalise import simplified
from .numbers import halfwidth


def plain(text: str) -> str:
    """Half width, simplified Chinese, lower case, straight quotes; always as long as the text."""
    said = halfwidth(text)
    said = said.replace("￥", "¥").replace("＄", "$").replace("’", "'").replace("‘", "'")
    said = _as_long(said, simplified(said))
    return _as_long(said, said.lower())


def _as_long(before: str, after: str) -> str:
    return after if len(after) == len(before) else before
