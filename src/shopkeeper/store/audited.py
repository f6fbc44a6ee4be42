"""What the audit is: entries, the chain that they hang on, and what a check of it finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from ..shop import InvalidQuery


@dataclass(frozen=True, slots=True)
class Audited:
    """Something that happened: its number in the order of all, what kind, and the facts of it. In a conversation `dialogue_id` names
    that; else it is empty, `actor` is who did it and `subject` what it was done to, such as `customer/c42`."""

    number: int
    dialogue_id: str
    at: datetime
    kind: str
    data: Any
    actor: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry of the chain: its number and hash, which together stand for all entries up to it."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


def head_of(text: str) -> Head:
    """The head that `str` of one gave. `InvalidQuery` for another text."""
    number, _, hash = text.strip().partition(":")
    if not (number.isascii() and number.isdigit()) or len(hash) != 64 or set(hash) - set("0123456789abcdef"):
        raise InvalidQuery(f"head: expected NUMBER:HASH as `shopkeeper audit head` prints it, got {text.strip()[:80]!r}")
    return Head(int(number), hash)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an entry of the chain."""

    number: int
    what: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check of the chain found: how many entries it has, of how many the facts were erased, where it ends, what is wrong."""

    entries: int
    erased: int
    head: Head
    faults: tuple[Fault, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON values."""
        faults = [{"number": each.number, "what": each.what} for each in self.faults]
        return {"whole": not self.faults, "entries": self.entries, "erased": self.erased, "head": str(self.head), "faults": faults}


class Audit(Protocol):
    """What was said, called and decided in conversations, and what operators and programs did. Entries are added and never changed;
    each one's hash is made of its own digest and the hash before it (`chain.py`), so that none is changed, moved or taken out unseen."""

    def append(self, dialogue_id: str, entries: Iterable[tuple[datetime, str, Any]]) -> None:
        """Adds entries of a conversation, in their order; each is a moment, a kind and JSON values."""

    def note(self, actor: str, action: str, subject: str, facts: Mapping[str, Any] | None = None, at: datetime | None = None) -> Head:
        """Adds what `actor` (a person's name, `cli`, `worker`) did to `subject` (such as `key/7` or `customer/c42`), now where `at` is
        None; where the chain ends then. `action` is one of a program's few words: it stays when the facts are erased."""

    def of(self, dialogue_id: str, after: int = 0) -> list[Audited]:
        """The entries of a conversation whose numbers come after one, oldest first."""

    def newest(
        self, limit: int = 100, *, before: int = 0, conversations: bool = False, kind: str = "", actor: str = "", subject: str = "",
    ) -> list[Audited]:
        """The last entries, newest first, those with smaller numbers than `before` (0: all); without what was said in conversations
        unless asked for; of this kind, actor and subject, where these are given."""

    def by_conversation(self) -> Iterator[Audited]:
        """Streams the entries of conversations, one after the other, each from its beginning, in constant memory."""

    def since(self, moment: datetime) -> Iterator[Audited]:
        """Streams the entries of all conversations at `moment` or later, oldest first, in constant memory."""

    def erase(self, dialogue_ids: Iterable[str]) -> int:
        """Removes the facts of conversations of a person who is forgotten; the chain stays, and says that they were erased. How many."""

    def erase_subjects(self, subjects: Iterable[str]) -> int:
        """Removes the facts of what was done to these; as `erase`."""

    def head(self) -> Head:
        """Where the chain ends; number 0 when nothing has happened yet. Kept elsewhere, it shows that nothing up to it was changed."""

    def verify(self, anchor: Head | None = None) -> Verified:
        """Reads the whole chain and checks each link, that facts are what was written or were erased by an entry that says so, and
        that the chain holds the `anchor`, a head that was kept elsewhere."""
