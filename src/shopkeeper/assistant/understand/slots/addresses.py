"""Postal addresses in a message, in English and in Chinese."""

from __future__ import annotations

import re

from ....shop import Address

_STATES = {
    "alabama": "AL", "alaska": "AK", "arizona": "AZ", "arkansas": "AR", "california": "CA", "colorado": "CO", "connecticut": "CT",
    "delaware": "DE", "florida": "FL", "georgia": "GA", "hawaii": "HI", "idaho": "ID", "illinois": "IL", "indiana": "IN", "iowa": "IA",
    "kansas": "KS", "kentucky": "KY", "louisiana": "LA", "maine": "ME", "maryland": "MD", "massachusetts": "MA", "michigan": "MI",
    "minnesota": "MN", "mississippi": "MS", "missouri": "MO", "montana": "MT", "nebraska": "NE", "nevada": "NV", "new hampshire": "NH",
    "new jersey": "NJ", "new mexico": "NM", "new york": "NY", "north carolina": "NC", "north dakota": "ND", "ohio": "OH", "oklahoma": "OK",
    "oregon": "OR", "pennsylvania": "PA", "rhode island": "RI", "south carolina": "SC", "south dakota": "SD", "tennessee": "TN",
    "texas": "TX", "utah": "UT", "vermont": "VT", "virginia": "VA", "washington": "WA", "west virginia": "WV", "wisconsin": "WI",
    "wyoming": "WY", "district of columbia": "DC",
}  # fmt: skip
_CODES = frozenset(_STATES.values())
_KIND = (
    r"(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd|way|court|ct|place|pl|highway|hwy|parkway|pkwy|square|sq|terrace|ter|"
    r"circle|cir|trail|close|crescent|grove|row|hill|gardens|walk|alley|broadway)"
)
_UNIT = r"(?:apt|apartment|suite|ste|unit|flat|floor|fl|room|rm|building|bldg|#)\.?\s*#?\s*[\w-]+"
_STREET = rf"(?P<number>\d{{1,6}}[A-Za-z]?)\s+(?P<street>(?:[A-Za-z0-9'’.-]+\s+){{0,4}}?{_KIND}(?![A-Za-z])\.?(?:\s+(?:[NSEW]|north|south|east|west)(?![a-z]))?)"
_CODES_ELSEWHERE = {"GB": r"[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}(?![A-Za-z0-9])", "CA": r"[A-Z]\d[A-Z]\s?\d[A-Z]\d(?![A-Za-z0-9])"}
_ELSEWHERE = "|".join(_CODES_ELSEWHERE.values())
_ENGLISH = re.compile(rf"(?<![\w#$]){_STREET}(?:\s*,?\s*(?P<unit>{_UNIT}))?(?P<rest>(?:\s*,?\s*(?:{_ELSEWHERE})|\s*,?\s*(?:in\s+)?[A-Za-z](?:(?!\s(?:{_ELSEWHERE}))[A-Za-z .'’-])*|\s*,?\s*\d{{5}}(?:-\d{{4}})?(?!\d)){{0,6}})", re.I)
_PLACED = re.compile(  # a street of no known kind, held to be one for the city, state and postcode behind it
    rf"(?<![\w#$])(?P<number>\d{{1,6}})\s+(?P<street>[A-Za-z][A-Za-z'’.-]*(?:\s+[A-Za-z'’.-]+){{0,3}})(?:\s*,\s*(?P<unit>{_UNIT}))?"
    rf"(?P<rest>\s*,\s*[A-Za-z .'’-]+,\s*[A-Za-z ]{{2,20}},?\s*\d{{5}}(?!\d))", re.I,
)  # fmt: skip
_ZIP = re.compile(rf"\d{{5}}(?:-\d{{4}})?|{_ELSEWHERE}", re.I)
_COUNTRIES = {
    "US": re.compile(r"^(?:usa|us|u\.s\.a?\.?|united states(?: of america)?)$", re.I), "CA": re.compile(r"^canada$", re.I),
    "GB": re.compile(r"^(?:uk|u\.k\.?|united kingdom|great britain|england|scotland|wales)$", re.I)}  # fmt: skip
_STOP = re.compile(r"\s+(?:instead|please|and|for|because|so|thanks?|thank|as|is|not|from|i|my|can|with|the|but|if|right|now|it|on|of|to|that|where|since|which)(?![A-Za-z]).*$", re.I | re.S)

