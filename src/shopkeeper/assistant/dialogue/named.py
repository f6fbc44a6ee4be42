"""The goods that a text names, found by what the customer has ordered and by what goods are called."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ...text.analyse import STOPWORDS, analyse
from ...text.goods import goods_in
from ...text.normalise import normalise
from ...text.phrases import Phrases
from .own import Line

# Where the words that belong to a noun begin: "the 17-inch laptop", 那个紫色的T恤.
_BEGINS = re.compile(
    r"\b(?:the|my|that|this|those|these|a|an|both|two|three|all|any|and|or|with|for|to|also|plus|me|of|exchange|return|cancel|swap|"
    r"change|modify|replace|same|new|want|need|keep|except|but|get|got|bought|ordered|is|your|our|it's|one)\b|"
    r"[,，、。;；:：!！?？]|(?:换成|换|退掉|退|取消|改成|改|我的|那[个件台双款只把]?|这[个件台双款只把]?|"
    r"[一两二三]?[个件台双款只把张条](?=[^，。]{0,8}$)|把|将|和|跟|与|及|或|要|买的|买了|收到的|订的|除了|另外|还有|以及)"
)
_MANY = re.compile(r"\b(?:both|two|three|all|every|each|pair of|couple of)\b(?: (?:of )?(?:the|my|those|these))?(?: \w+){0,3}\s*$|(?:两|"
                   r"二|三|所有|全部|几)(?:个|件|台|双|款|只|把|张|条|套)?(?:的)?[^，。、]{0,6}$|(?:这|那)些[^，。]{0,4}$")
_ANOTHER = re.compile(r"\b(?:another|other|second|one more)\b(?: \w+){0,3}\s*$|(?:另|第二|还有)一?(?:个|件|台|双|款|只|把)?[^，。]{0,6}$")
_PAIRS = frozenset("headphones headphone earbuds earphones boots boot shoes shoe sneakers sunglasses glasses trousers pants jeans shorts "
                   "dumbbells weights socks gloves running hiking makeup hiking-boots".split())
_NUMBER = re.compile(r"(?<![a-z0-9#-])[a-z0-9-]{6,}(?![a-z0-9])")
_NOT_GOODS = re.compile(r"(?:hepa|sd|cf|gift|credit|debit|bank) ?$")
_PRONOUN = re.compile(r"\b(?:it|them|this one|that one|that|this|these|those)\b|它们?|这个|那个|这件|那件|这些|那些|这俩|那俩")


@dataclass(frozen=True, slots=True)
class Named:
    """Goods that are named at `start` to `end` of a normalised text; the words that go with the noun begin at `begin`. `kinds` are the
    kinds of goods it may be, `words` the words of a title that were said. `many`: more than one of them is meant; `another`: one more of what was named before."""

    start: int
    end: int
    begin: int
    text: str
    kinds: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    many: bool = False
    another: bool = False
    code: str = ""

    def fits(self, line: Line) -> bool:
        """Whether a line of an order may be what is named."""
        if self.code:
            return self.code in (line.item, line.row.sku, line.row.product_id)
        return bool(self.kinds & line.kinds) or bool(self.words & title_words(line))


def title_words(line: Line) -> frozenset[str]:
    """The words that a line's goods are called by: of title and brand, without numbers."""
    brand = line.product.brand.all if line.product else ()
    words = {word for text in (*line.titles, *brand) for word in analyse(text).words}
    return frozenset(word for word in words if word not in STOPWORDS and len(word) > 1 and not word.isdigit())


def named_in(text: str, lines: Iterable[Line]) -> list[Named]:
    """The goods that a normalised text names, left to right."""
    lines = list(lines)
    found = [
        _named(text, each.start, each.end, kinds=each.meanings) for each in goods_in(text)
        if not _NOT_GOODS.search(text[: each.start]) and not _is_option(text, each.start, each.end)
    ]
    taken = [(each.start, each.end) for each in found]
    for start, end, words in _by_title(text, lines):
        if not any(s < end and start < e for s, e in taken):
            found.append(_named(text, start, end, words=words))
    found += _by_code(text, lines)
    return sorted(found, key=lambda each: each.start)


def _by_code(text: str, lines: list[Line]) -> list[Named]:
    """Places where the number of an item, of a variant or of a product, stands for it."""
    codes = {code.lower() for line in lines for code in (line.item, line.row.sku, line.row.product_id) if len(code) > 5}
    return [
        Named(match.start(), match.end(), match.start(), match.group(), code=match.group()) for match in _NUMBER.finditer(text) if match.group() in codes
    ]


def pronoun_in(text: str) -> bool:
    """Whether a text points at something without naming it: it, that one, 这个."""
    return _PRONOUN.search(text) is not None


def _named(text: str, start: int, end: int, *, kinds: frozenset[str] = frozenset(), words: frozenset[str] = frozenset()) -> Named:
    begins = list(_BEGINS.finditer(text[:start]))
    begin = begins[-1].start() if begins else 0
    word = text[start:end]
    plural = word.isascii() and word.endswith("s") and word.split()[-1] not in _PAIRS and word.split()[0] not in _PAIRS
    return Named(start, end, begin, word, kinds, words, plural or _MANY.search(text[:start]) is not None, _ANOTHER.search(text[:start]) is not None)


def _by_title(text: str, lines: list[Line]) -> list[tuple[int, int, frozenset[str]]]:
    """Places where words of the titles of goods that have no known kind are said."""
    known: dict[str, set[str]] = {}
    for line in lines:
        if not line.kinds:
            for title in line.titles:
                for word in analyse(title).words:
                    if word in title_words(line):
                        known.setdefault(normalise(word), set()).add(word)
    return [(each.start, each.end, each.meanings) for each in Phrases(known).find(text)] if known else []


def _is_option(text: str, start: int, end: int) -> bool:
    """A noun that only says for what a thing is: "works with my phone", "laptop compartment"."""
    after = text[end : end + 14]
    before = text[max(0, start - 16) : start]
    return re.match(r" (?:compartment|sleeve|size[ds]?(?! (?:\d|x{0,3}[sml]\b)))\b|[^，。]{0,2}(?:隔层|夹层)", after) is not None or re.search(
        r"(?:compatible|works?|fits?) (?:with )?(?:my |the )?$", before) is not None
