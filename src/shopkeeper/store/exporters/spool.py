"""Tables whose columns are known only when the last row is: set aside, then written."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence

import orjson

from ...text.spreadsheet import NamedSheet
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
        sheet = NamedSheet(out.text(), list(names))
        for line in spool:
            sheet.named(orjson.loads(line))
    return count
