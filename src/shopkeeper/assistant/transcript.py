"""What was said in a conversation, read from the audit, which is the one place where it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from ..shop import Conversation, Language, Message, NotFound, Speaker
from ..store.audited import Audited
from ..store.protocol import Dialogue, Store
from .session import Session

SPEAKERS = {"said": Speaker.CUSTOMER, "answered": Speaker.ASSISTANT, "person": Speaker.AGENT, "told": Speaker.ASSISTANT}
LATE = ("person", "told")  # kinds of entries that no message of the shopper asked for


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a conversation. `number` grows with time over all conversations, `who` is the person of the shop who wrote it, `late`
    whether it was written without being asked, by a person or because something came of a request."""

    number: int
    speaker: Speaker
    text: str
    at: datetime
    who: str = ""
    late: bool = False

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"number": self.number, "speaker": str(self.speaker), "text": self.text, "at": self.at.isoformat(), "who": self.who,
                "late": self.late}


def messages(entries: Iterable[Audited]) -> list[Said]:
    """The messages among entries of the audit; an assistant that is silent says none."""
    found = []
    for entry in entries:
        if entry.kind in SPEAKERS and (text := entry.data.get("text")):
            found.append(Said(entry.number, SPEAKERS[entry.kind], text, entry.at, entry.data.get("who", ""), entry.kind in LATE))
    return found


def conversation(store: Store, id: str) -> Conversation:
    """A conversation of the assistant as the record that service logs of other systems become. `NotFound` when there is none, or none in
    which anything was said."""
    dialogue = store.dialogues.get(id)
    said = messages(store.audit.of(id)) if dialogue else []
    if dialogue is None or not said:
        raise NotFound("conversation", id)
    return _record(dialogue, said)


def conversations(store: Store) -> Iterator[Conversation]:
    """All conversations of the assistant in which something was said, one in memory at a time."""
    for id, entries in groupby(store.audit.by_conversation(), key=lambda entry: entry.dialogue_id):
        dialogue, said = store.dialogues.get(id), messages(entries)
        if dialogue is not None and said:
            yield _record(dialogue, said)


def _record(dialogue: Dialogue, said: Sequence[Said]) -> Conversation:
    session = Session.of(dialogue)
    language: Language = session.language
    lines = tuple(Message(each.speaker, each.text, each.at) for each in said)
    return Conversation(dialogue.id, lines, dialogue.customer_id, channel=session.channel, language=language, started_at=said[0].at,
                        tags=("assistant", dialogue.status))
