"""What a fact is called: the canonical key of its name, in either language."""

from __future__ import annotations

import re

from ..shop import Language, Localized

_PREFIX = re.compile(r"^(?:attr_[a-z]_|attributes?[._])")
_KNOWN = {
    "title": ("title", "name", "product", "product name", "标题", "名称", "商品名称", "品名"),
    "brand": ("brand", "manufacturer", "supplier", "品牌"),
    "category": ("category", "type", "product type", "类型", "类别", "分类", "品类"),
}
_KEY = {name: key for key, names in _KNOWN.items() for name in names}


def key_of(name: str) -> str:
    """The canonical key of a name; a name that is not known is its own, in small letters."""
    plain = re.sub(r"[_\s]+", " ", _PREFIX.sub("", name.strip().lower())).strip()
    return _KEY.get(plain, plain)


def name_of(name: str, language: Language) -> Localized:
    """How a record's own name of a fact is said in the language that it is in."""
    return Localized.of(re.sub(r"[_\s]+", " ", _PREFIX.sub("", name.strip())).strip(), language)
