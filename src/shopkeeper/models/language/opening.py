"""Which language model a shop has: the one that its settings name, else the version of its own that is in use, else none."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from ..active import Active
from ..versions import Versions
from .llama import LlamaModel
from .protocol import LanguageModel

CAPABILITY = "language-model"
FILE = "model.gguf"  # in the folder of a version
Source = Callable[[], LanguageModel | None]


def active_language_model(versions: Versions) -> Source:
    """A function that answers the shop's own model that is in use, None when none is; a new version is taken up with the next call."""
    return Active(versions, lambda folder: LlamaModel(folder / FILE), None)


def opened_once(open_model: Callable[[], LanguageModel]) -> Source:
    """A function that answers one model, opened when it is wanted first, and raises what opening it raises."""
    lock, found = Lock(), list[LanguageModel]()

    def source() -> LanguageModel:
        with lock:
            if not found:
                found.append(open_model())
            return found[0]

    return source
