"""The pages that explain the mathematics are those of the code: their tables hold its numbers, their Python runs."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from pages import DOCS, blocks

PAGES = sorted(path.name for path in (DOCS / "explained").glob("*.md") if path.name != "README.md")
CONSTANT = re.compile(r"^\| `([\w/]+)\.py` \| `(\w+)` \| ([\d.]+) \|", re.MULTILINE)
SOURCE = Path(__file__).parents[1] / "src" / "shopkeeper"


@pytest.mark.parametrize("page", PAGES)
def test_numbers_of_a_page_are_those_of_the_code(page):
    for module, name, told in CONSTANT.findall((DOCS / "explained" / page).read_text("utf-8")):
        assert getattr(importlib.import_module(f"shopkeeper.{module.replace('/', '.')}"), name) == float(told), f"{page}: {module} {name}"


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_works_out_by_hand_is_what_the_code_does(page):
    codes = [content for language, _, content in blocks(f"explained/{page}") if language == "python"]
    assert codes, page
    for code in codes:
        exec(compile(code, page, "exec"), {})
