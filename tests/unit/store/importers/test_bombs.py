"""Files that are small and ask for everything: one clear sentence each, in bounded memory and time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import bombs
from shopkeeper.shop import InvalidFile
from shopkeeper.store.importers import limits
from shopkeeper.store.importers.rows import open_source

SOON = 12  # seconds of processor time: most take less than one
REFUSED = {
    "zeros.csv.gz": "a binary file", "one-line.csv.gz": "200 times its size", "rows.csv.gz": "200 times its size",
    "within.csv.gz": "an archive: unpack it", "archive.zip": "an archive: unpack it", "tau2.json.gz": "more than 32 MB",
    "laughs.xml": "without definitions of its own", "outside.xml": "without definitions of its own",
    "parameter.xml": "without definitions of its own",
    "attributes.xml": "without definitions of its own", "tag.xml": "tags and comments of at most",
    "comment.xml": "tags and comments of at most", "deep.xml": "at most 64 elements", "same.xml": "cannot tell",
    "names.xml": "at most 5,000 fields", "columns.csv": "at most 5,000 columns", "quotes.csv": "not closed",
    "deep.jsonl": "cannot be read", "deep.json": "cannot be read", "objects.json": "cannot be read", "lists.jsonl": "cannot be read",
    "keys.jsonl": "at most 5,000 fields", "names.jsonl": "at most 5,000 columns", "later.jsonl": "at most 50,000 columns",
    "numbers.json": "cannot be read", "tiny.json": "cannot tell", "nul.csv": "a binary file", "table.parquet": "expected a Parquet file",
    "length.parquet": "expected a Parquet file", "wide.parquet": "at most 5,000 columns", "same.parquet": "200 times its size",
    "pipe.csv": "a pipe or a device",
}  # fmt: skip
IN_PART = {"wide.csv": (1, 1), "nested.jsonl": (1, 1), "dates.csv": (0, 12)}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    """What came of each bomb, and the most memory that it took, in MB."""
    folder = tmp_path_factory.mktemp("bombs")
    done = subprocess.run([sys.executable, bombs.__file__, str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.mark.parametrize(("name", "said"), REFUSED.items())
def test_a_bomb_is_refused_with_one_sentence(outcome, name, said):
    found = outcome["files"][name]
    assert said in found["refused"]
    assert len(found["refused"]) < 400
    assert "\n" not in found["refused"]


@pytest.mark.parametrize(("name", "counts"), IN_PART.items())
def test_a_row_that_is_a_bomb_is_rejected_and_the_others_go_in(outcome, name, counts):
    found = outcome["files"][name]
    assert (found["new"], found["rejected"]) == counts


def test_numbers_that_no_shop_has_are_rejected_row_by_row(outcome):
    found = outcome["files"]["numbers.jsonl"]
    assert (found["new"], found["rejected"]) == (1, 7), found


def test_all_bombs_are_told_and_none_takes_long_or_a_gigabyte(outcome):
    assert set(outcome["files"]) == {*REFUSED, *IN_PART, "numbers.jsonl"}
    assert {name: found["seconds"] for name, found in outcome["files"].items() if found["seconds"] > SOON} == {}
    assert outcome["peak_mb"] < 1024


def test_a_line_without_end_is_not_read_to_its_end(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "ENDLESS", 3 * limits.LONGEST)
    path = tmp_path / "line.csv"
    path.write_bytes(b"id,title\n1," + b"x" * (6 * limits.LONGEST))
    with pytest.raises(InvalidFile, match=r"line\.csv: expected rows, got one of more than"):
        open_source(path)
    Path(tmp_path / "line.jsonl").write_bytes(b'{"id": 1}\n{"id": "' + b"x" * (6 * limits.LONGEST))
    with pytest.raises(InvalidFile, match="expected rows, got one of more than"):
        open_source(tmp_path / "line.jsonl")


def test_a_file_may_only_become_so_large(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "UNPACKED", 1 << 20)
    path = tmp_path / "much.csv.gz"
    path.write_bytes(bombs.packed(b"id,title\n", b"1,shoe\n" * (1 << 14), 20))
    with pytest.raises(InvalidFile, match="unpacks to at most"):
        list(open_source(path).rows())
