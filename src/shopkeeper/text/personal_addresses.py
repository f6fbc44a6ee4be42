"""Postal addresses in a text, down to the house: Chinese ones by road, number, building and room, those of English texts by street."""

from __future__ import annotations

import re
from collections.abc import Iterator

_Places = Iterator[tuple[int, int]]

_HAN = "\u4e00-\u9fff"
_NUMBER = r"(?:\d{1,5}|[一二三四五六七八九十百]{1,4})"
# What no address has behind its 号: 号线 (a line), 号色 (a shade), 号电池 (a battery), 号店 (a shop) …
_HOUSE = rf"{_NUMBER}(?:[-–之]\d{{1,4}})?\s?(?:号(?!楼梯|[线色仓店码电球针床货款机字卡])|弄)"
_ROAD = (rf"[{_HAN}]{{2,12}}?(?<![线电网油气水回支短断思出销套走铁光公])"
         r"(?:大街|大道|胡同|路|街|巷|弄|(?<![通频轨渠味管跑赛车隧航过知报])道)")
_BLOCK = r"(?:[A-Za-z]|\d{1,4}|[一二三四五六七八九十]{1,3})\s?(?:号楼(?!梯)|栋|幢|座|期)"
_ROOM = r"(?:\d{1,3}单元|\d{1,2}门|\d{1,3}[层楼](?!梯)|\d{3,4}[室房]?(?!\d|[-.]\d|[元块米个件克瓦毫厘年])|\d{1,4}[室户房])"
_VILLAGE = rf"[{_HAN}]{{2,6}}村\s?\d{{1,4}}(?:组|号|社)"
_ANCHOR = re.compile(rf"{_ROAD}\s?{_HOUSE}|{_BLOCK}\s?{_ROOM}|{_VILLAGE}")

_LEFT = re.compile(rf"[{_HAN}\d]{{0,40}}$")
# What a sentence says before an address, to its last letter.
_SAID = re.compile(r".*(?:在|到|至|是|为|址|往|成|回|寄|送|放|住|去|从|给|请|吗|了|家(?=[东南西北和]))|.*我家|^(?:我|改)", re.DOTALL)
_NAMED = r"小区|大厦|广场|花园|公寓|中心|大楼|国际|家园|新村|商城|大酒店|园区|雅苑|苑|时代广场"
_RIGHT = re.compile(
    rf"(?:\s?(?:院|附{_NUMBER}号|[{_HAN}]{{2,8}}?(?:{_NAMED})|[{_HAN}]{{2,6}}(?={_BLOCK})|{_BLOCK}|{_ROOM}|{_HOUSE}|[A-Za-z]座?\s?\d{{2,4}}"
    rf"|-\d{{1,4}}|层\d{{2,4}}))+")
_POSTCODE = re.compile(
    r"(?i:\bzip(?:\s?code)?|\bpost(?:al)?\s?code|邮编|邮政编码)(?i:\s?is)?[\s:：是为\"“]*(?P<code>\d{5,6}(?:-\d{4})?)(?!\d)")

_SURE = "Street|St|Avenue|Ave|Boulevard|Blvd|Road|Rd|Parkway|Pkwy|Lane|Ln|Terrace|Crescent|Close|Mews"
_MAYBE = "Drive|Dr|Court|Ct|Place|Pl|Square|Sq|Way|Circle|Cir|Loop|Row|Walk|Hill|Gardens|Highway|Hwy|Trail"
_WORD = r"(?:[A-Z][A-Za-z'’]+|[NSEW]{1,2}|\d{1,3}(?:st|nd|rd|th))\.?"
_STATE = (r"(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]"
          r"|NSW|VIC|QLD|ACT|TAS)")
_CODE = r"(?:\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|(?<=NSW |VIC |QLD |TAS )\d{4})"
_FLAT = r"(?:Apt|Apartment|Unit|Suite|Ste|Flat|Floor|Room|#)\.?\s?#?[A-Za-z]?\d{1,5}[A-Za-z]?"
_TOWN = rf"(?:,\s?{_WORD}(?:\s{_WORD}){{0,2}}){{0,3}}(?:,?\s{_WORD}(?=\s{_CODE}))?(?:,?\s{_STATE}\b)?(?:,?\s{_CODE})?"
_END = rf"(?P<end>(?:,?\s{_FLAT})?{_TOWN})"
_STREET = re.compile(
    rf"(?<![\w.#$€£/-])(?:{_FLAT},?\s)?\d{{1,5}}[A-Za-z]?\s(?P<name>(?:{_WORD}\s){{1,4}}?)(?P<type>{_SURE}|{_MAYBE})\b\.?{_END}(?![\w])")
