"""What a text is about, and the ways to refer to it: by its name, its noun, a pronoun."""

from __future__ import annotations

import re
from functools import lru_cache

from ....text.goods import kinds_of
from ...facts import Material
from ...goods import Good, family_good, good_of, good_of_class, plural_word
from .grammar import UNCOUNTED, article, headline, shortened

_TAIL = re.compile(r"\s+[-–—|]\s+(?!free\b|Free\b)|\s*[;|]\s*|,\s+|\s*\(")
_SPECS = re.compile(r"\s+(?=\d+(?:[.,]\d+)?\s?(?:cm|mm|gb|tb|mb|ghz|mah|w|v|m|kg|g|ml|l|pixels?|in|inch|x)\b)", re.I)
_SHORT = 4  # words of a name that may stand inside a sentence more than once
LONG = 60  # characters from which on a title is a data sheet and its name only the beginning


class Subject:
    """The product of a text. `name` is what it is called in full, `tail` what its title says after it; `plural` whether it takes "are"."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.brand = material.brand.en or material.brand.zh
        title = _clean(material.title.en or material.title.zh)
        self.good: Good = good_of(title, material.family) or _named(material) or family_good(material.family)
        head, self.tail = _parts(title)
        self.name = _with_brand(head, self.brand) if head else ""
        noun = self.good.noun
        self.plural = self.good.plural if noun else bool(head) and plural_word(_head_word(head))
        self.mass = self.good.mass
        self.noun = _cased(noun)
        self.family = material.family

    @property
    def called(self) -> str:
        """The name as it stands inside a sentence: with "the" where no brand makes it a name of its own."""
        if not self.name:
            return self.this
        own = bool(self.brand) and self.name.lower().startswith(self.brand.lower())
        return self.name if own or self.name.lower().startswith("the ") else f"the {self.name}"

    @property
    def ref(self) -> str:
        """The product by a short name of its own ("the Tomato Ketchup"), where it has one, else by its noun or a pronoun."""
        own = re.sub(rf"^{re.escape(self.brand)}\s+", "", self.name, flags=re.I) if self.brand else self.name
        if own and len(own.split()) <= _SHORT and not re.search(r"[\d&/(]", own):
            return own if own.lower().startswith("the ") else f"the {own}"
        return self.the or ("them" if self.plural else "it")

    def short(self, most: int) -> str:
        """The name with at most so many characters: where the whole is too long the brand and the noun, else what fits of its words."""
        brief = headline(f"{self.brand} {self.noun}".strip())
        return next(
            (text for text in (headline(self.name), brief, headline(self.noun)) if text and len(text) <= most), shortened(self.name, most)
        )

    @property
    def this(self) -> str:
        """this shirt, these sandals."""
        return f"{'these' if self.plural else 'this'} {self.noun}" if self.noun else ("these" if self.plural else "this")

    @property
    def the(self) -> str:
        """the shirt; empty where no noun is known."""
        return f"the {self.noun}" if self.noun else ""

    def phrase(self, adjectives: str = "") -> str:
        """a black shirt, black sandals, black tea; empty where no noun is known."""
        if not self.noun:
            return ""
        words = f"{adjectives} {self.noun}".strip()
        return words if self.plural or self.mass or self.noun in UNCOUNTED else article(words)

    def slots(self) -> dict[str, str]:
        """The words that templates may ask for."""
        plural = self.plural
        return {
            "s": "they" if plural else "it",
            "o": "them" if plural else "it",
            "its": "their" if plural else "its",
            "self": "themselves" if plural else "itself",
            "noun": self.noun,
            "this": self.this,
            "the": self.the,
            "name": self.called,
            "title": self.name or self.noun,
            "brand": "" if self.brand.lower() in self.name.lower() else self.brand,
            "one": "ones" if plural else "one",
            "a_noun": self.phrase(),
            "ref": self.ref,
            "category": self._category(),
        }

    def _category(self) -> str:
        return next((level.en for level in reversed(self.material.category) if level.en), "")


@lru_cache(5_000)
def _parts(title: str) -> tuple[str, str]:
    """A title's name and what it adds: "Water Bottle - Orange" is a water bottle, and orange."""
    head, *tail = _TAIL.split(title, maxsplit=1)
    if len(head) > LONG:
        head = _SPECS.split(head, maxsplit=1)[0]
    if len(head) > LONG and (good := good_of(head)):
        at = head.lower().rfind(good.noun)
        head = head[: at + len(good.noun)] if at > 0 else head
    return head.strip(" -,"), (tail[0].rstrip(") ") if tail else "")


def _clean(title: str) -> str:
    return re.sub(r"\s+", " ", title.replace("_", " ")).strip()


def _with_brand(head: str, brand: str) -> str:
    return head if not brand or brand.lower() in head.lower() else f"{brand} {head}"


def _named(material: Material) -> Good | None:
    """The goods that the keywords or the categories name, the deepest first."""
    if material.bare and (good := good_of(material.noun.en or _english(material.noun.zh))):
        return good
    names = [level.en for level in reversed(material.category) if level.en and not re.search(r"[,&]", level.en)]
    return next((good for name in names if (good := good_of_class(name, material.family))), None)


def _english(noun: str) -> str:
    """The English name of Chinese goods, where one kind has that name."""
    kinds = [kind.replace("-", " ") for kind in kinds_of(noun)]
    return next((kind for kind in sorted(kinds) if good_of(kind)), "")


def _head_word(head: str) -> str:
    return re.split(r"\s(?:with|for|of|in)\s", head.lower())[0]


def _cased(noun: str) -> str:
    """A noun with the capitals that it keeps inside a sentence."""
    for word, kept in (
        ("t-shirt", "T-shirt"),
        ("bluetooth", "Bluetooth"),
        ("usb", "USB"),
        ("led ", "LED "),
        ("gan ", "GaN "),
        ("pc", "PC"),
        ("tv", "TV"),
        ("hdmi", "HDMI"),
        ("ssd", "SSD"),
        ("bb cream", "BB cream"),
        ("assam", "Assam"),
        ("darjeeling", "Darjeeling"),
        ("himalayan", "Himalayan"),
    ):
        noun = re.sub(rf"\b{word.strip()}\b", kept.strip(), noun)
    return noun
