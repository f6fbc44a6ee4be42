"""How Chinese sounds: pinyin without tones, as people type it."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from .normalise import strip_accents

_LONGEST = 6  # letters of a syllable: zhuang


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """The pinyin of a Chinese word in one, without tones: 蓝牙 is "lanya", 音乐 "yinyue", 绿 "lv". Empty
    when a character has none."""
    syllables = [_plain(each[0]) for each in phrase] if (phrase := _phrases().get(word)) else [_of(sign) for sign in word]
    return "".join(syllables) if all(syllables) else ""


def is_pinyin(text: str) -> bool:
    """Whether letters can be read as pinyin from beginning to end: "wuxian", not "wireless"."""
    reached = [True] + [False] * len(text)
    known = _syllables()
    for end in range(1, len(text) + 1):
        reached[end] = any(reached[start] and text[start:end] in known for start in range(max(0, end - _LONGEST), end))
    return reached[-1] and bool(text)


@lru_cache(maxsize=30_000)
def _of(sign: str) -> str:
    return _plain(_signs().get(ord(sign), "").partition(",")[0])


def _plain(syllable: str) -> str:
    """ "lǜ" to "lv", "yá" to "ya"."""
    toneless = "".join("v" if sign in "üǖǘǚǜ" else sign for sign in syllable)
    return strip_accents(toneless)


@cache
def _syllables() -> frozenset[str]:
    readings = {reading for readings in _signs().values() for reading in readings.split(",")}
    return frozenset(set(map(_plain, readings)) - set("bcdfghjklmnpqrstvwxyz") - {"hm", "hng", "ng", ""})


@cache
def _signs() -> dict[int, str]:
    signs: dict[int, str] = _dictionary("pinyin_dict")
    return signs


@cache
def _phrases() -> dict[str, Any]:
    phrases: dict[str, Any] = _dictionary("phrases_dict")
    return phrases


def _dictionary(name: str) -> Any:
    """One of pypinyin's dictionaries by itself. To import the package reads all of them and trains a segmenter, for half a second."""
    package = find_spec("pypinyin")
    assert package is not None
    assert package.origin is not None
    spec = spec_from_file_location(f"_{name}", Path(package.origin).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, name)
