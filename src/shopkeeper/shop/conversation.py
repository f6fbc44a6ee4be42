"""What was said between the shop and a customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .errors import InvalidRecord
from .localized import Language
from .product import require_id


class Speaker(StrEnum):
    """Who speaks in a conversation."""

    CUSTOMER = "customer"
    ASSISTANT = "assistant"
    AGENT = "agent"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation: who said what, when."""

    speaker: Speaker
    text: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """A service conversation, in the order in which it was said."""

    id: str
    messages: tuple[Message, ...]
    customer_id: str | None = None
    order_id: str | None = None
    channel: str = ""
    language: Language | None = None
    started_at: datetime | None = None
    tags: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_id("id", self.id)
        if not self.messages:
            raise InvalidRecord("messages", "at least one message")
