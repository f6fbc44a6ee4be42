"""Personal data in a text: finds and masks e-mail addresses and telephone numbers of both languages' countries.

What only looks like a number of a product (a SKU, a barcode, an order) is left alone: digits in a row count as a
telephone number only where they are a Chinese mobile number or begin with + and a country; others need the brackets or
hyphens of a telephone number.
"""

from __future__ import annotations

import re

from .numbers import halfwidth

EMAIL, PHONE = "[email]", "[phone]"

_START, _END = r"(?<![A-Za-z0-9+])", r"(?![A-Za-z0-9])"
_EMAIL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._%+-]{0,62}[A-Za-z0-9_%+-])?@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,190})\.[A-Za-z]{2,24}" + _END)
_PHONES = (
    r"(?:\(?(?:\+|00)\s?86\)?[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}",  # a Chinese mobile number
    r"\(?0\d{2,3}\)?[\s-]\d{3,4}[\s-]?\d{4}|\(0\d{2,3}\)\d{7,8}",  # a Chinese number with its area
    r"\+\d{1,3}[\s.-]?(?:\(\d{1,4}\)[\s.-]?)?\d(?:[\s.-]?\d){6,12}",  # any country's, written with its code
    r"(?:1[\s.-])?(?:\(\d{3}\)\s?\d{3}[\s.-]|\d{3}[.-]\d{3}[.-])\d{4}",  # North America
)
_PHONE = re.compile(f"{_START}(?:{'|'.join(_PHONES)}){_END}")


def mask(text: str) -> str:
    """The text with `[email]` and `[phone]` in place of each address and number, everything else as it was."""
    plain = halfwidth(text)  # letter for letter, so that places in one are places in the other
    found = [(*match.span(), word) for pattern, word in ((_EMAIL, EMAIL), (_PHONE, PHONE)) for match in pattern.finditer(plain)]
    end, parts = 0, []
    for start, stop, word in sorted(found):
        if start >= end:
            parts += [text[end:start], word]
            end = stop
    return "".join((*parts, text[end:]))
