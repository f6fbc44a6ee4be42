"""Where somebody can be reached: e-mail addresses, telephone numbers, addresses of pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..claim import Kind
from ..finder import Finder
from ..said import Found, Said

_CONTACT = re.compile(
    r"(?P<page>(?:https?://|www\.)[^\s，。；、<>\"'()（）]{1,2000}[\w/])|(?P<mail>(?<![a-z0-9._%+-])[a-z0-9._%+-]{1,64}@[a-z0-9.-]{1,253}\.[a-z]{2,24})|"
    r"(?<![\w.-])(?P<phone>\+?\d{1,3}[\s-]\(?\d{2,4}\)?[\s-]\d{3,4}(?:[\s-]\d{2,4})?|\(\d{3}\)\s?\d{3}[\s-]\d{4}|\d{3}[\s-]\d{3,4}[\s-]\d{4}|"
    r"\d{3}[\s-]\d{4}|0\d{2,3}-\d{7,8}|1[3-9]\d{9})(?![\w-])"
)
_DROP = re.compile(r"[\s()+-]")


def find(said: Said) -> Iterator[Found]:
    """Every address and number of a text."""
    for match in _CONTACT.finditer(said.plain):
        yield Found(match.start(), match.end(), _DROP.sub("", match[0]) if match["phone"] else match[0].rstrip("/"))


FINDER = Finder(Kind.CONTACT, find, echo=lambda said, found: "@" in str(found.value), anywhere=True)
