"""What a fact is called: the canonical key of its name, in either language."""

from __future__ import annotations

import re
from functools import lru_cache

from ..shop import Language, Localized
from ..text.attributes import attribute
from ..text.attributes import name_of as known_name
from ..text.normalise import has_cjk
from .words import HERE, words

_PREFIX = re.compile(r"^(?:attr_[a-z]_|attributes?[._])")
_JOINED = re.compile(r"[_\s]+")
_WHOLE = re.compile(r"^(?:product|item|main|primary|suitable) ")  # words before a name that take nothing from it
_FILE = HERE / "facts.toml"
_BRAND = re.compile(r"(?:商品|产品)?品牌(?:名称?|方)?|牌子|商标")
_CATEGORY = re.compile(r"(?:商品|产品|宝贝|货品|所属|[一二三末]级)?(?:类型|类别|品类|分类|类目|种类)")


@lru_cache(20_000)
def key_of(name: str) -> str:
    """The canonical key of a name ("Fabric", 面料 -> material); a name that is not known is its own, in small letters. So is one that says
    more than the attribute: "lining material" must not be taken for the material."""
    plain = plain_name(name)
    whole = _WHOLE.sub("", plain)
    key = attribute(whole)
    return plain if key is None or whole in words(_FILE, "names", "parts") or _longer(whole, key) or _of_a_field(whole, key) else key


@lru_cache(20_000)
def plain_name(name: str) -> str:
    """A record's name of a fact in small letters, without the marks of its file format: "attr_n_heel__height_" is "heel height"."""
    return _JOINED.sub(" ", _PREFIX.sub("", name.strip().lower())).strip()


def name_of(name: str, language: Language) -> Localized:
    """How a record's own name of a fact is said: in its own language as it stands there, in the other where the vocabulary knows it."""
    own = _JOINED.sub(" ", _PREFIX.sub("", name.strip())).strip()
    key = key_of(name)
    other: Language = "en" if language == "zh" else "zh"
    said = known_name(key, other)
    said = "" if said == key else said
    return Localized(said, own) if language == "en" else Localized(own, said)


def _of_a_field(name: str, key: str) -> bool:
    """Whether a Chinese name that ends with a word for category or brand speaks of one property or part (规格类型, CPU品牌), not of the
    thing."""
    whole = {"category": _CATEGORY, "brand": _BRAND}.get(key)
    return whole is not None and has_cjk(name) and not whole.fullmatch(name)


def _longer(name: str, key: str) -> bool:
    """Whether an English name is an attribute's with a word before it."""
    return not has_cjk(name) and " " in name and attribute(name.split(" ", 1)[1]) == key
