"""What a text is about, and the ways to refer to it: by its name, its noun, a pronoun."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache

from ....shop import Localized
from ....text.goods import kinds_of
from ...facts import Material
from ...families import family_of
from ...goods import Good, family_good, good_of, good_of_class, plural_word
from .grammar import UNCOUNTED, article, headline, shortened

_TAIL = re.compile(r"\s+[-–—|]\s+(?!free\b|Free\b)|\s*[;|]\s*|,\s+|\s*\(")
_SPECS = re.compile(r"\s+(?=\d+(?:[.,]\d+)?\s?(?:cm|mm|gb|tb|mb|ghz|mah|w|v|m|kg|g|ml|l|pixels?|in|inch|x)\b)", re.I)
_LOOSE = re.compile(r"(?:\s+(?:for|with|of|and|[-Ø/.&+])|\.)+\s*$")  # what a cut leaves at the end of a name
_MODELS = re.compile(r"[A-Z]{1,4}-?\d{2,}\w*\b")  # a further model number
_MODEL = re.compile(r"\b[A-Z]{1,4}-?\d{2,}\w*$")  # a first one, at the end of a name
_PART = re.compile(r"\b(?:lids?|handles?|gaskets?|refills?|spare|replacement)$", re.I)
_SETS = re.compile(r"\b(?:set|kit|pack)s?\b", re.I)
_VERSION = 40  # characters
_COUNTED = ("series", "pixels", "pages", "sheets", "pcs", "pieces", "years", "months")  # last words of a title that are no thing
_NO_SHELF = ("original", "compatible", "other", "standard", "cd-r", "genuine")  # values of a type that are no category
_SHORT = 4  # words of a name that may stand inside a sentence more than once
LONG = 60  # characters from which on a title is a data sheet and its name only the beginning


_WITH_MOMENTS = ("clothes", "shoes", "bags", "jewellery")  # families of which every good has such moments
_TECHNICAL = ("electronics", "office")


class Subject:
    """The product of a text. `name` is what it is called in full, `tail` what its title says after it; `plural` whether it takes "are"."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.brand = material.brand.en or material.brand.zh
        title = _clean(material.title.en or material.title.zh)
        # A lid of a pressure cooker is no cooker; of a combo nothing is sure.
        self.part = _PART.search(_TAIL.split(title, maxsplit=1)[0]) is not None or "+" in title
        own = _set_of(material, title) or _agreed(material, title) or _of_title(title, material.family)
        self.good: Good = own or _named(material) or family_good(material.family)
        self.sure = not self.part and _sure(self.good, material)
        if not self.sure and not self.part and (shelf := _of_shelf(material, self.good)):
            self.good, self.sure = replace(self.good, aims=shelf.aims, uses=shelf.uses), True
        if not self.sure:  # what is said of such goods is not said of what may be others
            self.good = replace(self.good, aims=family_good("general").aims, uses=())
        head, self.tail = _parts(title)
        self.name = _with_brand(head, self.brand) if head else ""
        noun = self.good.noun
        self.plural = self.good.plural if noun else bool(head) and plural_word(_head_word(head))
        self.mass = self.good.mass
        self.noun = _cased(noun)
        self.family = material.family

    @property
    def version(self) -> str:
        """What the title adds to the name, where it is short and no article number."""
        tail = self.tail.strip(" ()-")
        return tail if len(tail) <= _VERSION and not re.search(r"\d|[A-Z]{3}|[+(]", tail) else ""

    @property
    def technical(self) -> bool:
        """Whether the product is bought by its data: then a text is these, and no suggestion."""
        return self.family in _TECHNICAL or self.good.family in _TECHNICAL

    @property
    def has_moments(self) -> bool:
        """Whether occasions of its family may be suggested: it surely is of that family."""
        return self.sure and self.family == self.good.family and self.family in _WITH_MOMENTS

    @contextmanager
    def full_name(self, version: str) -> Iterator[None]:
        """For one sentence the name with what its title adds: "Jam (Pineapple)"."""
        name = self.name
        self.name = f"{name} ({version})" if version and name else name
        yield
        self.name = name

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
            "category": self.category,
        }

    @property
    def category(self) -> str:
        """The deepest category, where the name does not say it."""
        level = next((level.en for level in reversed(self.material.category) if level.en), "")
        said, words = set(re.findall(r"\w+", self.name.lower())), set(re.findall(r"\w+", level.lower()))
        return "" if level.lower() in _NO_SHELF or words <= said else level


