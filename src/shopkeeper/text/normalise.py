"""One spelling for what looks different and means the same: width, case, accents, 繁体 and 简体."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

from .numbers import halfwidth

CJK = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af〇"
_HAS_CJK = re.compile(f"[{CJK}]")
_COMBINING = re.compile("[\u0300-\u036f]+")
_SHORT = 40  # characters up to which a text is likely to come again: names and values of attributes
_SPACE = re.compile(r"\s+")


def normalise(text: str) -> str:
    """Half width, simplified Chinese, lower case, no Latin accents, single spaces: "Ｃａｆé 無線" to "cafe 无线"."""
    if text.isascii():
        return _SPACE.sub(" ", text).strip().lower()
    text = unicodedata.normalize("NFKC", text)
    if has_cjk(text):
        text = _to_simplified().convert(text)
    return _SPACE.sub(" ", strip_accents(text)).strip().lower()


def simplified(text: str) -> str:
    """The text in simplified Chinese characters, all else as it was."""
    return str(_to_simplified().convert(text)) if has_cjk(text) else text


def letterwise(text: str) -> str:
    """The text letter for letter, so that places stay: half width, simplified Chinese, lower case, plain quotes, no comma that groups."""
    if text.isascii():
        return text.lower()
    return _short_letterwise(text) if len(text) <= _SHORT else _letterwise(text)


@lru_cache(50_000)
def _short_letterwise(text: str) -> str:
    return _letterwise(text)


def _letterwise(text: str) -> str:
    plain = halfwidth(text.replace("，", "、"))  # a Chinese comma never groups digits
    plain = plain.replace("￥", "¥").replace("＄", "$").replace("’", "'").replace("‘", "'")
    plain = _as_long(plain, simplified(plain))
    return _as_long(plain, plain.lower())


def _as_long(before: str, after: str) -> str:
    return after if len(after) == len(before) else before


def strip_accents(text: str) -> str:
    """Letters without their combining marks: "Löwe" to "Lowe". Chinese is untouched."""
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _COMBINING.sub("", decomposed))


def has_cjk(text: str) -> bool:
    """Whether any Chinese character is in the text."""
    return _HAS_CJK.search(text) is not None


def spellings(word: str) -> list[str]:
    """A simplified word, and how it is written in traditional characters in general, in Taiwan and in Hong Kong, where that differs."""
    return list(dict.fromkeys([word, *(converter.convert(word) for converter in _to_traditional())]))


@cache
def _to_simplified() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


@cache
def _to_traditional() -> tuple[Any, ...]:
    import opencc

    return tuple(opencc.OpenCC(f"s2{region}") for region in ("t", "tw", "hk"))
