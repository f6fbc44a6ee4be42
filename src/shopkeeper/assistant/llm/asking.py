"""Asking a language model within a time: whoever waits for the answer never waits longer, whatever the model does."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Event, Thread

from ...models.language.protocol import Answer, LanguageModel, Message, ModelUnavailable, Piece, Sampling, Tool, whole
from ...shop import ShopkeeperError

AT_ONCE = 16  # questions that may be under way, those that were given up and not yet ended among them
LONGEST = 8_000  # characters of an answer
Put = Callable[[Piece | BaseException | None], None]


class TooSlow(ModelUnavailable):
    """The model did not answer in time."""


class Asker:
    """Asks a model, for any number of conversations at once."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._free = BoundedSemaphore(at_once)

    def ask(self, model: LanguageModel, messages: Sequence[Message], tools: Sequence[Tool], sampling: Sampling, until: float) -> Answer:
        """The model's whole answer. `TooSlow` at the moment `until` (of `time.monotonic`); what the model raises is raised here."""
        if not self._free.acquire(timeout=max(0.0, until - time.monotonic())):
            raise TooSlow("the language model is busy")
        said: SimpleQueue[Piece | BaseException | None] = SimpleQueue()
        left = Event()
        Thread(target=self._run, args=(model, messages, tools, sampling, said.put, left), daemon=True).start()
        try:
            return whole(_pieces(said, until))
        finally:
            left.set()

    def _run(
        self, model: LanguageModel, messages: Sequence[Message], tools: Sequence[Tool], sampling: Sampling, put: Put, left: Event,
    ) -> None:
        try:
            for piece in model.complete(messages, tools=tools, sampling=sampling):
                if left.is_set():
                    break
                put(piece)
            put(None)
        except ShopkeeperError as error:
            put(error)
        except Exception as error:
            put(ModelUnavailable(f"the language model failed: {type(error).__name__}: {error}"[:300]))
        finally:
            self._free.release()


def _pieces(said: SimpleQueue[Piece | BaseException | None], until: float) -> list[Piece]:
    pieces: list[Piece] = []
    written = 0
    while True:
        try:
            piece = said.get(timeout=max(0.0, until - time.monotonic()))
        except Empty:
            raise TooSlow("the language model took too long") from None
        if isinstance(piece, BaseException):
            raise piece
        if piece is None or written > LONGEST:
            return pieces
        pieces.append(piece)
        written += len(piece.text)
