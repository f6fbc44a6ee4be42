"""A model that runs elsewhere is told no personal data, and who asks it notices nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shopkeeper.models.language.masked import MaskedModel
from shopkeeper.models.language.protocol import Message, Piece, Prompt, ToolCall, whole


class Elsewhere:
    """Remembers what it is told and says what it should."""

    name = "elsewhere"

    def __init__(self, *pieces: Piece) -> None:
        self.told: list[Any] = []
        self._pieces, self.closed = pieces, False

    def complete(self, prompt: Prompt, **how: Any):
        self.told.append((prompt, how))
        yield from self._pieces

    def close(self) -> None:
        self.closed = True


def said(model: Elsewhere, prompt: Prompt, **how: Any) -> Any:
    return whole(MaskedModel(model).complete(prompt, **how))


TALK = [
    Message("system", "Call 400-820-8820 for the shop."), Message("user", "我是 li@example.com"),
    Message("assistant", "", (ToolCall("1", "find", '{"email": "li@example.com"}'),)),
    Message("tool", '<data>{"phone": "13812345678"}</data>', call_id="1"),
]  # fmt: skip


def contents(prompt: Sequence[Message]) -> list[str]:
    return [message.content or message.calls[0].arguments for message in prompt]


def test_nothing_personal_leaves_and_the_answer_names_it_again() -> None:
    model = Elsewhere(Piece("我们会给 [pho"), Piece("ne_2] 打电话，并写信到 [email_1"), Piece("] [x]", finish="stop"))
    assert said(model, TALK).text == "我们会给 13812345678 打电话，并写信到 li@example.com [x]"
    (told, how), = model.told
    assert contents(told) == [
        "Call [phone_1] for the shop.", "我是 [email_1]", '{"email": "[email_1]"}', '<data>{"phone": "[phone_2]"}</data>']
    assert how["tools"] == ()


def test_a_tool_is_called_with_what_the_shopper_wrote() -> None:
    model = Elsewhere(Piece(calls=(ToolCall("2", "find_user_id_by_email", '{"email": "[email_1]"}'),), finish="tool_calls"))
    assert said(model, TALK).calls == (ToolCall("2", "find_user_id_by_email", '{"email": "li@example.com"}'),)


def test_a_text_is_masked_too_and_a_bracket_at_the_end_is_no_loss() -> None:
    model = Elsewhere(Piece("[phone_1] and ["))
    assert said(model, "call 13812345678").text == "13812345678 and ["
    assert model.told[0][0] == "call [phone_1]"


def test_it_is_named_and_closed_as_the_one_behind_it() -> None:
    model = Elsewhere()
    masked = MaskedModel(model)
    masked.close()
    assert (masked.name, model.closed) == ("elsewhere", True)
