"""How long a database server is waited for, and how many connections of it one process takes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """For PostgreSQL; SQLite is a file and has none of them.

    `connections` are those of one process at most; who finds none free waits as long as for a new one: `connect_s` seconds.
    `statement_s` is how long one statement may run (0: for ever), `lock_s` how long it may wait for the locks of others. Seconds.
    """

    connections: int = 15
    connect_s: float = 10.0
    statement_s: float = 60.0
    lock_s: float = 30.0
