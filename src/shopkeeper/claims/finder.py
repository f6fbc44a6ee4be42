"""How one kind of claim is found in a text, read from a fact, and judged: what each file in `finders/` says of its kind."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from .claim import Kind, Verdict
from .facts import ASKED, IDS, NAMES, Facts, Leaf, another
from .said import Found, Said
from .topic import FEW, words

Judged = tuple[Verdict, str]
_BUYERS = re.compile(r"review|customer|buyer|shopper|people|comment|\bsaid\b|\bsays?\b|wrote|rated|评价|评论|买家|用户|顾客|网友|反馈|晒单")


def nothing(_: Leaf) -> Iterable[Any]:
    """A fact that says nothing of a kind."""
    return ()


@dataclass(frozen=True)
class Finder:
    """`find` gives every claim of a kind in a text. `read` gives what a fact says of the kind besides the claims in its own text, `same`
    compares a claim's value with a fact's. `echo` says whether a claim may repeat the shopper's words. `own` judges it in another way.
    `anywhere`: a text supports it whatever it is about."""

    kind: Kind
    find: Callable[[Said], Iterable[Found]]
    read: Callable[[Leaf], Iterable[Any]] = nothing
    same: Callable[[Any, Any], bool] = operator.eq
    echo: Callable[[Said, Found], bool] = lambda said, found: False
    own: Callable[[Said, Found, Facts], Judged] | None = None
    anywhere: bool = False

    def judge(self, said: Said, found: Found, facts: Facts) -> Judged:
        """What the facts say of a claim, and the path of the one that says it."""
        return self.own(said, found, facts) if self.own else self.by_value(said, found, facts)

    def by_value(self, said: Said, found: Found, facts: Facts) -> Judged:
        """Supported where a fact has the value, contradicted where facts of the records that are meant have others only."""
        others = ""
        for leaf, value in relevant(self, said, found, facts):
            if self.same(found.value, value):
                return Verdict.SUPPORTED, leaf.path
            others = others or leaf.path
        return (Verdict.CONTRADICTED, others) if others else (Verdict.UNSUPPORTED, "")


def relevant(finder: Finder, said: Said, found: Found, facts: Facts) -> Iterator[tuple[Leaf, Any]]:
    """What the facts say of a kind that may speak of this claim: no other order's where the sentence names one, no other product's where
    it names one and claims one thing, no buyer's where nobody says that buyers say so, no sentence about something else, no shopper's."""
    start, end = said.clause(found.start)
    meant = facts.meant(said.plain[start:end], IDS) or facts.meant(said.sentence(found.start), IDS)
    if said.count(found.start, finder.find) == 1:
        meant |= facts.meant(said.sentence(found.start), NAMES)
    buyers = _BUYERS.search(said.sentence(found.start)) is not None
    echo, about = finder.echo(said, found), _about(said, found)
    for leaf, value in facts.known(finder.kind, finder.read):
        if leaf.root == ASKED:
            known = echo
        else:
            known = (buyers or not leaf.review) and (not leaf.prose or finder.anywhere or facts.about(leaf, about))
        if known and not (meant and another(leaf, meant)):
            yield leaf, value


def _about(said: Said, found: Found) -> frozenset[str]:
    """What a claim is about: the words of its sentence, and of the one before where those are few."""
    near = said.sentence(found.start).replace(said.plain[found.start : found.end], " ")
    about = words(near)
    return about if len(about) > FEW or found.start < 2 else about | words(said.sentence(max(0, found.start - len(near) - 2)))
