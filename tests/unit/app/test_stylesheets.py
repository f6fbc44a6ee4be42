"""The stylesheets are whole: each section begins outside of every rule, so that none is lost to a brace that was left open."""

from __future__ import annotations

import re

import pytest

from shopkeeper.app.web.render import STATIC


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.css")), ids=lambda path: path.name)
def test_every_section_begins_outside_of_every_rule(path):
    depth = 0
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        assert depth == 0 or not line.startswith("/*"), f"line {number} lies within the rule before it"
        depth += sum({"{": 1, "}": -1}[sign] for sign in re.findall(r"[{}]", line))
    assert depth == 0
