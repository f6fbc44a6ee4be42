"""Personal data in a text: finds and masks e-mail addresses, telephone numbers, postal addresses, Chinese ID cards, passports, bank cards
and accounts (IBAN), in Chinese and English.

What only looks like a number of a product (a SKU, a barcode, an order) is left alone: digits in a row count as a telephone number only
where they are a Chinese mobile number, begin with + and a country, or a word such as 电话 or "phone" says so; others need the brackets or
hyphens of a telephone number. Cards, ID cards and accounts have to pass their checksums. What is found is a help, no promise: names of
persons are not looked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from .numbers import halfwidth
from .personal_addresses import addresses
from .personal_numbers import accounts, cards, id_cards, passports

EMAIL, PHONE, ADDRESS, ID, PASSPORT, CARD, IBAN = KINDS = ("email", "phone", "address", "id", "passport", "card", "iban")


class Found(NamedTuple):
    """Personal data of a kind, by its place in the text."""

    start: int
    end: int
    kind: str


_START, _END = r"(?<![A-Za-z0-9+])", r"(?![A-Za-z0-9])"
_EMAIL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._%+'-]{0,62}[A-Za-z0-9_%+-])?@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,190})\.[A-Za-z]{2,24}" + _END)
_DIGITS = re.compile(r"\d")
_PHONES = (
    r"(?:\(?(?:\+|00)\s?86\)?[\s-]?)?1[3-9]\d(?P<gap>[\s-]?)\d{4}(?P=gap)\d{4}",  # a Chinese mobile number
    r"\(?0\d{2,3}\)?[\s-]\d{3,4}[\s-]?\d{4}|\(0\d{2,3}\)\d{7,8}",  # a Chinese number with its area
    r"\+\d{1,3}[\s.-]?(?:\(\d{1,4}\)[\s.-]?)?\d(?:[\s.-]?\d){6,12}",  # any country's, written with its code
    r"(?:1[\s.-])?(?:\(\d{3}\)\s?\d{3}[\s.-]|\d{3}[.-]\d{3}[.-])\d{4}",  # North America
    r"07\d{3}\s\d{3}\s?\d{3}",  # a British mobile number
)
_PHONE = re.compile(rf"{_START}(?<![A-Za-z0-9]-)(?:{'|'.join(_PHONES)}){_END}(?!-[A-Za-z0-9]*[A-Za-z])")
_NAMED = re.compile(  # a word says what the digits are
    r"(?i:\b(?:tele)?phone|\bmobile|\bcell|\btel\b|电话|手机|座机|传真)(?i:\s?(?:numbers?|no\b|号码?))?(?i:\s?is)?[\s.:：是为#]*"
    r"(?P<digits>\d[\d -]{5,12}\d)" + _END)


def find(text: str) -> list[Found]:
    """All personal data of a text in its order; none lies in another."""
    plain = halfwidth(text)  # letter for letter, so that places in one are places in the other
    found = [Found(*match.span(), EMAIL) for match in _EMAIL.finditer(plain)] if "@" in plain else []
    if _DIGITS.search(plain):
        found += [Found(start, end, kind) for kind, look in _LOOKS for start, end in look(plain)]
    out: list[Found] = []
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if not out or each.start >= out[-1].end:
            out.append(each)
    return out


def mask(text: str) -> str:
    """The text with `[email]`, `[phone]` … in place of what is personal, everything else as it was."""
    return replaced(text, lambda found: f"[{found.kind}]")


def replaced(text: str, by: Callable[[Found], str]) -> str:
    """The text with what `by` answers in place of what is personal."""
    end, parts = 0, []
    for each in find(text):
        parts += [text[end:each.start], by(each)]
        end = each.end
    return "".join((*parts, text[end:]))


def _phones(text: str) -> Iterator[tuple[int, int]]:
    for match in _PHONE.finditer(text):
        yield match.span()
    for match in _NAMED.finditer(text):
        yield match.span("digits")


_LOOKS: tuple[tuple[str, Callable[[str], Iterator[tuple[int, int]]]], ...] = (
    (CARD, cards), (ID, id_cards), (IBAN, accounts), (PASSPORT, passports), (PHONE, _phones), (ADDRESS, addresses),
)  # fmt: skip
