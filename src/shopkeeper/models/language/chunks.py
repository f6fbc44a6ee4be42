"""The words of OpenAI's interface, which llama.cpp and most servers speak: what is asked, and the chunks of an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from .protocol import Finish, Message, Piece, Sampling, Token, Tool, ToolCall, Usage

_FINISH: dict[str, Finish] = {"length": "length", "tool_calls": "tool_calls", "function_call": "tool_calls"}
NO_TEXT = "\ufffd"  # in place of bytes that are no text, which a model may write by chance


def message_dict(message: Message) -> dict[str, Any]:
    """One turn as it is sent."""
    out: dict[str, Any] = {"role": message.role, "content": message.content}
    if message.calls:
        out["tool_calls"] = [
            {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}} for call in message.calls
        ]
    if message.call_id:
        out["tool_call_id"] = message.call_id
    return out


def tool_dict(tool: Tool) -> dict[str, Any]:
    """A tool as it is sent."""
    return {"type": "function", "function": {"name": tool.name, "description": tool.description, "parameters": dict(tool.parameters)}}


def sampling_dict(sampling: Sampling) -> dict[str, Any]:
    """What every server knows of how to sample; what has no part in it is left out."""
    out: dict[str, Any] = {"temperature": sampling.temperature, "top_p": sampling.top_p, "max_tokens": sampling.max_tokens}
    if sampling.stop:
        out["stop"] = list(sampling.stop)
    if sampling.seed is not None:
        out["seed"] = sampling.seed
    return out


def pieces(chunks: Iterable[Mapping[str, Any]]) -> Iterator[Piece]:
    """The pieces in streamed chunks of a chat or of a plain text. Calls, whose arguments come in parts, come whole before the
    last piece; there is no last piece when the chunks end without a reason."""
    calls: dict[int, dict[str, str]] = {}
    finish: Finish | None = None
    usage: Usage | None = None
    for chunk in chunks:
        usage = _usage(chunk) or usage
        for choice in chunk.get("choices") or ():
            delta = choice.get("delta") or {}
            text = (choice.get("text") or delta.get("content") or "").replace(NO_TEXT, "")
            _gather(calls, delta.get("tool_calls") or ())
            if text or choice.get("logprobs"):
                yield Piece(text, tokens=_tokens(choice.get("logprobs")))
            if choice.get("finish_reason"):
                finish = _FINISH.get(choice["finish_reason"], "stop")
    if finish:
        whole = tuple(ToolCall(call["id"], call["name"], call["arguments"]) for _, call in sorted(calls.items()))
        yield Piece(calls=whole, finish="tool_calls" if whole else finish, usage=usage or Usage())


def _gather(calls: dict[int, dict[str, str]], parts: Sequence[Mapping[str, Any]]) -> None:
    for part in parts:
        call = calls.setdefault(part.get("index") or 0, {"id": "", "name": "", "arguments": ""})
        call["id"] = part.get("id") or call["id"]
        function = part.get("function") or {}
        call["name"] = function.get("name") or call["name"]
        call["arguments"] += function.get("arguments") or ""


def _usage(chunk: Mapping[str, Any]) -> Usage | None:
    found = chunk.get("usage")
    return Usage(found.get("prompt_tokens") or 0, found.get("completion_tokens") or 0) if found else None


def _tokens(found: Mapping[str, Any] | None) -> tuple[Token, ...]:
    return tuple(
        Token(each["token"], each["logprob"], tuple((other["token"], other["logprob"]) for other in each.get("top_logprobs") or ()))
        for each in (found or {}).get("content") or ()
    )