@lru_cache(5_000)
def _parts(title: str) -> tuple[str, str]:
    """A title's name and what it adds: "Water Bottle - Orange" is a water bottle, and orange."""
    head, *tail = _TAIL.split(title, maxsplit=1)
    if tail and _MODEL.search(head) and _MODELS.match(tail[0]):  # "T650, T652, T654 Original Black": what follows is part of the name
        head, *tail = title, *tail[1:]
    elif tail and ")" not in tail[0] and not good_of(head) and len(title) <= LONG and good_of(tail[0]):
        first, _, rest = tail[0].partition(" - ")
        head, tail = f"{head} {first}", [rest] if rest else []  # "Organics - Body Butter": the thing stands behind the dash
    if len(title) > LONG:
        head = next((head[: spec.start()] for spec in _SPECS.finditer(head) if len(head[: spec.start()].split()) > 2), head)
    if len(head) > LONG and not _SETS.search(head) and (good := good_of(head)):
        at = head.lower().rfind(good.noun)
        head = head[: at + len(good.noun)] if at > 0 and head[at + len(good.noun) :][:1] in ("", " ", ",") else head
    return _LOOSE.sub("", head).strip(" -,"), (tail[0].rstrip(") ") if tail else "")


def _clean(title: str) -> str:
    """A title without the marks of a list: "8 AC outlet(s), 1 pc(s)" has 8 AC outlets."""
    plain = re.sub(r",? *\b1 pc\(s\)", "", title.replace("_", " ")).replace("(s)", "s")
    return re.sub(r"\s+", " ", plain).strip()


def _agreed(material: Material, title: str) -> Good | None:
    """The goods of the deepest category, where the title names them too."""
    leaf = next((level.en for level in reversed(material.category) if level.en), "")
    good = good_of(leaf, material.family) if leaf and not re.search("[,&/]", leaf) else None
    return good if good and re.search(rf"\b{re.escape(good.noun)}\b", title, re.I) else None


def _set_of(material: Material, title: str) -> Good | None:
    """A set, where the title ends with the word: "Top & Pants Set" is no top."""
    head = _TAIL.split(title, maxsplit=1)[0].lower()
    if material.family != "clothes" or not re.search(r"\bset(?: in .*)?$", head):
        return None
    leaf = next((level.en for level in reversed(material.category) if level.en), "")
    good = good_of(leaf, material.family) if leaf.lower().endswith("set") else None
    return good if good and good.noun.endswith("set") else replace(good or family_good("clothes"), noun="set", plural=False)


def _of_shelf(material: Material, good: Good) -> Good | None:
    """The goods that the categories alone name, of the family of the title's: ground coffee on its shelf, by whatever name."""
    names = [part.strip() for level in material.category for part in re.split(r"[,&/]| and ", level.en.lower())]
    found = [other for name in names if (other := good_of(name)) and other.family == good.family]
    return found[0] if len({other.kind for other in found}) == 1 and len(names) < 2 else None


def _of_title(title: str, family: str) -> Good | None:
    """The goods that a title names, but not one of two that it leaves open: "Desktop/Laptop" of what fits both."""
    good = good_of(title, family)
    return None if good and re.search(rf"/{re.escape(good.noun)}\b|\b{re.escape(good.noun)}/", title, re.I) else good


def _sure(good: Good, material: Material) -> bool:
    """Whether the product is of the kind that its noun names, or of the family: the categories say so too, or none says anything."""
    if material.bare or not material.category:
        return material.bare or good.family in _WITH_MOMENTS
    categories = " ".join(level.en for level in material.category).lower()
    stated = family_of(Localized(), material.category)
    if not good.noun:
        return stated == good.family
    kinds = {(other.family, other.kind) for part in re.split(r"[,&/]| and ", categories) if (other := good_of(part.strip()))}
    if kinds and (good.family, good.kind) not in kinds:  # a carrot among jams is no carrot
        return False
    if stated != "general":
        return stated == good.family
    word = good.noun.split()[-1].removesuffix("s")
    return good.family == material.family and (" " in good.noun or re.search(rf"\b{re.escape(word)}", categories) is not None)


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
    words = re.split(r"\s(?:with|for|of|in)\s", head.lower())[0]
    last = words.split(" ")[-1]
    return words if last.isalpha() and last not in _COUNTED else ""


def _cased(noun: str) -> str:
    """A noun with the capitals that it keeps inside a sentence."""
    for word, kept in (
        ("t-shirt", "T-shirt"),
        ("bluetooth", "Bluetooth"),
        ("usb", "USB"),
        ("led ", "LED "),
        ("gan ", "GaN "),
        ("ups", "UPS"),
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
