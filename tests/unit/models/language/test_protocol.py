"""An answer is the sum of its pieces."""

from __future__ import annotations

from shopkeeper.models.language.protocol import Answer, Piece, Token, ToolCall, Usage, whole


def test_an_answer_holds_what_its_pieces_hold():
    call = ToolCall("1", "search", '{"query": "耳机"}')
    pieces = [Piece("保温"), Piece("杯", tokens=(Token("杯", -0.1),)), Piece(calls=(call,)), Piece(finish="tool_calls", usage=Usage(3, 2))]
    assert whole(iter(pieces)) == Answer("保温杯", "tool_calls", Usage(3, 2), (call,), (Token("杯", -0.1),))


def test_a_stream_without_pieces_is_an_empty_answer():
    assert whole(()) == Answer("")
