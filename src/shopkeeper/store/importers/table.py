"""Parquet, in batches through polars: read and written."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from ...shop import InvalidFile, InvalidRecord
from . import limits
from .row import Row

_BATCH = 20_000
_MEMORY = 1 << 30  # bytes that reading may take
_BROKE = f"expected a Parquet file that can be read within {_MEMORY >> 30} GB of memory"
_CHECK = Path(__file__).with_name("parquet_check.py")


def columns(path: Path) -> tuple[str, ...]:
    """The names of the columns. `InvalidFile` for a file that cannot be read to its end within its bounds."""
    names: tuple[str, ...] = _checked(path)[0]
    return names


def read(path: Path, only: Sequence[str] | None = None, at: Callable[[int], None] | None = None) -> Iterator[Row]:
    """The records, numbered from 1; `only` reads just these columns. `at` is told before each batch how many bytes of the file the rows
    before it are, all rows being taken for equally long."""
    _, most = _checked(path)
    frame = _scan(path)
    rows, size = _height(frame), path.stat().st_size
    frame = frame.select(only) if only else frame
    number = start = 0
    while True:
        if at:
            at(size * start // max(rows, 1))
        batch = frame.slice(start, most).collect()
        names = batch.columns
        for values in batch.iter_rows():
            number += 1
            yield _row(number, dict(zip(names, values, strict=True)))
        if batch.height < most:
            return
        start += most


def _height(frame: Any) -> int:
    import polars as pl

    return int(frame.select(pl.len()).collect().item())


def _row(number: int, values: dict[str, Any]) -> Row:
    size = sum(len(value) for value in values.values() if isinstance(value, str | list | bytes))
    if size > limits.LONGEST:
        return Row(number, {}, InvalidRecord("row", f"at most {limits.LONGEST:,} characters", f"{size:,}"))
    return Row(number, values, None, size)


def _checked(path: Path) -> tuple[tuple[str, ...], int]:
    stat = path.stat()
    return _check(path, stat.st_size, stat.st_mtime_ns)


@lru_cache(16)
def _check(path: Path, size: int, changed: int) -> tuple[tuple[str, ...], int]:
    """The columns of a file and how many of its rows are read at once, once another process has read it to its end."""
    bounds = {"columns": limits.COLUMNS, "batch": _BATCH, "heavy": limits.HEAVY * 4, "unchecked": _MEMORY, "ratio": limits.RATIO,
              "size": size, "memory": _MEMORY}  # fmt: skip
    done = subprocess.run([sys.executable, str(_CHECK), str(path.resolve()), json.dumps(bounds)], capture_output=True, check=False)
    found: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 and done.stdout else {"refused": _BROKE}
    if "refused" in found:
        raise InvalidFile(f"{path}: {found['refused']}")
    return tuple(found["columns"]), found["batch"]


def write_strings(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Writes rows of text as Parquet and says how many, a batch in memory at a time."""
    import orjson
    import polars as pl

    count = 0
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "rows.ndjson"
        with lines.open("wb") as file:
            for row in rows:
                file.write(orjson.dumps(dict(zip(columns, row, strict=True)), option=orjson.OPT_APPEND_NEWLINE))
                count += 1
        schema = dict.fromkeys(columns, pl.String)
        frame: Any = pl.scan_ndjson(lines, schema=schema) if count else pl.LazyFrame(schema=schema)
        frame.sink_parquet(path)
    return count


def _scan(path: Path) -> Any:
    import polars as pl

    try:
        frame = pl.scan_parquet(path)
        frame.collect_schema()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise InvalidFile(f"{path}: expected a Parquet file, this one is damaged ({str(error).splitlines()[0][:100]})") from None
    return frame.with_columns(pl.selectors.float().fill_nan(None))  # tables that have no null write NaN
