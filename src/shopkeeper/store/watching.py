"""The statements of a store, one by one, for who wants to know how long they take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event

from .kinds import recalls
from .opening import database_of
from .protocol import Store


def watch_statements(store: Store, began: Callable[[str], Any], ended: Callable[[Any], None]) -> None:
    """Tells of each statement as it is prepared, without its values; what `began` answers is handed to `ended`, also after an error."""
    engine = database_of(store)._engine

    def before(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if context is not None:
            context._watched = began(statement)

    def after(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if context is not None and hasattr(context, "_watched"):
            ended(context._watched)

    def failed(found: Any) -> None:
        if found.execution_context is not None and hasattr(found.execution_context, "_watched"):
            ended(found.execution_context._watched)

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    event.listen(engine, "handle_error", failed)


@dataclass(frozen=True, slots=True)
class Load:
    """How busy a store's connections are in this process, and how often a record that was asked for was remembered."""

    in_use: int
    connections: int
    recalled: int
    decoded: int


def load_of(store: Store) -> Load:
    """The load of a store at this moment."""
    pool: Any = database_of(store)._engine.pool
    seen = recalls()
    return Load(pool.checkedout(), pool.checkedin() + pool.checkedout(), seen.hits, seen.misses)
