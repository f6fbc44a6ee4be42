"""On what device a shopper came, and from where: the words of many programs as the shop's own few."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

from .values import Cell, text

DIRECT = "(direct) / (none)"
_DEVICES = {
    "tablet": "tablet ipad pad 平板 平板电脑",
    "mobile": "mobile phone smartphone cellphone iphone android ios handset app h5 wap miniprogram 手机 移动端 无线 无线端 小程序",
    "desktop": "desktop computer pc laptop web windows mac macos linux 电脑 电脑端 台式机 桌面 pc端",
}
_BY_WORD = {word: device for device, words in _DEVICES.items() for word in words.split()}
_TABLET_AGENT = re.compile(r"iPad|Tablet|PlayBook|Silk|Android(?!.*Mobile)")
_MOBILE_AGENT = re.compile(r"Mobi|iPhone|iPod|Android|MicroMessenger")
_DESKTOP_AGENT = re.compile(r"Windows NT|Macintosh|X11|CrOS")
_ENGINES = "google bing baidu sogou duckduckgo yahoo yandex so naver ecosia".split()
_NOTHING = frozenset(("", "(not set)", "(none)", "null", "undefined", "(data not available)"))
_LONGEST = 100


def visit_of(one: Mapping[str, Cell]) -> dict[str, str]:
    """`device` and `source` of an event, as far as its cells tell."""
    told = {name: text(one[name].value) for name in ("device", "agent", "source", "medium", "referrer") if name in one}
    device = device_of(told.get("device", "")) or device_of(told.get("agent", ""))
    return {"device": device, "source": source_of(told.get("source", ""), told.get("medium", ""), told.get("referrer", ""))}


@lru_cache(4096)
def device_of(said: str) -> str:
    """desktop, mobile or tablet, by a word for it in either language or by a browser's user agent; empty for anything else."""
    known = _BY_WORD.get(re.sub(r"[\s_\-]+", "", said).lower())
    if known or "/" not in said:
        return known or ""
    agents = (("tablet", _TABLET_AGENT), ("mobile", _MOBILE_AGENT), ("desktop", _DESKTOP_AGENT))
    return next((device for device, pattern in agents if pattern.search(said)), "")


@lru_cache(4096)
def source_of(source: str, medium: str = "", referrer: str = "") -> str:
    """Where a visit came from as GA4 writes it: "google / cpc", or the source alone where no medium is known. An address is
    its campaign, else its host. Nothing that may be somebody's address by e-mail is kept."""
    source, medium = _plain(source), _plain(medium)
    if not source and not medium:
        return _referred(referrer) if referrer else ""
    if re.match(r"(?:https?|android-app):", source):
        return _referred(source)
    return _clean(f"{source or '(not set)'} / {medium}" if medium and "/" not in source else source)


def _referred(address: str) -> str:
    if address.lower() in ("direct", "$direct", "(direct)"):
        return DIRECT
    parts = urlsplit(address if "//" in address else f"//{address}")
    campaign = parse_qs(parts.query)
    if "utm_source" in campaign:
        return source_of(campaign["utm_source"][0], campaign.get("utm_medium", [""])[0])
    host = (parts.hostname or "").removeprefix("www.")
    engine = next((name for name in _ENGINES if name in host.split(".")), "")
    return _clean(f"{engine} / organic" if engine else f"{host} / referral") if host else ""


def _plain(word: str) -> str:
    word = word.strip().lower()
    return "" if word in _NOTHING else word


def _clean(source: str) -> str:
    known = " ".join(source.split())
    return "" if "@" in known or not known.isprintable() else DIRECT if known == "(direct)" else known[:_LONGEST]


def first_filled(*found: Any) -> str:
    """The first of these values that says something."""
    return next((word for value in found if _plain(word := text(value))), "")
