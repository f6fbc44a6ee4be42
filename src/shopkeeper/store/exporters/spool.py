"""Tables whose columns are known only when the last row is: set aside, then written."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Sequence

import orjson

from .aside import Aside


def write_wide(out: Aside, columns: Sequence[str], rows: Iterable[dict[str, str]]) -> int:
    """Writes rows under `columns` and what other columns they have, in the order in which these come
    up (those of one product with many attributes follow those of one with few); says how many."""
    names = dict.fromkeys(columns)
    count = 0
    with tempfile.TemporaryFile() as spool:
        for row in rows:
            names |= dict.fromkeys(row)
            spool.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
            count += 1
        spool.seek(0)
        writer = csv.DictWriter(out.text(), list(names), restval="")
        writer.writeheader()
        writer.writerows(map(orjson.loads, spool))
    return count
