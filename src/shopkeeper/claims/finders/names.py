"""Names of makers and models that no fact has: "by Lumora", "Lumora's lamp", a "TX900" where the record has a TX800.

A maker is read from what stands before or behind it only, in English: a capital letter alone says too little. Known brands are values of the
shared words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from ...text.analyse import segment
from ...text.attributes import attribute, find_values, values_of
from ...text.goods import goods_in
from ...text.normalise import letterwise
from ...text.sorts import sorts_in
from ..claim import Kind, Verdict
from ..facts import Facts, Leaf
from ..said import Found, Said
from .judgement import Judgement, asks

_NAME = r"[A-Z][\w&.-]*[A-Za-z](?: (?:& )?[A-Z][\w&.-]*[A-Za-z]){0,2}"
_BY = re.compile(rf"\b(?:[Mm]ade|[Bb]uilt|[Dd]esigned|[Cc]rafted|[Bb]rewed|[Bb]aked|[Rr]oasted|[Bb]lended)? ?\b(?:by|from the house of|from the makers of) (?P<name>{_NAME})")
_OWN = re.compile(rf"(?:^|[.!?] )(?P<name>{_NAME})['’]s? (?=[a-z])")
_MODEL = re.compile(r"(?<![A-Za-z\d-])(?P<letters>[A-Za-z]{1,6})-?(?P<digits>\d{2,5})(?P<more>[A-Za-z]{0,4})(?![A-Za-z\d])")
# What a maker adds to a model's name to tell another of its models: the K87 Pro is no K87.
_VERSION = re.compile(r"(?P<of>[A-Za-z][\w-]*[A-Za-z\d])[ -]?(?P<version>(?:Pro|PRO|Max|MAX|Plus|Ultra|Mini|Lite|SE|Air|Neo|Elite|Prime|FE|XL)\b(?: (?:Pro|Max|Plus|Ultra)\b)?|(?:青春|旗舰|至尊|升级|尊享|增强|典藏|精英|豪华|标准|高配|低配)[版款])")
_MADE_IN = re.compile(
    r"\b(?i:made|woven|sewn|stitched|poured|brewed|baked|roasted|grown|picked|printed|built|bottled|distilled|crafted|cast|knitted|carved|produced|pressed|harvested|fermented|milled|ground|dyed|spun|tanned|"
    r"assembled|blended|forged|blown|fired|thrown|cured|smoked|raised|caught|farmed)(?: (?:by hand|entirely|proudly|slowly|fresh|locally|with care|from start to finish|in small batches)){0,2},? in (?P<name>[A-Z][\w'-]+(?: [A-Z][\w'-]+)?)")
_MADE_IN_ZH = re.compile(r"(?:产自|产于|原产于?|出产于|采自|摘自|制造于)(?P<name>[\u4e00-\u9fff]{2,4}?)(?=$|[^\w]|的)")
_MONTHS = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?: |$)|(?:spring|summer|autumn|winter|fall)\b")
# A listing that begins with a name and is no sentence: "Quirrel A5 journal | navy | 192 pages", 瑞沃 男士牛仔裤 深蓝.
_LISTING = re.compile(r"^(?:【[^】]{1,8}】\s?)?(?P<name>[\u4e00-\u9fff]{2,4}|[A-Z][a-z]{3,})(?=\s|[|｜])")
_APART, _SENTENCE = re.compile(r"\s?[|｜]\s?|\s"), re.compile(r"[。！!?？；;，]|[.,](?:\s|$)")
_PARTS = 4  # from which on a row of words is a listing
_ADJECTIVE = re.compile(r"(?:y|ed|ing|ful|able|ible|ous|ive|al|ic|less|ish|er|est|ly|ent|ant|'s|s)$")
_FIRST = frozenset(
    "soft warm cool pure real mini large small medium wide slim long short high low deep dark light bright bold plain rich smart quick fast strong tough fine fresh sweet dual twin double single triple super ultra "
    "extra multi full half whole true modern vintage retro compact portable deluxe unisex genuine stainless solid thick thin lean gold silver free more best good great cute simple complete ceramic wood home "
    "garden kitchen desk travel sport outdoor indoor wall floor table hand face body hair baby kids mens womens".split())
_SPACES = re.compile(r"[\s-]")
_NO_NAMES = frozenset(
    "women men kids mother father valentine today summer winter spring autumn nature baby let it that there here what who she he where how everyone santa children ladies boys girls "
    "gentlemen grandma grandpa mum mom dad god world life one somebody nobody you we they this which season year week month day night tonight tomorrow yesterday monday tuesday wednesday "
    "thursday friday saturday sunday hand default design the a an all our your my his her its their machine us teacher dog cat everybody people friend friends family".split())


class Known:
    """The words of the facts and the models that they name, by their letters."""

    def __init__(self, leaves: list[Leaf]) -> None:
        self._texts = [f"{leaf.key} {leaf.value}" for leaf in leaves if isinstance(leaf.value, str)]

    @cached_property
    def text(self) -> str:
        """All of them, plain."""
        return letterwise(" ".join(self._texts))

    @cached_property
    def close(self) -> str:
        """The same without spaces and hyphens."""
        return _SPACES.sub("", self.text)

    @cached_property
    def models(self) -> dict[str, set[str]]:
        """The numbers of models by the letters before them."""
        out: dict[str, set[str]] = {}
        for text in self._texts:
            for match in _MODEL.finditer(text):
                out.setdefault(match["letters"].lower(), set()).add((match["digits"] + match["more"]).lower())
        return out


def against(said: Said, facts: Facts) -> Iterator[Judgement]:
    """Every maker that a text names and no fact does, and every model that differs from the record's by its number."""
    known = facts.derived(Known)
    for pattern in (_BY, _OWN):
        for match in pattern.finditer(said.text):
            name = letterwise(match["name"])
            if not _known(name, known) and not asks(said, match.start("name")):
                yield Judgement(Found(*match.span("name"), match["name"]), Kind.NAME, Verdict.UNSUPPORTED, "")
    for span, name, kind, verdict in (*_versions(said, known), *_places(said, known), *_listed(said, facts, known)):
        yield Judgement(Found(*span, name), kind, verdict, "")
    for match in _MODEL.finditer(said.text):
        numbers = known.models.get(match["letters"].lower(), set())
        if numbers and (match["digits"] + match["more"]).lower() not in numbers and match[0].lower() not in known.text:
            yield Judgement(Found(*match.span(), match[0]), Kind.NAME, Verdict.CONTRADICTED, "")


