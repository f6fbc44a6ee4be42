"""The file of suggestions is written aside, and what killed writers left is removed."""

import os
import subprocess
import sys

from shopkeeper.search.suggest.file import write


def test_what_a_killed_writer_left_goes_and_what_a_living_one_writes_stays(tmp_path):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left, written = tmp_path / f"suggest.{dead.pid}.part", tmp_path / f"suggest.{os.getppid()}.part"
    for path in (left, written):
        path.write_bytes(b"half")
    write(tmp_path / "suggest.db", [], 7)
    assert not left.exists()
    assert written.exists()
    assert (tmp_path / "suggest.db").exists()
