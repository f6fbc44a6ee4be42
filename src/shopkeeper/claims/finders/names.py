"""Names of makers and models that no fact has: "by Lumora", "Lumora's lamp", a "TX900" where the record has a TX800.

A maker is read from what stands before or behind it only, in English: a capital letter alone says too little. Known brands are values of the
shared words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from ...text.attributes import values_of
from ...text.normalise import letterwise
from ..claim import Kind, Verdict
from ..facts import Facts, Leaf
from ..said import Found, Said
from .judgement import Judgement, asks

_NAME = r"[A-Z][\w&.-]*[A-Za-z](?: (?:& )?[A-Z][\w&.-]*[A-Za-z]){0,2}"
_BY = re.compile(rf"\b(?:[Mm]ade|[Bb]uilt|[Dd]esigned|[Cc]rafted|[Bb]rewed|[Bb]aked|[Rr]oasted|[Bb]lended)? ?\b(?:by|from the house of|from the makers of) (?P<name>{_NAME})")
_OWN = re.compile(rf"(?:^|[.!?] )(?P<name>{_NAME})['’]s? (?=[a-z])")
_MODEL = re.compile(r"(?<![A-Za-z\d-])(?P<letters>[A-Za-z]{1,6})-?(?P<digits>\d{2,5})(?P<more>[A-Za-z]{0,4})(?![A-Za-z\d])")
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
    for match in _MODEL.finditer(said.text):
        numbers = known.models.get(match["letters"].lower(), set())
        if numbers and (match["digits"] + match["more"]).lower() not in numbers and match[0].lower() not in known.text:
            yield Judgement(Found(*match.span(), match[0]), Kind.NAME, Verdict.CONTRADICTED, "")


def _known(name: str, known: Known) -> bool:
    """Whether a name is one of the facts', a word of the language, or a value that other finders judge."""
    words = name.split()
    return all(word in known.text or word in _NO_NAMES for word in words) or bool(values_of(name))
