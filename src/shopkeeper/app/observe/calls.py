"""The calls of the language model, one by one, as they end."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ...models.language.opening import Source
from ...models.language.protocol import LanguageModel, Stream, Usage

_WATCHED = "_watched_by"


@dataclass(frozen=True, slots=True)
class Call:
    """One answer of a language model: when it was asked (ns since 1970), how long it wrote (s), what it read and wrote in tokens, and
    whether it ended in an error."""

    model: str
    began_ns: int
    seconds: float
    prompt: int
    completion: int
    failed: bool


def watch_model(source: Source, seen: Callable[[Call], None]) -> Source:
    """The same source of a model; `seen` is told of each answer of the model once it has ended."""

    def watched() -> LanguageModel | None:
        model = source()
        if model is not None and seen not in (watchers := getattr(model, _WATCHED, ())):
            setattr(model, _WATCHED, (*watchers, seen))
            setattr(model, "complete", _told(model, model.complete, seen))  # noqa: B010 - a method of this one object
        return model

    return watched


def _told(model: LanguageModel, complete: Callable[..., Stream], seen: Callable[[Call], None]) -> Callable[..., Stream]:
    def told(*args: Any, **named: Any) -> Stream:
        began, started, used, failed = time.time_ns(), time.perf_counter(), Usage(), True
        try:
            for piece in complete(*args, **named):
                used = piece.usage or used
                yield piece
            failed = False
        except GeneratorExit:
            failed = False  # who asked has read enough
            raise
        finally:
            name = getattr(model, "_model", "") or type(model).__name__
            seen(Call(str(name), began, time.perf_counter() - started, used.prompt, used.completion, failed))

    return told
