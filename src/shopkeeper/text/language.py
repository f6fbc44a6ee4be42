"""Which of the two languages of the house a text is in."""

from __future__ import annotations

import re

from ..shop import Language

# Ideographs only: kana, hangul and full-width punctuation say nothing about Chinese.
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_ENOUGH = 600  # characters; the language of a long text shows in its beginning


def detect(text: str) -> Language:
    """The language of a text: "zh" or "en" ("en" also when it holds no letters at all).

    Product titles mix both, so an ideograph weighs as much as two Latin words: "Apple 苹果 iPhone 15"
    is Chinese, while one quoted ideograph does not turn a long English sentence.
    """
    if text.isascii():
        return "en"
    start = text[:_ENOUGH]
    han = len(_HAN.findall(start))
    return "zh" if han and 2 * han >= len(_LATIN_WORD.findall(start)) else "en"
