"""Promises: "we guarantee", "definitely will", "保证", "承诺". Only the shop's own words support one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..claim import Kind, Verdict
from ..facts import ASKED, Facts
from ..finder import Finder, Judged
from ..said import Found, Said
from ..topic import words
from ..traits import yes_or_no

_PROMISE = re.compile(
    r"\b(?:guarantee[sd]?|promise[sd]?|assure you|rest assured|swear|definitely will|will definitely|you will certainly|will surely|"
    r"100% (?:sure|safe|certain|satisf\w+)|risk[- ]free|without fail|money[- ]back|no questions asked)\b|"
    r"保证|承诺|担保|包您|包退|包换|绝对(?:会|能|不|没)|百分百|百分之百|一定(?:会|能)(?!不会)|必定|确保|假一赔十|无效(?:包|全额)?退款?|不满意(?:包|全额|就)?退|终身"
)
_RETURNS = re.compile(r"不满意|money[- ]back|no questions asked")
_RETURN_FACT = re.compile(r"\breturns?\b|\btrial\b|money[- ]back|refund|退|试睡|试用|试穿")
_NOT = re.compile(r"(?:\b(?:can't|cannot|can not|not|unable to|don't|won't|never|no|couldn't|without)\b[^.,;]{0,18}|(?:不能|无法|不敢|没法|没有办法|不|未)[^，。、]{0,3})$")


def find(said: Said) -> Iterator[Found]:
    """Every promise of a text, none that is declined or asked for."""
    for match in _PROMISE.finditer(said.plain):
        if not _NOT.search(said.before(match.start(), 30)) and not said.asks(match.start()):
            yield Found(match.start(), match.end(), match[0])


def judge(said: Said, found: Found, facts: Facts) -> Judged:
    """Supported where the shop's own text promises something of the same things."""
    start, end = said.clause(found.start)
    about = words(said.plain[start:end].replace(found.value, " "))
    if _RETURNS.search(found.value):
        for leaf in facts.leaves:
            if leaf.value is not False and leaf.root != ASKED and not leaf.review and _RETURN_FACT.search(f"{leaf.key} {leaf.value}".lower()) and yes_or_no(leaf.value) is not False:
                return Verdict.SUPPORTED, leaf.path
    for leaf in facts.leaves:
        ours = isinstance(leaf.value, str) and not leaf.review and leaf.root != ASKED and Kind.PROMISE in facts.read(leaf.value)
        if ours and (not about or about & words(leaf.value)):
            return Verdict.SUPPORTED, leaf.path
    return Verdict.UNSUPPORTED, ""


FINDER = Finder(Kind.PROMISE, find, own=judge)