_FRENCH = re.compile(
    r"(?<![\w.])\d{1,4}\s(?:[Rr]ue|[Aa]venue|[Bb]oulevard)\s(?:d[eu]s?\s|la\s|l')*[A-Z][\w'-]+(?:\s[A-Z][\w'-]+)*(?:,\s\d{5}\s[A-Z]\w+)?")
_BOX = re.compile(rf"\b[Pp]\.?\s?[Oo]\.?\s[Bb]ox\s\d{{1,6}}{_END}(?!\w)")
_SAYS = (r"(?i:\b(?:ship|send|deliver|delivered|post|mail|moved?|go|forward)\b.{0,12}\bto"
         r"|\b(?:lives?|house|office|home|stay|work)\b.{0,8}\b(?:at|is)|\baddress\b.{0,12})")
_ASKED = re.compile(rf"{_SAYS}\s?:?\s?$")
_LOWER = re.compile(
    rf"{_SAYS}:?\s(?P<all>\d{{1,5}}[a-z]?\s(?:[a-z']+\s){{1,3}}(?i:{_SURE}|{_MAYBE})\b(?:,?\s[a-z]+){{0,3}}(?:,?\s\d{{5}}\b)?)")
# Without such a word there is nothing to look for: a glance that most texts end at.
_ENGLISH = re.compile(rf"(?i)\b(?:{_SURE}|{_MAYBE}|rue|box)\b")
_CHINESE = re.compile(r"[路街道巷弄同]\s?[\d一二三四五六七八九十]|(?:[栋幢座期]|号楼)\s?\d|村\s?\d")
# What is counted, and no house: 12 Speed Road Bike, 2 Pack Flash Drive.
_COUNTED = frozenset(
    "hp pack packs piece pieces pcs pc count inch inches in ft feet foot cm mm speed series gb tb mb gen generation set sets star stars "
    "person people year years day days hour hours pair pairs oz ml kg lb lbs watt volt w v x by of and for with the cup cups flash hard "
    "thumb pen usb ssd dvd cd disk tape pin point amp mile miles month months week weeks size level tier ply light lights drawer "
    "drawers seat seats".split())


def addresses(text: str) -> _Places:
    """The places of addresses in a text, whose digits are of half width."""
    if _CHINESE.search(text):
        yield from _chinese(text)
    if _ENGLISH.search(text):
        yield from _english(text)
    for match in _POSTCODE.finditer(text):
        yield match.span("code")


def _english(text: str) -> _Places:
    for match in _STREET.finditer(text):
        if _is_street(match, text):
            yield match.span()
    for pattern in (_FRENCH, _BOX):
        for match in pattern.finditer(text):
            yield match.span()
    for match in _LOWER.finditer(text):
        yield match.span("all")


def _chinese(text: str) -> _Places:
    end = 0
    for match in _ANCHOR.finditer(text):
        if match.start() < end:
            continue
        start = _start_of(text, end, match)
        tail = _RIGHT.match(text, match.end())
        end = tail.end() if tail else match.end()
        yield start, end


def _start_of(text: str, least: int, anchor: re.Match[str]) -> int:
    """Where the address begins to whose house, block or village `anchor` belongs: before its town, behind what the sentence says first."""
    before = _LEFT.search(text, max(least, anchor.start() - 40), anchor.start())
    start = before.start() if before else anchor.start()
    first = re.search(r"\d|$", text[anchor.start():anchor.end()])
    head = text[start:anchor.start() + (first.start() if first else 0)]
    said = _SAID.match(head)
    return start + (said.end() if said else 0)


def _is_street(match: re.Match[str], text: str) -> bool:
    """Whether a number, names and a word for streets are an address: goods are counted too, and streets give them names."""
    words = {word.lower().strip(".") for word in match["name"].split()}
    if words & _COUNTED:
        return False
    if re.search(r"[,\d]", match["end"]) or _ASKED.search(text, max(0, match.start() - 50), match.start()):
        return True
    if match["type"] not in _SURE.split("|"):
        return False
    return not re.match(r"\.?\s+[A-Z]", text[match.end():])  # 24 Sesame Street Books
