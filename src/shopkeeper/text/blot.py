"""Words that name one person, found in any text and blotted out of it: their address, their number, however it is written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

BLOT = "[erased]"
SHORTEST = 4  # characters of a word that names a person wherever it stands
_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")


@dataclass(frozen=True)
class Words:
    """What names a person: `strong` words do so wherever they stand (an address, a number, an id that is no common word), `names` only
    where it is known that the text is about the person, as others may be called the same."""

    strong: tuple[str, ...]
    names: tuple[str, ...] = ()

    @classmethod
    def of(cls, strong: Iterable[str], names: Iterable[str] = ()) -> Words:
        """The words without those that are too short to name anybody."""
        kept = dict.fromkeys(word.strip() for word in strong if len(word.strip()) >= SHORTEST)
        called = dict.fromkeys(name.strip() for name in names if len(name.strip()) >= 2)
        return cls(tuple(kept), tuple(called))

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The strong words in every way that they are written: numbers with blanks, in JSON and in addresses of pages."""
        return tuple(dict.fromkeys(form for word in self.strong for form in _forms(word)))

    @cached_property
    def cores(self) -> tuple[str, ...]:
        """So many of the forms, in small letters, that one stands wherever any form does."""
        forms = sorted({form.lower() for form in self.forms}, key=len)
        return tuple(form for number, form in enumerate(forms) if not any(other in form for other in forms[:number]))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds a strong word."""
        return _pattern(self.forms)

    @cached_property
    def _all(self) -> re.Pattern[str]:
        return _pattern((*self.forms, *(form for name in self.names for form in _forms(name))))

    def within(self, text: str) -> bool:
        """Whether a text names the person."""
        return bool(self.forms) and self.pattern.search(text) is not None

    def blotted(self, text: str, *, names: bool = True) -> str:
        """The text with `[erased]` in place of the words; `names` too where the text is about the person."""
        return (self._all if names else self.pattern).sub(BLOT, text) if self.forms or (names and self.names) else text


def _pattern(forms: Iterable[str]) -> re.Pattern[str]:
    parts = [_bounded(form) for form in sorted(forms, key=len, reverse=True)]
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)


def _bounded(form: str) -> str:
    """A word as a pattern that finds it whole: not 42 in 1042."""
    left, right = (r"(?<![0-9A-Za-z_-])" if _plain(form[0]) else ""), (r"(?![0-9A-Za-z_-])" if _plain(form[-1]) else "")
    return left + re.escape(form) + right


def _plain(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


def _forms(word: str) -> Iterator[str]:
    for form in (word, *_numbers(word)):
        yield form
        for other in (json.dumps(form)[1:-1], json.dumps(form, ensure_ascii=False)[1:-1], quote(form), quote(form, safe="")):
            if other != form:
                yield other


def _numbers(word: str) -> Iterator[str]:
    """The ways in which people write a telephone number."""
    digits = re.sub(r"[\s().-]", "", word)
    if not re.fullmatch(r"\+?\d{7,15}", digits):
        return
    yield from (digits, digits.lstrip("+"))
    if mobile := _MOBILE.fullmatch(digits):
        own = mobile[1]
        for code in ("", "+86", "86", "0086", "+86 ", "+86-"):
            yield from (code + own, *(code + gap.join((own[:3], own[3:7], own[7:])) for gap in " -"))
