"""A question with all that an answer to it is made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ...shop import Language, Localized, Product
from ..desk import Desk
from ..reply import Act, Action, Source
from ..session import Session
from .library import Library
from .meanings import meanings
from .quoting import clean, quoted
from .words import say


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered, the records it comes from and what it does. Not `sure`: nothing in writing was found, or something is asked."""

    text: str
    sources: tuple[Source, ...] = ()
    actions: tuple[Action, ...] = (Action(Act.IDLE),)
    sure: bool = True


@dataclass(frozen=True)
class Question:
    """What the shopper asks, in which conversation, and what the dialogue knows of it: the wish behind it, a product, orders."""

    desk: Desk
    session: Session
    library: Library
    text: str
    intent: str
    product_id: str | None = None
    order_ids: tuple[str, ...] = ()

    @property
    def language(self) -> Language:
        """The language of the answer."""
        return self.session.language

    @cached_property
    def meanings(self) -> frozenset[str]:
        """What the question is about."""
        return meanings(self.text)

    @property
    def memory(self) -> dict[str, Any]:
        """What is remembered from one question to the next: the product that was spoken of."""
        memory: dict[str, Any] = self.session.memory.setdefault("answers", {})
        return memory

    @property
    def focus(self) -> str:
        """The product that was spoken of last: in a question, or since then shown by the guide; empty where none was."""
        shown: str = self._shown
        return shown if shown and shown != self.memory.get("shown") else self.memory.get("product_id", "") or shown

    def remember(self, product: Product) -> None:
        """From now on this product is the one spoken of."""
        self.memory.update(product_id=product.id, shown=self._shown)

    @property
    def _shown(self) -> str:
        return str(self.session.memory.get("guide", {}).get("focus", ""))

    def say(self, key: str, **facts: object) -> str:
        """A sentence of the shop's own, in the shopper's language; the wording changes from turn to turn."""
        return say(key, self.language, self.session.turns, **facts)

    def quote(self, text: str) -> str:
        """Somebody's words, marked as such."""
        return quoted(clean(text))

    def joined(self, parts: Sequence[str]) -> str:
        """Sentences after each other."""
        return (" " if self.language == "en" else "").join(parts)

    def name(self, product: Product) -> str:
        """What a product is called in a sentence: its title without what comes after the first comma."""
        return short_title(product.title, self.language)


def short_title(title: Localized, language: Language) -> str:
    """A title as far as it names the product, on one line, in Chinese within brackets of a name."""
    name = clean(title.get(language)).split(", ")[0].split("，")[0]
    most = 40 if language == "zh" else 80
    name = name if len(name) <= most else name[: most - 1].rstrip() + "…"
    return f"「{name}」" if language == "zh" else name


def nothing_known(ask: Question, key: str = "not_in_writing", sources: Sequence[Source] = (), **facts: object) -> Answer:
    """Says honestly that the shop has nothing in writing, and offers a person."""
    return Answer(ask.say(key, **facts), tuple(sources), (Action(Act.IDLE, data={"offer": "person"}),), sure=False)
