"""Numbers as shops write them: separators of every country, full-width digits, Chinese numerals."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {c: i for i, cs in enumerate(("零〇", "一壹", "二贰两俩", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")) for c in cs}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
_NUMERAL = "".join([*_DIGITS, *_SMALL, *_LARGE])
_CHINESE = re.compile(rf"[{_NUMERAL}]+(?:[点點][{''.join(_DIGITS)}]+)?")
_SCALED = re.compile(r"(.*\d)\s*([十百千万萬亿億]+)")
_SPACES = " \u00a0\u2009\u202f'’"
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_GROUPED = re.compile(r"\d{1,3}(?:(?:,\d{3})+|(?:,\d{2})+,\d{3})")  # the second way is Indian: 1,00,000
_ENGLISH = {
    **{word: n for n, word in enumerate((
        "zero one two three four five six seven eight nine ten eleven twelve "
        "thirteen fourteen fifteen sixteen seventeen eighteen nineteen").split())},
    **{word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)},
}  # fmt: skip
_WORDS = "|".join(sorted(_ENGLISH, key=len, reverse=True))
# A number in English words, as a part of a regular expression: "two hundred and fifty", "a thousand".
ENGLISH = rf"(?:(?:{_WORDS})(?:[ -](?:{_WORDS}|hundred|thousand|and(?= (?:{_WORDS})))){{0,9}}|an? (?:hundred|thousand))"
_WIDTH = str.maketrans({**{chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)}, "\u3000": " ", "−": "-", "–": "-"})
_LONGEST = 200  # characters that a number may have


def halfwidth(text: str) -> str:
    """Full-width ASCII (１，２．３) and typographic minus signs as plain ASCII."""
    return text if text.isascii() else text.translate(_WIDTH)


def parse_number(text: str, *, dot_groups: bool = False) -> Decimal | None:
    """The number that the whole text is, None when it is not one.

    Reads "1,299.00", "1.299,00", "12 345,67", "1'234", "１２３", "-5", "五百", "1.5万", "两千三" (2300).
    Where one text can be read in two ways:

    - with both separators the last one is the decimal: "1.299,00" and "1,299.00" are 1299;
    - a separator that occurs twice or more groups thousands;
    - a single comma before exactly three digits groups thousands ("1,299" is 1299, "0,299" is not),
      any other single comma is a decimal ("12,5");
    - a single dot is a decimal; with `dot_groups` one before exactly three digits groups ("1.299" is 1299).
    """
    text = halfwidth(text).strip()
    if len(text) > _LONGEST:
        return None
    negative = text.startswith("-")
    text = text[1:].strip() if text[:1] in ("-", "+") else text
    value = _western(text, dot_groups)
    if value is None:
        value = _scaled(text, dot_groups) if text[:1].isdigit() else parse_numeral(text)
    return -value if negative and value is not None else value


def parse_numeral(text: str) -> Decimal | None:
    """The number of a whole text in Chinese numerals: "五百", "两千三", "二点五", "二〇二四"."""
    if not _CHINESE.fullmatch(text):
        return None
    whole, _, fraction = text.replace("點", "点").partition("点")
    value = _numeral(whole)
    return None if value is None else Decimal(value) + _fraction(fraction)


def parse_english(text: str) -> float | None:
    """The number of a whole text in English words: "two hundred and fifty" is 250, "a thousand" 1000."""
    total = part = 0
    for word in re.split("[ -]", text):
        if word in ("hundred", "thousand"):
            size = 100 if word == "hundred" else 1000
            part = max(part, 1) * size
            total, part = (total + part, 0) if size == 1000 else (total, part)
        elif word in _ENGLISH:
            part += _ENGLISH[word]
        elif word not in ("a", "an", "and"):
            return None
    return float(total + part)


def _western(text: str, dot_groups: bool) -> Decimal | None:
    if text.isascii() and _PLAIN.fullmatch(text) and not (dot_groups and _groups_dot(text)):
        return Decimal(text)
    for space in _SPACES:
        if space in text:
            text = _without_spaces(text, space)
    if not text or not text.isascii() or not text[0].isdigit():
        return None
    plain = _without_groups(text, dot_groups)
    return Decimal(plain) if _PLAIN.fullmatch(plain) else None


def _without_spaces(text: str, space: str) -> str:
    """Takes spaces out where they group thousands; otherwise the text stays, and is no number."""
    head, *groups = text.split(space)
    digits = [re.split("[.,]", g)[0] for g in groups]
    return head + "".join(groups) if 1 <= len(head) <= 3 and all(len(d) == 3 for d in digits) else text


def _without_groups(text: str, dot_groups: bool) -> str:
    """A number as `123.45`: grouping separators gone, the decimal one a dot."""
    comma, dot = text.rfind(","), text.rfind(".")
    if comma >= 0 and dot >= 0:
        group, decimal = (",", ".") if dot > comma else (".", ",")
        whole, _, fraction = text.rpartition(decimal)
        return f"{_ungroup(whole, group)}.{fraction}"
    separator = "," if comma >= 0 else "."
    if text.count(separator) > 1 or (separator == "," and _GROUPED.fullmatch(text) and text[0] != "0"):
        return _ungroup(text, separator)
    if separator == "." and dot_groups and _groups_dot(text):
        return text.replace(".", "")
    return text.replace(",", ".")


def _groups_dot(text: str) -> bool:
    return text.count(".") == 1 and text[0] != "0" and len(text) - text.index(".") == 4 and text.index(".") <= 3


def _ungroup(whole: str, separator: str) -> str:
    if separator not in whole:
        return whole
    return whole.replace(separator, "") if _GROUPED.fullmatch(whole.replace(separator, ",")) else "?"


def _scaled(text: str, dot_groups: bool) -> Decimal | None:
    """Digits before a Chinese scale: "1.5万", "3千"."""
    match = _SCALED.fullmatch(text)
    value = _western(match[1], dot_groups) if match else None
    if match is None or value is None:
        return None
    for scale in match[2]:
        value *= _SMALL.get(scale) or _LARGE[scale]
    return value


def _fraction(digits: str) -> Decimal:
    return Decimal("0." + "".join(str(_DIGITS[c]) for c in digits)) if digits else Decimal(0)


def _numeral(text: str) -> int | None:
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = section = digit = largest = 0
    scale = 0  # of the unit just read: what a last digit counts tenths of, as in 两千三
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
            scale = 0 if digit == 0 else scale
        elif c in _SMALL:
            section += (digit or 1) * _SMALL[c]
            digit, scale = 0, _SMALL[c]
        else:
            if not (section or digit or total):
                return None
            size, part = _LARGE[c], section + digit
            total = (total + part) * size if size > largest else total + part * size
            section, digit, scale, largest = 0, 0, size, max(size, largest)
    return total + section + digit * (scale // 10 if scale >= 100 else 1)