_H = r"[\u4e00-\u9fffA-Za-z0-9]"
_REGION = r"(?P<region>[\u4e00-\u9fff]{2,7}?(?:省|自治区|特别行政区))"
_CITY = r"(?P<city>[\u4e00-\u9fff]{2,8}?(?:市|自治州|盟)|北京|上海|天津|重庆|广州|深圳|杭州|南京|武汉|成都|西安|苏州|长沙|青岛|厦门|宁波|郑州|昆明|沈阳|大连)"
_DISTRICT = r"(?P<district>[\u4e00-\u9fff]{1,7}?(?:新区|区|县|旗|镇|乡|开发区))"
_LINE = rf"(?P<line>{_H}{{1,16}}?(?:路|街道?|道|巷|弄|胡同|大道|里|村|苑|园|小区|花园|广场|大厦|中心|公寓|城|府|湾)(?:{_H}|[-—#]|\s(?=\d)){{0,30}})"
_CHINESE = re.compile(rf"{_REGION}?{_CITY}?\s*{_DISTRICT}?\s*{_LINE}")
_LEAD = re.compile(
    r"^.*?(?:地址|收货地|送|寄|发|改|换|搬|住|邮|在|填)?(?:成|到|至|为|是|去|在|给|：|:)(?=[\u4e00-\u9fff]{2,})", re.S
)
_HOUSE = re.compile(r"\d|[一二三四五六七八九十]+(?:号|栋|幢|楼|室|单元|层)")
_TAIL = re.compile(r"(?:这个地址|这里|那里|吧|谢谢|麻烦|可以吗|行吗|行不|就行|就好|了|哈|啊|呢|哦|，|。|的?地址).*$", re.S)


def find_addresses(text: str) -> list[Address]:
    """The addresses in a message. English ones need a house number and the name of a street, or a city, state and postcode; Chinese
    ones a road or place and a number. What is not said stays ""."""
    found = [_english(match) for match in (*_ENGLISH.finditer(text),)] or [_english(match) for match in _PLACED.finditer(text)]
    return [*found, *_chinese(text)]


def _english(match: re.Match[str]) -> Address:
    rest = _STOP.sub("", match["rest"] or "")
    code = _ZIP.search(rest)
    parts = [part.strip(" .") for part in re.split(r",|\s(?=\d{5})", _ZIP.sub(",", rest))]
    parts = [re.sub(r"^in\s+", "", part, flags=re.I) for part in parts if part]
    country = next((name for name, pattern in _COUNTRIES.items() for part in parts if pattern.match(part)), "")
    parts = [part for part in parts if not any(pattern.match(part) for pattern in _COUNTRIES.values())]
    city, region = _placed(parts)
    if code and not code[0][0].isdigit():
        country = country or next(name for name, pattern in _CODES_ELSEWHERE.items() if re.fullmatch(pattern, code[0], re.I))
    elif region or code:
        country = country or "US"
    line = f"{match['number']} {' '.join(match['street'].split())}".rstrip(".")
    return Address(line, (match["unit"] or "").strip(), city, region, code[0].upper() if code else "", country)


def _placed(parts: list[str]) -> tuple[str, str]:
    """City and state of what stands behind a street."""
    if not parts:
        return "", ""
    last = parts[-1]
    if len(parts) >= 2 and (state := _state(last)):
        return parts[-2], state
    words = last.split()
    for count in (1, 2):  # "Denver CO", "Austin New Jersey"
        if len(words) > count and (state := _state(" ".join(words[-count:]))):
            return " ".join(words[:-count]), state
    return parts[0], ""


def _state(name: str) -> str:
    return name.upper() if name.upper() in _CODES else _STATES.get(name.lower(), "")


def _chinese(text: str) -> list[Address]:
    found = []
    for part in re.split(r"[，,。；;！!？?\n]", text):
        part = _LEAD.sub("", part) if _LEAD.match(part) else part
        match = _CHINESE.search(part)
        if match and _HOUSE.search(match["line"]):
            line = _TAIL.sub("", match["line"]).strip()
            city = match["city"] or ""
            found.append(Address(line, match["district"] or "", city, match["region"] or "", "", "CN"))
    return found
