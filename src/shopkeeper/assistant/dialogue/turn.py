"""One turn of a conversation while the answer to it is being made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ...shop import Language, Localized
from ...text.normalise import normalise
from ..desk import Desk
from ..proposals import Proposal, withdraw
from ..reply import Act, Action, Reply, Source
from ..session import Session
from ..tools.toolbox import Toolbox
from ..understand import Understood
from .own import Own, own_rows
from .state import State
from .words import phrase

Note = Callable[[str, Any], None]


@dataclass
class Turn:
    """What the turn has to work with, and what it has said so far. `plain` is the message, normalised."""

    desk: Desk
    session: Session
    text: str
    understood: Understood
    state: State
    note: Note
    reader: Callable[[str, Language, str], Understood]
    said: list[str] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)

    @property
    def language(self) -> Language:
        """In which language it is answered."""
        return self.session.language

    @cached_property
    def plain(self) -> str:
        """The message, normalised."""
        return normalise(self.text)

    @cached_property
    def tools(self) -> Toolbox:
        """The tools in this conversation."""
        return Toolbox(self.desk, self.session, self.note)

    @property
    def own(self) -> Own:
        """The customer's rows, read once a turn and again after a write; only for a conversation that has a customer."""
        if self._own is None:
            self._own = own_rows(self.desk.store, self.session.customer_id or "")
        return self._own

    _own: Own | None = None

    def of(self, text: str) -> Understood:
        """What a message says; one that was said earlier is read anew."""
        return self.understood if text == self.text else self.reader(text, self.language, "")

    def read_again(self) -> None:
        """Something was written: rows are read anew when they are next looked at."""
        self._own = None

    def say(self, key: str, **facts: object) -> None:
        """Adds a sentence of `words`."""
        self.said.append(self.phrase(key, **facts))

    def phrase(self, key: str, **facts: object) -> str:
        """A sentence of `words`, another wording than last time."""
        used = self.state.used.get(key, len(self.session.id) + sum(map(ord, self.session.id[:4])))
        self.state.used[key] = used + 1
        return phrase(key, self.language, used, facts)

    def tell(self, text: Localized | str) -> None:
        """Adds a text that another part wrote, unless it was said in this turn."""
        words = text if isinstance(text, str) else text.get(self.language)
        self.said += [words] if words not in self.said else []

    def act(self, act: Act, about: str = "", **data: Any) -> None:
        """Marks what the answer does."""
        if not any(each.act == act and each.about == about for each in self.actions):
            self.actions.append(Action(act, about, data))

    def ask(self, about: str, key: str, *, offered: list[str] | None = None, **facts: object) -> None:
        """Asks for something; the next message is read as the answer to it."""
        self.say(key, **facts)
        self.act(Act.ASK, about, **({"choices": offered} if offered else {}))
        self.state.expects, self.state.offered = about, offered or []

    def call(self, name: str, **arguments: Any) -> Any:
        """What a tool answers; raises as the tool does."""
        return self.tools.call(name, arguments)

    @property
    def waiting(self) -> bool:
        """Whether the answer asks for something already."""
        return any(each.act in (Act.ASK, Act.PROPOSE, Act.HANDOFF) for each in self.actions)

    @property
    def proposal(self) -> Proposal | None:
        """What lies before the customer."""
        return Proposal.of(self.session.proposal) if self.session.proposal else None

    def withdraw(self) -> None:
        """Nothing lies before the customer any more."""
        withdraw(self.session)

    def reply(self) -> Reply:
        """The answer."""
        text = _joined([part for part in self.said if part], self.language)
        return Reply(text, self.language, tuple(self.actions), tuple(self.sources), handoff=any(a.act is Act.HANDOFF for a in self.actions))


def _joined(parts: list[str], language: Language) -> str:
    """Sentences one after another; what has several lines stands by itself."""
    text = ""
    for part in parts:
        gap = "" if not text else "\n" if "\n" in part or "\n" in text.rsplit("\n\n", 1)[-1] else "" if language == "zh" else " "
        text += gap + part
    return text


def shown(facts: Mapping[str, Any]) -> dict[str, str]:
    """Facts as they stand in an audit."""
    return {name: str(value) for name, value in facts.items()}
