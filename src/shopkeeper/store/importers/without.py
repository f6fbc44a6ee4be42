"""A Parquet file without some of its rows."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any


def parquet_without(content: bytes, gone: Callable[[Mapping[str, Any]], bool]) -> bytes:
    """The file without the rows of which `gone` is true; as it was where there are none, or where it cannot be read."""
    import polars as pl

    try:
        frame = pl.read_parquet(io.BytesIO(content))
    except (pl.exceptions.PolarsError, OSError):
        return content
    keep = [not gone(row) for row in frame.iter_rows(named=True)]
    if all(keep):
        return content
    out = io.BytesIO()
    frame.filter(pl.Series(keep, dtype=pl.Boolean)).write_parquet(out)
    return out.getvalue()
