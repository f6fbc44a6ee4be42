"""Reads a Parquet file to its end in a process of its own, so that one which breaks the reader, or the memory, breaks nothing else.

Run as a script with the path and the bounds as JSON; prints `{"columns", "batch", "refused"}`: the names of the columns, how many rows can
be read at once, and what is wrong, if anything is.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from typing import Any

_SILENT = 120  # seconds that one batch may take


def check(path: str, bounds: dict[str, int]) -> dict[str, Any]:
    """What a file holds, see above."""
    import polars as pl

    frame = pl.scan_parquet(path)
    names = frame.collect_schema().names()
    if len(names) > bounds["columns"]:
        return {"refused": f"expected at most {bounds['columns']:,} columns, got {len(names):,}"}
    made = heaviest = start = 0
    while True:
        signal.alarm(_SILENT)
        batch = frame.slice(start, bounds["batch"]).collect()
        weight = sum(weigh(column) for column in batch.get_columns())
        made, heaviest, start = made + weight, max(heaviest, weight), start + batch.height
        if made > bounds["unchecked"] and made > bounds["ratio"] * bounds["size"]:
            return {"refused": f"expected a table, got a file that unpacks to more than {bounds['ratio']} times its size"}
        if batch.height < bounds["batch"]:
            return {"columns": names, "batch": max(1, min(bounds["batch"], bounds["batch"] * bounds["heavy"] // max(heaviest, 1)))}


def weigh(column: Any) -> int:
    """Bytes of a column's values, each counted wherever it comes up."""
    import polars as pl

    if column.dtype == pl.String:
        return int(column.str.len_bytes().sum() or 0) + 8 * len(column)
    if column.dtype == pl.Binary:
        return int(column.bin.size().sum() or 0) + 8 * len(column)
    if isinstance(column.dtype, pl.List | pl.Array):
        return weigh(column.explode()) + 8 * len(column)
    if isinstance(column.dtype, pl.Struct):
        return sum(weigh(each) for each in column.struct.unnest().get_columns())
    return 8 * len(column)


if __name__ == "__main__":
    told = json.loads(sys.argv[2])
    os.environ.setdefault("POLARS_MAX_THREADS", "2")  # each takes memory
    resource.setrlimit(resource.RLIMIT_DATA, (told["memory"], told["memory"]))
    try:
        print(json.dumps(check(sys.argv[1], told)))
    except BaseException as error:  # a panic of the reader is none of Exception
        print(json.dumps({"refused": f"expected a Parquet file, this one is damaged ({(str(error).splitlines() or ['?'])[0][:100]})"}))
