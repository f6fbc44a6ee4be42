"""How long a text may be: bytes of GBK for Chinese marketplaces, half widths for adverts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

Measure = Callable[[str], int]


def gbk(text: str) -> int:
    """Bytes in GBK, in which a Taobao title may have 60; what it does not know counts two."""
    return sum(len(char.encode("gbk", "replace")) if char.isascii() else 2 for char in text)


def width(text: str) -> int:
    """Half widths: a Chinese character counts two, as adverts count it."""
    return sum(1 if ord(char) < 0x2E80 else 2 for char in text)


def fitting(parts: Iterable[str], most: int, measure: Measure = len) -> str:
    """So many of the parts from the first as fit together."""
    out = ""
    for part in parts:
        if part and measure(out + part) <= most:
            out += part
        elif out:
            break
    return out


def cut(text: str, most: int, measure: Measure = len) -> str:
    """A text that is too long without its last characters."""
    while measure(text) > most:
        text = text[:-1]
    return text.rstrip("，、；：—- ｜")
