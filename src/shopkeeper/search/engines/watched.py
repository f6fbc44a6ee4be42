"""An engine in another process behind a circuit breaker: when it does not answer, that is said at once, as one kind of error."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from ...shop import EngineUnavailable, InvalidQuery, NotFound, NotIndexed, ShopkeeperError
from ...shop.breaker import Breaker
from .protocol import Index, Moved, OtherSpace

A = TypeVar("A")
log = logging.getLogger(__name__)
REST = 5.0  # seconds that an engine is left alone
ANSWERS = (NotIndexed, InvalidQuery, NotFound, OtherSpace, Moved)  # what an engine that lives may say


def engine_breaker(clock: Callable[[], float]) -> Breaker:
    """The breaker of a search engine."""
    return Breaker("the search engine", EngineUnavailable, (Exception,), answers=ANSWERS, rest=REST, clock=clock)


class _Watched:
    """Passes everything on to an engine, under its breaker."""

    def __init__(self, index: Index, breaker: Breaker) -> None:
        self._index, self._breaker = index, breaker

    def __len__(self) -> int:
        return cast(int, self._asked(lambda: len(self._index)))

    def at_once(self, ask: Callable[[], A], query: str = "") -> A:
        """A search is more than what the engine does in it: only its questions are watched."""
        return self._index.at_once(ask, query)

    def __getattr__(self, name: str) -> Any:
        found = self._asked(lambda: getattr(self._index, name))
        if not callable(found):
            return found
        return wraps(found)(lambda *given, **named: self._asked(lambda: found(*given, **named)))

    def _asked(self, ask: Callable[[], Any]) -> Any:
        try:
            with self._breaker.watch() as answered:
                answer = ask()
                if not callable(answer):  # to look for a method asks nobody
                    answered()
                return answer
        except (*ANSWERS, EngineUnavailable):
            raise
        except (ShopkeeperError, OSError) as error:
            log.warning("the search engine: %s", error)  # it names servers, which is for the log
            raise EngineUnavailable("the search engine does not answer at the moment") from error


def watched(index: Index, breaker: Breaker) -> Index:
    """The same engine, which raises `EngineUnavailable` when it does not answer, and at once when it did not just now."""
    return cast(Index, _Watched(index, breaker))
