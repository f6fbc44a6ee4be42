"""kill -9 at many points of a build and of a change: the index opens, answers as before or as after, and the next one repairs it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shopkeeper.search.engines.local import LocalIndex
from shopkeeper.search.engines.protocol import IndexQuery
from shopkeeper.search.filters import parse_filter
from shopkeeper.text.analyse import analyse_query
from small_shop import BagEncoder, D, batch, product

OLD = [product("a", "red shirt", facts=[("Color", "Red")]), product("b", "blue shirt", facts=[("Color", "Blue")]), product("c", "red hat")]
NEW = [product("a", "green trousers", facts=[("Color", "Green")]), product("d", "red shirt", facts=[("Season", "Spring")])]
POINTS = int(os.environ.get("SHOPKEEPER_SOAK", "10"))  # of each kind of write


def write(index: LocalIndex, kind: str) -> None:
    """From OLD to OLD with NEW over it and without b, in one of the two ways."""
    if kind == "upsert":
        index.upsert(batch(NEW), ["b"], 2)
    else:
        index.replace(iter([batch(NEW), batch(OLD[2:])]), 2)


def answers(folder: Path) -> list[object]:
    """What a process that opens the index now finds by words, by meaning, by values."""
    index = LocalIndex(folder, D, "bag")
    found: list[object] = [index.revision, len(index)]
    for text in ("red", "shirt", "trousers", "hat"):
        found.append(sorted(index.query(IndexQuery(analyse_query(text))).ids))
        found.append(sorted(index.query(IndexQuery(None, BagEncoder().encode([text])[0])).ids))
    found.append(index.query(IndexQuery()).ids)
    found.append(index.query(IndexQuery(filters=(parse_filter("color=red|green"),))).ids)
    found.append(index.query(IndexQuery()).facets(["color"], "en"))
    found.append([[term for term, _ in terms] for terms in index.matched(analyse_query("red shirt trousers"), ["a", "b", "c", "d"])])
    index.close()
    return found


# Run by a process of one thread, which forks a child for each point; the child ends itself at its n-th
# call out of the engine's own code. Prints how many calls a whole write makes, and at how many it was killed.
KILLER = """
import os, random, shutil, sys
from pathlib import Path
from integration.test_search_killed import D, LocalIndex, write
kind, before, work = sys.argv[1:4]
counted = f"{work}.calls"

def run(folder, last):
    calls = 0
    def count(frame, event, argument):
        nonlocal calls
        if event in ("call", "c_call") and "/shopkeeper/search/engines/local/" in frame.f_code.co_filename:
            calls += 1
            if calls == last:
                os._exit(9)
    index = LocalIndex(folder, D, "bag")
    index.revision
    sys.setprofile(count)
    write(index, kind)
    sys.setprofile(None)
    return calls

def child(folder, last):
    shutil.copytree(before, folder)
    if not (pid := os.fork()):
        calls = run(Path(folder), last)
        Path(counted).write_text(str(calls))
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

assert child(f"{work}/whole", -1) == 0
whole, points, done = int(Path(counted).read_text()), int(sys.argv[4]), 0
for last in sorted({*random.Random(7).sample(range(1, whole + 1), min(points, whole)), *range(whole - 3, whole + 1)}):
    done += child(f"{work}/{last:05}", last) == 9
print(whole, done)
"""


def in_a_process(script: str, *arguments: object) -> list[int]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-c", script, *map(str, arguments)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, timeout=240, check=True)
    return list(map(int, done.stdout.split()))


@pytest.mark.parametrize("kind", ["upsert", "replace"])
def test_a_write_that_is_killed_anywhere_leaves_the_state_before_or_after(tmp_path, kind):
    # Given an index that was built
    before, work = tmp_path / "before", tmp_path / "work"
    index = LocalIndex(before, D, "bag")
    index.replace([batch(OLD)], 1)
    index.close()
    work.mkdir()
    # When the write is killed at many of its steps
    calls, killed = in_a_process(KILLER, kind, before, work, POINTS)
    assert killed >= min(POINTS, calls)
    # Then each index answers wholly as before or wholly as after, and the same write completes it
    old, new = answers(before), answers(work / "whole")
    assert old != new
    shutil.rmtree(work / "whole")
    seen = set()
    for folder in sorted(work.iterdir()):
        found = answers(folder)
        assert found in (old, new), folder.name
        seen.add(found == new)
        write(LocalIndex(folder, D, "bag"), kind)
        assert answers(folder) == new, folder.name
    assert seen == {False, True}
