"""Numbers that name a person: Chinese ID cards, passports, bank cards, accounts. Each is the places of what it finds in a text, whose
letters and digits are of half width.

Checksums: ISO 7064 MOD 11-2 (GB 11643, ID cards), Luhn (ISO/IEC 7812, bank cards), ISO 7064 MOD 97-10 (ISO 13616, IBAN).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

_Places = Iterator[tuple[int, int]]

_ID = re.compile(r"(?<![A-Za-z0-9])[1-8]\d{5}(?:1[89]|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![A-Za-z0-9])")
_OLD_ID = re.compile(r"身份证(?:号码?)?[是为:：\s]*(?P<id>[1-8]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3})(?!\d)")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

_CARD = re.compile(r"(?<![A-Za-z0-9.+-])(?:\d{13,19}|\d{4}(?P<gap>[ -])\d{4}(?P=gap)\d{4}(?P=gap)\d{2,4}(?:(?P=gap)\d{1,3})?"
                   r"|3\d{3}[ -]\d{6}[ -]\d{5})(?![A-Za-z0-9]|[-.]\d)")
_ISSUERS = re.compile(r"4|5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)|3[47]|35(?:2[89]|[3-8])|30[0-5]|36|38|60|62|64[4-9]|65|81|9[89]")
_ALONE = re.compile(r"(?:4\d|5[1-5]|2[2-7]|35|60|62|64|65)\d{14}|62\d{17}|3[47]\d{13}")  # what needs no word that says what it is
_SAYS_CARD = re.compile(r"(?i:卡|账号|账户|户头|visa|master ?card|amex|\bcards?\b|\bcredit|\bdebit|\baccount)[^\d]{0,16}$")
_SAYS_OTHER = re.compile(
    r"(?:单|流水|编号|条码|条形码|货号|型号|批次|序列号|商品|交易|会员|工单|积分|优惠券|发票|税号|#|(?i:ISBN|EAN|UPC|GTIN|SKU|IMEI|ASIN|\border"
    r"|\btracking|\bitem|\bpart\b|\bmodel|\bserial|\binvoice|\bbatch|\bbarcode|\bproduct|\bcode|\bref|\btransaction|\bcoupon))[^\d]{0,12}$")

_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}(?![A-Za-z0-9])")
_IBAN_LENGTHS = {
    length: countries.split() for length, countries in (
        (15, "NO"), (16, "BE"), (18, "DK FI FO GL NL"), (19, "MK SI"), (20, "AT BA EE KZ LT LU XK"), (21, "CH HR LI LV"),
        (22, "BG BH CR DE GB GE IE ME RS VA"), (23, "AE GI IL IQ TL"), (24, "AD CZ ES MD PK RO SA SE SK TN VG"),
        (25, "LY PT ST"), (26, "IS TR"), (27, "FR GR IT MC MR SM"), (28, "AL AZ BY CY DO GT HU LB NI PL SV"), (29, "BR EG PS QA UA"),
        (30, "JO KW MU"), (31, "MT SC"), (32, "LC"))
}  # fmt: skip

_PASSPORT_NO = r"(?P<no>(?=[A-Z0-9]*\d{2})(?=(?:[A-Z]*\d){5})[A-Z0-9]{8,9})(?![A-Za-z0-9])"
_PASSPORT = re.compile(r"(?:护照|(?i:\bpassport))(?:号码?|(?i:\s?(?:number|no\b)))?(?i:\s?is\b)?[.:：是为#\s]{0,4}" + _PASSPORT_NO)
_PASSPORT_AFTER = re.compile(r"(?<![A-Za-z0-9])" + _PASSPORT_NO + r"(?=[的\s]{0,2}护照)")


def id_cards(text: str) -> _Places:
    """Chinese ID cards: 18 digits with a day of birth and a right checksum; the old ones of 15 where the text says that they are some."""
    for match in _ID.finditer(text):
        if _checks(match.group()) and _is_day(match.group()[6:14]):
            yield match.span()
    for match in _OLD_ID.finditer(text):
        yield match.span("id")


def _checks(id: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, id[:17], strict=True))
    return "10X98765432"[total % 11] == id[17].upper()


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def cards(text: str) -> _Places:
    """Bank cards: 13 to 19 digits of a known issuer that pass Luhn's check. Digits in one row that could be an order's or a barcode's
    (by their length, or by what the text calls them) are none, unless the text calls them a card."""
    for match in _CARD.finditer(text):
        digits, before = re.sub("[ -]", "", match.group()), text[max(0, match.start() - 24):match.start()]
        if len(digits) < 13 or not _ISSUERS.match(digits) or not luhn(digits):
            continue
        if _SAYS_CARD.search(before) or (not _SAYS_OTHER.search(before) and _ALONE.fullmatch(digits)):
            yield match.span()


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def accounts(text: str) -> _Places:
    """Bank accounts by their international number (IBAN), of the length that its country has, with a right checksum."""
    for match in _IBAN.finditer(text):
        length = next((length for length, countries in _IBAN_LENGTHS.items() if match.group()[:2] in countries), 0)
        end = _end_of(text, match.start(), length)
        if length and end <= match.end() and not text[end:end + 1].isalnum() and _is_iban(re.sub("[ -]", "", text[match.start():end])):
            yield match.start(), end


def _end_of(text: str, start: int, length: int) -> int:
    """Where so many letters and digits from `start` on end."""
    while length and start < len(text):
        length -= text[start] not in " -"
        start += 1
    return start + length


def _is_iban(text: str) -> bool:
    return int("".join(str(int(letter, 36)) for letter in text[4:] + text[:4])) % 97 == 1


def passports(text: str) -> _Places:
    """Passports, where the text says that it is one."""
    for match in (*_PASSPORT.finditer(text), *_PASSPORT_AFTER.finditer(text)):
        yield match.span("no")
