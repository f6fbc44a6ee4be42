"""Conversations: one message a row, or a whole conversation in its list of messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from ...shop import Conversation, InvalidRecord, Message, Speaker
from .columns import Columns
from .customers import language_of
from .layout import hashed_id
from .many_rows import ManyRows
from .row import Row
from .values import Cell, body, boolean, choice, identity, items, line, moment, table, text, unpacked

SPEAKERS = table(
    customer="customer user client buyer shopper visitor contact enduser incoming human q 客户 顾客 买家 用户 访客 消费者",
    assistant="assistant bot ai model robot template automated 机器人 智能客服 助手 智能助手",
    agent="agent staff operator seller support service merchant waiter admin outgoing a 客服 人工 人工客服 坐席 商家 卖家 店家",
    system="system tool function developer activity note event 系统 系统消息 提示",
)(Speaker)
_WHO = "who speaks: customer, assistant, agent or system"


class Conversations(ManyRows):
    """The messages of one conversation id, by time where all have one, else as they stand."""

    def __init__(self, columns: Columns) -> None:
        super().__init__(columns, columns.of("id"))
        self._inner = Columns("conversations", ())

    def named(self, row: Row) -> Iterator[str]:
        """Conversations name no products."""
        return iter(())

    def unnamed(self, values: Mapping[str, Any]) -> str:
        """A whole conversation needs no id."""
        return hashed_id(values) if "messages" in self.columns.cells(values).one else super().unnamed(values)

    def part(self, id: str, one: Mapping[str, Cell]) -> list[Message]:
        """The message of a row, or those in its list."""
        if not id:
            raise InvalidRecord("id", "the id of the conversation")
        if "messages" not in one:
            return [self._message(one)]
        return [self._listed(said, place, one["messages"].column) for place, said in enumerate(_list(one["messages"]))]

    def _listed(self, said: Any, place: int, column: str) -> Message:
        if not isinstance(said, dict):
            raise InvalidRecord(f"{column}[{place}]", "an object with a speaker and a text", said)
        one = {name: cell._replace(column=f"{column}[{place}].{cell.column}") for name, cell in self._inner.cells(said).one.items()}
        return self._message(one)

    def _message(self, one: Mapping[str, Cell]) -> Message:
        if "text" not in one:
            raise InvalidRecord("messages" if self.columns.of("messages") else "text", "what was said")
        if "speaker" in one:
            speaker = choice(one["speaker"], SPEAKERS, _WHO)
        elif "by_agent" in one:
            speaker = Speaker.AGENT if boolean(one["by_agent"]) else Speaker.CUSTOMER
        else:
            raise InvalidRecord("speaker", _WHO)
        return Message(speaker, _said(one["text"].value), moment(one["at"]) if "at" in one else None)

    def whole(self, id: str, shared: Mapping[str, Cell], parts: Sequence[list[Message]], stored: Conversation | None) -> Conversation:
        """The conversation; corrected messages join the stored one, each once."""
        said = [message for part in parts for message in part]
        if stored:
            return replace(stored, messages=_ordered([*stored.messages, *(m for m in said if m not in stored.messages)]))
        get = {name: identity(shared[name].value) or None for name in ("customer_id", "order_id") if name in shared}
        return Conversation(
            id=id, messages=_ordered(said), **get,
            channel=line(shared["channel"].value) if "channel" in shared else "",
            language=language_of(text(shared["language"].value)) if "language" in shared else None,
            started_at=moment(shared["started_at"]) if "started_at" in shared else None,
            tags=tuple(items(shared["tags"].value)) if "tags" in shared else (),
        )  # fmt: skip


def _said(value: Any) -> str:
    """The text of a message; of one in parts, those that are text."""
    if isinstance(value, list):
        value = "\n".join(text(part.get("text", "")) for part in value if isinstance(part, dict))
    return body(value)


def _list(cell: Cell) -> list[Any]:
    value = unpacked(cell.value)
    if not isinstance(value, list):
        raise InvalidRecord(cell.column, "a list of messages", cell.value)
    return value


def _ordered(messages: Sequence[Message]) -> tuple[Message, ...]:
    times: list[tuple[datetime, int]] = [(m.at, place) for place, m in enumerate(messages) if m.at is not None]
    if len(times) < len(messages):
        return tuple(messages)
    return tuple(messages[place] for _, place in sorted(times))
