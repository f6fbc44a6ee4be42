"""Prices as people write them."""

from __future__ import annotations

import re
from decimal import Decimal

from ..shop import InvalidRecord, Money, exponent
from .numbers import halfwidth, parse_number

CURRENCIES = frozenset(
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP "
    "CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD "
    "JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN "
    "NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL "
    "THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG".split()
)
_NAMES = {
    "$": "USD", "us$": "USD", "美元": "USD", "美金": "USD", "¥": "CNY", "cn¥": "CNY", "rmb": "CNY", "rmb¥": "CNY", "元": "CNY", "圆": "CNY",
    "块": "CNY", "块钱": "CNY", "元人民币": "CNY", "人民币": "CNY", "jp¥": "JPY", "日元": "JPY", "円": "JPY", "€": "EUR", "欧元": "EUR",
    "euro": "EUR", "£": "GBP", "英镑": "GBP", "hk$": "HKD", "港币": "HKD", "港元": "HKD", "nt$": "TWD", "新台币": "TWD", "台币": "TWD",
    "₩": "KRW", "韩元": "KRW", "₹": "INR", "rs": "INR", "rs.": "INR", "卢比": "INR", "zł": "PLN", "zl": "PLN", "r$": "BRL", "a$": "AUD",
    "au$": "AUD", "澳元": "AUD", "c$": "CAD", "ca$": "CAD", "加元": "CAD", "s$": "SGD", "sg$": "SGD", "新加坡元": "SGD", "nz$": "NZD",
    "₽": "RUB", "руб": "RUB", "руб.": "RUB", "₺": "TRY", "tl": "TRY", "฿": "THB", "泰铢": "THB", "₫": "VND", "kč": "CZK", "ft": "HUF",
    "kr": "SEK", "kr.": "DKK", "₪": "ILS", "₴": "UAH", "₦": "NGN", "₱": "PHP", "rm": "MYR", "rp": "IDR", "瑞士法郎": "CHF", "fr.": "CHF",
}  # fmt: skip
# A sign that several currencies share means the shop's own, where that is one of them.
_SHARED = {
    "$": frozenset("USD AUD CAD HKD NZD SGD TWD MXN ARS CLP COP".split()), "¥": frozenset(("CNY", "JPY")),
    "元": frozenset(("CNY", "TWD", "HKD", "MOP")), "kr": frozenset("SEK NOK DKK ISK".split()), "kr.": frozenset("SEK NOK DKK ISK".split()),
}  # fmt: skip
_MINOR = frozenset(("cents", "cent", "¢", "c", "分", "pence", "fen"))
# Where these are the money, "1.299" means one thousand two hundred and ninety-nine.
_DOT_GROUPS = frozenset("EUR PLN CZK DKK SEK NOK ISK HUF RON RUB TRY BRL ARS CLP COP UYU PYG IDR VND JPY KRW RSD BGN UAH".split())
_PLAIN = re.compile(r"\d{1,12}(?:\.\d{1,2})?")
_NUMERALS = "零〇一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟"
_PARTS = re.compile(rf"([^\d\-+{_NUMERALS}]*)(.*?)([^\d{_NUMERALS}]*)", re.S)
_LIMIT = 10**15
_LONGEST = 200  # characters of a price: to read one may take the square of them
_EXPECTED = 'a price such as "79.99 USD", "￥1,299.00" or "1.299,00 €"'


def parse_money(text: str | int | float | Decimal, default_currency: str, *, minor: bool = False) -> Money:
    """The price that `text` is, in the currency it names or else `default_currency` (ISO 4217).

    A number is in major units (79.99 dollars); with `minor`, or with "cents", "分", "¢" after it, in
    minor ones. `InvalidRecord` when it is no single price ("call us", "10-20"). What can be read in
    two ways:

    - "$", "¥", "元", "kr" are the default currency where that is written so, else USD, CNY, CNY, SEK;
    - "1,299" is 1299; "12,5" is 12.5; with both separators the last is the decimal one;
    - "1.299" is 1299 in currencies whose countries group with dots (EUR, PLN, BRL …) or have no
      minor unit (JPY), and 1.30 elsewhere; halves of a minor unit round up;
    - "(5.00)" and "-5" are negative, "99.-" and "99,-" are whole.
    """
    if isinstance(text, str):
        if len(text) > _LONGEST:
            raise InvalidRecord("price", _EXPECTED, text[:_LONGEST])
        if not minor and _PLAIN.fullmatch(text) and exponent(default_currency) == 2:
            whole, _, cents = text.partition(".")
            return Money(int(whole) * 100 + int(cents.ljust(2, "0") if cents else 0), default_currency)
        return _read(text, default_currency, minor)
    if isinstance(text, bool) or not Decimal(str(text)).is_finite():
        raise InvalidRecord("price", _EXPECTED, text)
    if not minor and _PLAIN.fullmatch(str(text)):
        return parse_money(str(text), default_currency)
    return _money(Decimal(str(text)), default_currency, minor, text)


def currency_of(name: str, default: str) -> str | None:
    """The ISO 4217 code that a sign, word or code stands for, None when it stands for none."""
    key = name.strip().lower()
    if key in _SHARED and default in _SHARED[key]:
        return default
    if key.upper() in CURRENCIES:
        return key.upper()
    return _NAMES.get(key)


def _read(text: str, default: str, minor: bool) -> Money:
    plain = " ".join(halfwidth(text).replace("￥", "¥").replace("＄", "$").replace("￡", "£").split())
    bracketed = plain.startswith("(") and plain.endswith(")")
    plain = plain[1:-1] if bracketed else plain
    sign, plain = (plain[0], plain[1:]) if plain[:1] in ("-", "+") else ("", plain)
    match = _PARTS.fullmatch(plain)
    before, digits, after = (part.strip() for part in match.groups()) if match else ("", "", "")
    after = re.sub(r"^[.,]\s?-+|^[.,]$", "", after).strip()
    currency, cents = _currency(before, after, default, text)
    amount = parse_number(digits, dot_groups=currency in _DOT_GROUPS)
    if amount is None or (sign and digits[:1] in ("-", "+")):
        raise InvalidRecord("price", _EXPECTED, text)
    return _money(-amount if (sign == "-") != bracketed else amount, currency, minor or cents, text)


def _currency(before: str, after: str, default: str, text: str) -> tuple[str, bool]:
    """The currency that the words around a number name, and whether they say minor units."""
    found, cents = [], False
    for name in filter(None, (before, after)):
        if name.lower() in _MINOR:
            cents = True
            continue
        known = currency_of(name, default) or currency_of(name.replace(" ", ""), default)
        if known is None:
            raise InvalidRecord("price", _EXPECTED, text)
        found.append(known)
    if len(set(found)) > 1:  # "$12 CAD": the code says which dollar
        code = next((n.upper() for n in (after, before) if n.upper() in CURRENCIES), None)
        if code is None:
            raise InvalidRecord("price", "one currency", text)
        return code, cents
    return (found[0] if found else default), cents


def _money(amount: Decimal, currency: str, minor: bool, got: object) -> Money:
    if minor and amount != amount.to_integral_value():
        raise InvalidRecord("price", "a whole number of minor units", got)
    if abs(amount) >= _LIMIT:
        raise InvalidRecord("price", "a price below 10^15", got)
    return Money(int(amount), currency) if minor else Money.of(amount, currency)
