"""Parquet, in batches through polars: read and written."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from ...shop import InvalidFile
from .row import Row

_BATCH = 20_000


def columns(path: Path) -> tuple[str, ...]:
    """The names of the columns."""
    return tuple(_scan(path).collect_schema())


def read(path: Path, only: Sequence[str] | None = None) -> Iterator[Row]:
    """The records, numbered from 1; `only` reads just these columns."""
    frame = _scan(path)
    frame = frame.select(only) if only else frame
    number = start = 0
    while True:
        batch = frame.slice(start, _BATCH).collect()
        names = batch.columns
        for values in batch.iter_rows():
            number += 1
            yield Row(number, dict(zip(names, values, strict=True)))
        if batch.height < _BATCH:
            return
        start += _BATCH


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
