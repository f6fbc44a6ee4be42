"""Imports mutated files, within a gigabyte of memory: `python fuzz_files.py SEED FIRST COUNT FOLDER` prints what came of it as JSON.

A file may be refused with `InvalidFile` or lose rows; anything else is a crash. Ten seconds of processor time for one file are a hang.
"""

from __future__ import annotations

import json
import random
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import Any

from memory import peak_mb
from mutations import mutated, samples
from shopkeeper.shop import InvalidFile
from shopkeeper.store import open_store
from shopkeeper.store.importers import import_file
from shopkeeper.store.importers.plan import FORMATS
from shopkeeper.store.importers.synonyms import KINDS

MEMORY = 1 << 30
HANG = 10  # seconds of processor time
WRITES = 5  # of as many files one is written into the store, the others are looked at
FRESH = 5000  # files after which the store is a new one


class Hang(BaseException):
    """A file took too long."""


def _hang(*_: Any) -> None:
    raise Hang


def fuzz(seed: int, first: int, count: int, folder: Path) -> dict[str, Any]:
    """Imports the files of these numbers; how many went in whole, in part, not at all, and each crash with the number that shows it."""
    counts: Counter[str] = Counter()
    crashes: dict[str, int] = {}
    slowest, store = 0.0, None
    signal.signal(signal.SIGVTALRM, _hang)
    for place in range(count):
        if place % FRESH == 0:
            if store:
                store.close()
            store = open_store(folder / f"{first + place}.db")
        started = time.process_time()
        try:
            signal.setitimer(signal.ITIMER_VIRTUAL, HANG)
            counts[_outcome(store, seed, first + place, folder)] += 1
        except (Exception, Hang) as error:
            crashes.setdefault(_where(error), first + place)
            counts["crashed"] += 1
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        slowest = max(slowest, time.process_time() - started)
    store.close()
    peak = peak_mb()
    return {"files": count, "outcomes": dict(counts), "crashes": crashes, "slowest_s": round(slowest, 2), "peak_mb": peak}


def _outcome(store: Any, seed: int, number: int, folder: Path) -> str:
    name, content = mutated(seed, number)
    draw = random.Random(f"{seed}/{number}")
    path = folder / name
    path.write_bytes(content)
    asked: dict[str, Any] = {"dry_run": number % WRITES != 0, "rejects_dir": folder / "rejects"}
    if draw.random() < 0.2:
        asked["kind"] = draw.choice(sorted(KINDS))
    if draw.random() < 0.1:
        asked["format"] = draw.choice(FORMATS)
    try:
        report = import_file(store, path, **asked)
        if report.rejects_file:
            import_file(store, report.rejects_file, kind=asked.get("kind"), rejects_dir=folder / "rejects", dry_run=True)
    except InvalidFile as error:
        if "\n" in str(error):
            raise ValueError("a refusal of several lines") from error
        return "refused"
    return "in part" if report.rejected else "whole"


def _where(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    last = ([frame for frame in frames if "shopkeeper" in frame.filename] or frames)[-1]
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno} ({str(error).splitlines()[:1]})"[:200]


if __name__ == "__main__":
    samples()
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    print(json.dumps(fuzz(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))))
