"""Why a form about keys, users or settings is refused is said in Chinese as well: every sentence that can be said."""

from __future__ import annotations

import ast
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import shopkeeper.app
from shopkeeper.app.login import LockedOut
from shopkeeper.app.settings import _KINDS, _RULES
from shopkeeper.app.web.refused import refusal
from shopkeeper.shop import Conflict, InvalidQuery, InvalidRecord, NotFound
from unit.app.test_expected import filled

NOW = datetime(2026, 11, 1, tzinfo=UTC)
APP = Path(shopkeeper.app.__file__).parent


def sentences(name):
    """What the `raise` lines of some files say, by the name of the error."""
    for file in ("access.py", "passwords.py", "changing.py", "web/keys.py"):
        for node in ast.walk(ast.parse((APP / file).read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name:
                yield from filled(node.args[-1 if name != "InvalidRecord" else 1])


@pytest.mark.parametrize("said", sorted({*sentences("InvalidRecord"), *_KINDS.values(), *(rule for _, rule in _RULES.values())}))
def test_what_was_expected_is_there_in_chinese(said):
    error = InvalidRecord("weight", said, "3")
    assert refusal(error, "en") == str(error)
    told = refusal(error, "zh")
    assert told.startswith("weight：应为")
    assert told.endswith("，填的是'3'")
    assert said not in told


@pytest.mark.parametrize("error", [
    *map(Conflict, sorted(sentences("Conflict"))), *map(InvalidQuery, sorted(sentences("InvalidQuery"))),
    NotFound("key", "key_1"), NotFound("user", "li"), LockedOut(NOW + timedelta(seconds=9), NOW),
], ids=str)  # fmt: skip
def test_other_refusals_are_there_in_chinese(error):
    assert refusal(error, "en") == str(error)
    assert not refusal(error, "zh").isascii()


def test_what_is_not_shown_stays_so():
    assert refusal(InvalidRecord("password", "a text", "one that is not shown"), "zh") == "password：应为文字，填的是（不显示）"
