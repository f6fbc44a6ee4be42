"""What the thing is called in Chinese, and how it is counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ...facts import Material
from .tables import read, words

ANY = "款"
_LONGEST = 10
_PARENS = re.compile(r"[(（].*?[)）]")
_ASIDE = re.compile(r"[(（\[【].*?[)）\]】]|[/|｜].*$")


@dataclass(frozen=True, slots=True)
class Thing:
    """A noun (连衣裙), the short one for later mentions (裙子), its measure word (条), its class of garment or "", its family and
    its brand."""

    noun: str
    short: str
    measure: str
    group: str
    family: str
    brand: str = ""

    @property
    def use(self) -> str:
        """What one does with it: 穿, 吃, 用."""
        return "穿" if self.group else "吃" if self.family == "food" else "用"


def thing_of(material: Material) -> Thing:
    """The thing that a text is about. Facts that name it (衣样式: 衬衫) are better than the record's noun for a whole group (上衣)."""
    named = [text for text in _texts(material) if text.lower() in garments()]
    noun = _spoken(_noun(material, named))
    noun = next((text for text in _texts(material) if text in _kinds_of(noun)), noun)
    group = group_of(noun)
    return Thing(noun, _short(noun, group), measure_of(noun), group, material.family, brand_of(material))


@cache
def garments() -> frozenset[str]:
    """Values that name a garment."""
    return frozenset(words(read("nouns")["garments"]["names"]))


def group_of(noun: str) -> str:
    """The class of garment of a noun, by how it ends."""
    return _ending(noun, "class")


def measure_of(noun: str) -> str:
    """The measure word of a noun, by how it ends; 款 fits every product."""
    return _ending(noun, "measure") or ANY


def brand_of(material: Material) -> str:
    """The brand's Chinese name of a record such as "Galanz/格兰仕"; "" where it says that there is none."""
    names = [name.strip() for name in _PARENS.sub("", material.brand.get("zh")).split("/")]
    chinese = [name for name in names if re.search(r"[\u3400-\u9fff]", name)]
    chosen = (chinese or names)[-1]
    return "" if chosen.lower() in words(read("names")["skip"]["values"]) or "其他" in chosen else chosen


def _texts(material: Material) -> list[str]:
    return [fact.text("zh") for fact in material.facts]


def _kinds_of(noun: str) -> tuple[str, ...]:
    """The nouns that say more than a bare one: 阔腿裤 of 裤子."""
    return words(read("nouns")["closer"].get(noun, ""))


def _noun(material: Material, named: list[str]) -> str:
    own = _ASIDE.sub("", material.noun.get("zh")).strip()
    if named:
        return max(named, key=len) if own in ("裙", "裤", "衣") or len(own) < 2 else _better(named, own)
    leaf = _ASIDE.sub("", material.category[-1].get("zh")).strip() if material.category else ""
    return own if own and len(own) <= _LONGEST else leaf or own or "商品"


def _better(named: list[str], own: str) -> str:
    return named[0] if own in ("上衣", "裙子", "裤子", "女装", "男装") else own


def _spoken(noun: str) -> str:
    return str(read("nouns")["spoken"].get(noun.lower(), noun))


def _short(noun: str, group: str) -> str:
    return {"裙": "裙子", "裤": "裤子", "鞋": "鞋子"}.get(group, noun)


def _ending(noun: str, section: str) -> str:
    known = ((end.lower(), name) for name, ends in read("nouns")[section].items() for end in words(ends))
    fits = [(len(end), name) for end, name in known if noun.lower().endswith(end)]
    return max(fits)[1] if fits else ""
