"""What opens in a spreadsheet runs nothing, and reads back as it was."""

import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.text.spreadsheet import NamedSheet, Sheet, cell, text_of

SOURCES = Path(__file__).parents[3] / "src" / "shopkeeper"
RUNS = ["=1+1", "=HYPERLINK(\"http://x\")", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)", "\t=1", "\r=1", "\n=1", "＝1",
        "＠x", "+A1", "-a", "'=1", "''=1"]  # fmt: skip
PLAIN = ["", "shirt", "a=b", "'tis", "-5", "+86 138-0000-1111", "-1,200.50", "-12%", "(1)", "12-5", "羊毛", "'", " =1"]


@pytest.mark.parametrize("text", RUNS)
def test_what_a_spreadsheet_would_run_has_an_apostrophe_before_it(text):
    assert cell(text) == "'" + text
    assert text_of(cell(text)) == text


@pytest.mark.parametrize("text", PLAIN)
def test_everything_else_stays_as_it_is(text):
    assert cell(text) == text
    assert text_of(text) == text


def test_values_that_are_no_text_stay_numbers():
    assert [cell(value) for value in (-5, -0.5, None, True)] == [-5, -0.5, None, True]


@given(st.text(st.sampled_from("'=+-@\t\r\n a1＝,\""), max_size=8))
def test_any_text_comes_back(text):
    assert text_of(cell(text)) == text
    assert not cell(text).startswith(("=", "@", "\t", "\r", "\n", "＝"))


def test_sheets_write_columns_and_rows_that_run_nothing():
    file = io.StringIO()
    sheet = NamedSheet(file, ["id", "=x"], "excel-tab")
    sheet.named({"=x": "@y"})
    Sheet(file).rows([["-a", 1]])
    assert file.getvalue() == "id\t'=x\r\n\t'@y\r\n'-a,1\r\n"


def test_every_table_that_the_program_writes_goes_through_a_sheet():
    writes = re.compile(r"csv\.(?:writer|DictWriter)\(|\.write_csv\(|\.sink_csv\(|to_csv\(")
    found = [path.name for path in SOURCES.rglob("*.py") if writes.search(path.read_text("utf-8"))]
    assert sorted(set(found) - {"spreadsheet.py"}) == []