def _versions(said: Said, known: Known) -> Iterator[tuple[tuple[int, int], str, Kind, Verdict]]:
    """Every version of a model of which the facts name another, or none."""
    for match in _VERSION.finditer(said.text):
        model, whole = letterwise(match["of"]), letterwise(match[0])
        named = re.search(rf"(?<![a-z\d]){re.escape(model)}(?![a-z])", known.text) is not None
        if named and _SPACES.sub("", whole) not in known.close and not asks(said, match.start()):
            yield match.span("version"), match["version"], Kind.NAME, Verdict.CONTRADICTED


def _places(said: Said, known: Known) -> Iterator[tuple[tuple[int, int], str, Kind, Verdict]]:
    """Every place where it is said to be made that no fact has; those of the shared words are judged as values."""
    for pattern in (_MADE_IN, _MADE_IN_ZH):
        for match in pattern.finditer(said.text):
            name = letterwise(match["name"])
            judged = find_values(name) or _MONTHS.match(name) or any(map(values_of, name.split()))
            if not judged and not _known(name, known) and not asks(said, match.start()):
                yield match.span("name"), match["name"], Kind.ORIGIN, Verdict.UNSUPPORTED


def _listed(said: Said, facts: Facts, known: Known) -> Iterator[tuple[tuple[int, int], str, Kind, Verdict]]:
    """The name that a listing begins with, where the facts have another brand and nobody knows the word."""
    match = _LISTING.match(said.text)
    if not match or _SENTENCE.search(said.text) or len(_APART.split(said.text)) < _PARTS or not any(attribute(leaf.key) == "brand" for leaf in facts.leaves):
        return
    name = letterwise(match["name"])
    if _known(name, known) or find_values(name) or goods_in(name) or sorts_in(name):
        return
    if name.isascii():
        strange = "|" in said.plain and not (_ADJECTIVE.search(name) or name in _FIRST)
    else:
        strange = all(len(word) == 1 for word in segment(name))
    if strange:
        yield match.span("name"), match["name"], Kind.NAME, Verdict.UNSUPPORTED


def _known(name: str, known: Known) -> bool:
    """Whether a name is one of the facts', a word of the language, or a value that other finders judge."""
    words = name.split()
    return all(word in known.text or word in _NO_NAMES for word in words) or bool(values_of(name))
