"""Shopkeeper's own JSONL: every field of every kind of record, an object a line."""

from __future__ import annotations

import orjson

from ...shop import to_dict
from .job import Job


def write(job: Job) -> int:
    """Writes each record as `to_dict` shows it."""
    rows = 0
    file = job.out.binary()
    for rows, record in enumerate(job.records, 1):  # noqa: B007
        file.write(orjson.dumps(to_dict(record), option=orjson.OPT_APPEND_NEWLINE))
    return rows
