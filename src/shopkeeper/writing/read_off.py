"""Facts that a title or a tag states: "Striped Cotton Shirt" is striped and of cotton."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ..shop import Language, Localized
from ..text.attributes import broader, find_values, name_of, spoken, values_of
from ..text.normalise import letterwise
from ..text.units import find_quantities
from .weights import weight_of
from .words import HERE, table, words

if TYPE_CHECKING:
    from .facts import Fact

_FILE = HERE / "facts.toml"
_PACKED = {"food": ("mass", "volume"), "beauty": ("mass", "volume"), "pets": ("mass",), "kitchen": ("volume",)}
_PARTS_OF_ZH = "框扣边把盖柄"
_HEAP = re.compile(r"[\u3400-\u9fff]{14,}")  # so many characters in a row: a title made to be found by, words of other things among them
_OF_HEAPS = ("colour", "material", "pattern", "fit", "style", "neckline", "sleeve")  # what the word before the noun may say
_WITHIN = re.compile(r"\b(?:with|contains|has)\s+$", re.I)  # "With 10 g Protein" weighs another amount
_COMBO = re.compile(r"\bcombo\b|组合装", re.I)
_COUNT = re.compile(
    r"\b(?:set|pack|box) of (\d{1,3})\b|\b(\d{1,4})[ -]?(?:pcs|pieces|pc|sheets|bags|capsules|tablets|count|pack)\b"
    r"|(\d{1,3})[件片支只条个枚]装",
    re.I,
)


def read_off(title: Localized, names: Sequence[Localized], tags: Sequence[str], family: str, fact: type[Fact]) -> Iterator[Fact]:
    """The facts that the title states in either language, and that tags name as a whole; `names` (the noun, the brand) state nothing."""
    whole, series = _alone(title).zh, _series(title, names)
    title = _said(_alone(title), names, family)
    seen: dict[tuple[str, str], Localized] = {}
    heap = not title.en and title.zh != whole
    for language in ("zh", "en"):
        for kind, value, said in _values(title.zh if language == "zh" else title.en, names, family):
            if (kind, value) in series or (heap and kind not in _OF_HEAPS):
                continue
            known = seen.get((kind, value), Localized())
            seen[kind, value] = Localized(said, known.en) if language == "zh" else Localized(known.zh, said)
    yield from _facts(seen, "title", fact)
    yield from _facts(_of_tags(tags, family, set(seen)), "tags", fact)
    yield from _amounts(title, family, fact)


def _series(title: Localized, names: Sequence[Localized]) -> set[tuple[str, str]]:
    """What the word between the brand and the rest of a Chinese title would mean: it names a series (松风, 木槿) and states nothing."""
    brand = next((name.zh for name in reversed(names) if name.zh and title.zh.startswith(f"{name.zh} ")), "")
    words_after = title.zh.removeprefix(brand).split() if brand else []
    return set(values_of(words_after[0])) if len(words_after) > 1 else set()


def _said(title: Localized, names: Sequence[Localized], family: str) -> Localized:
    """Of a Chinese title that is a heap of search words the word before the noun with the noun: 不锈钢保温杯; nothing of one of food, which
    names several kinds."""
    if title.en or not _HEAP.search(title.zh):
        return title
    if family == "food" or any(name.zh and title.zh.count(name.zh) > 1 for name in names[:1]):
        return Localized("", title.en)  # several of the kind are named: 炭烧咖啡, 椰奶咖啡
    nouns = [name.zh for name in names[:1] if name.zh and name.zh in title.zh]
    near = [text[max(at - 4, 0) : at + len(noun)] for noun in nouns for text in [title.zh] for at in [text.rfind(noun)]]
    return Localized(near[0] if near else "", "")


def _alone(title: Localized) -> Localized:
    """A title without what comes with the product: "Body Lotion 200 ml + Soap" states nothing of the soap. Of a combo nothing is sure."""
    return Localized(*(("" if _COMBO.search(text) else text.split(" + ")[0]) for text in (title.zh, title.en)))


def kind_of(phrase: str, family: str) -> tuple[str, str] | None:
    """The kind and value that a whole phrase is, as the family of goods means it; None where it is none or several."""
    meanings = [m for m in values_of(phrase) if m[0] in _kinds(family) and not _unlikely(m, family)]
    return meanings[0] if len(meanings) == 1 else None


def _unlikely(meaning: tuple[str, str], family: str) -> bool:
    """A material that such goods are not made of: rosewood leggings are of a colour."""
    return (
        meaning[0] == "material"
        and family in ("clothes", "shoes")
        and bool({meaning[1], *broader(*meaning)} & words(_FILE, "read_off_rules", "hard"))
    )


def unlikely(text: str, family: str) -> bool:
    """Whether all that a value names are materials that such goods are not made of."""
    meanings = [meaning for meaning in values_of(text.lower()) if meaning[0] == "material"]
    return bool(meanings) and all(_unlikely(meaning, family) for meaning in meanings)


def _of_a_part(meaning: tuple[str, str], after: str, family: str) -> bool:
    """Whether a title names the material of a part: "with glass lid"."""
    if meaning[0] == "material" and after[:1] in _PARTS_OF_ZH and after[:1]:  # 铝框
        return True
    following = re.match(r"[ -]+(?:outer |inner )?([a-z]+)", after)
    if meaning[0] != "material" or following is None or following[1] not in words(_FILE, "read_off_rules", "parts"):
        return False
    return not (following[1] == "bowl" and family == "kitchen")


def _values(text: str, names: Sequence[Localized], family: str) -> Iterator[tuple[str, str, str]]:
    """Kind, value and words of each value in a title, not those inside its names."""
    plain = letterwise(text)
    barred = [(m.start(), m.end()) for name in names for each in name.all for m in re.finditer(re.escape(letterwise(each.strip())), plain)]
    barred += [
        (end, end + 1) for start, end in barred if start == 0 and plain[end:] and family not in ("food",)
    ]  # what follows a brand is a name
    barred = [(a, b + 1) for a, b in barred]
    found: dict[tuple[int, int], list[tuple[str, str]]] = {}
    for said in find_values(text):
        if said.kind in _kinds(family) and not any(a < said.end and said.start < b for a, b in barred):
            found.setdefault((said.start, said.end), []).append((said.kind, said.value))
    for (start, end), meanings in found.items():
        doubtful = len({kind for kind, _ in meanings}) > 1 or _unlikely(meanings[0], family) or _of_a_word(plain, start, end, meanings[0])
        stuff = meanings[0][0] == "material"
        doubtful = doubtful or (stuff and meanings[0][1] in words(_FILE, "read_off_rules", "none"))
        # "for window & glass", "Glass/Tumbler", "box with steel tray"
        doubtful = doubtful or (stuff and (plain[:start].endswith("& ") or " with " in plain[:start]))
        doubtful = doubtful or "/" in (plain[end : end + 1], plain[start - 1 : start])
        if not doubtful and not _of_a_part(meanings[0], plain[end:], family):
            yield *meanings[0], text[start:end] if len(plain) == len(text) else plain[start:end]


def _of_a_word(plain: str, start: int, end: int, meaning: tuple[str, str]) -> bool:
    """Whether one character that would be a colour or a material stands inside a longer Chinese word or name: the 蓝 of
    妙可蓝多, the 木 of 木韵."""
    around = plain[max(start - 1, 0) : start] + plain[end : end + 1]
    one = meaning[0] in ("colour", "material") and end - start == 1 and not plain[start].isascii()
    return one and any("\u3400" <= each <= "\u9fff" for each in around)


def _of_tags(tags: Iterable[str], family: str, taken: set[tuple[str, str]]) -> dict[tuple[str, str], Localized]:
    one, kinds = words(_FILE, "read_off_rules", "one"), {kind for kind, _ in taken}
    found: dict[str, list[tuple[str, str]]] = {}
    for tag in tags:
        if (meaning := kind_of(tag, family)) and meaning not in taken and not (meaning[0] in one and meaning[0] in kinds):
            found.setdefault(meaning[0], []).append((meaning[1], tag))
    return {
        (kind, value): Localized(_first(kind, value, "zh"), tag.lower() if tag.isascii() else _first(kind, value, "en"))
        for kind, values in found.items()
        if kind not in one or len({v for v, _ in values}) == 1
        for value, tag in values
    }


def _facts(values: dict[tuple[str, str], Localized], record: str, fact: type[Fact]) -> Iterator[Fact]:
    for (kind, value), said in values.items():
        full = Localized(said.zh or _first(kind, value, "zh"), said.en or _first(kind, value, "en"))
        yield fact(kind, Localized(name_of(kind, "zh"), name_of(kind, "en")), full, "", record, weight_of(kind))


def _first(kind: str, value: str, language: Language) -> str:
    return next(iter(spoken(kind, value, language)), "")


def _amounts(title: Localized, family: str, fact: type[Fact]) -> Iterator[Fact]:
    """How much or how many a pack holds, where the title says so once."""
    text = title.en or title.zh
    amounts = [q for q in find_quantities(text) if q.dimension in _PACKED.get(family, ()) and q.unit != "mg"]
    if len(amounts) == 1 and amounts[0].count == 1 and not _WITHIN.search(text[: amounts[0].start]):
        key = "capacity" if family == "kitchen" else "weight" if amounts[0].dimension == "mass" else "net content"
        said = text[amounts[0].start : amounts[0].end].strip()
        yield fact(key, Localized(name_of(key, "zh"), name_of(key, "en")), Localized(said, said), "", "title", 0.85)
    if len(counts := [next(filter(None, m)) for m in _COUNT.findall(text)]) == 1 and counts != ["1"]:
        yield fact("count", Localized("件数", "count"), float(counts[0]), "", "title", 0.75)


def _kinds(family: str) -> frozenset[str]:
    return words(_FILE, "read_off", family if family in table(_FILE)["read_off"] else "general")
