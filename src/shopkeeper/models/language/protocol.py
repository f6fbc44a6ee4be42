"""What a language model does: it goes on with a text, or answers messages, piece by piece.

Whoever needs one asks for a `LanguageModel` and never minds whether it runs in this process, on a server or in a test:

    for piece in model.complete("保温杯，", sampling=Sampling(max_tokens=40)):
        print(piece.text, end="")
    answer = whole(model.complete([Message("user", "写一个标题")], schema={"type": "object", ...}))
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from ...shop import ShopkeeperError

Role = Literal["system", "user", "assistant", "tool"]
Finish = Literal["stop", "length", "tool_calls"]
Schema = Mapping[str, Any]  # a JSON schema


class ModelUnavailable(ShopkeeperError):
    """No language model answers now; the shop goes on without one."""


class BudgetSpent(ModelUnavailable):
    """The tokens that may be used are used up; nothing was sent."""


class ModelRefused(ShopkeeperError):
    """The language model cannot do what was asked: a prompt too long for it, a schema it does not know."""


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool that the model wants called; `arguments` is the JSON object that it wrote, not checked."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation. `calls` are those of an assistant, `call_id` names the call that a tool answers."""

    role: Role
    content: str = ""
    calls: tuple[ToolCall, ...] = ()
    call_id: str = ""


@dataclass(frozen=True, slots=True)
class Tool:
    """A function that the model may ask for; `parameters` is the JSON schema of its arguments."""

    name: str
    description: str
    parameters: Schema


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the next token is chosen.

    `temperature` 0 takes the likeliest one; `top_p` draws from the likeliest ones that together have this probability;
    `stop` ends the text before the first of these strings; the same `seed` draws the same text (None: another each time);
    `probabilities` asks for that many of the likeliest tokens beside each one that was taken (0: none).
    """

    temperature: float = 0.0
    top_p: float = 1.0
    max_tokens: int = 256
    stop: tuple[str, ...] = ()
    seed: int | None = None
    probabilities: int = 0


@dataclass(frozen=True, slots=True)
class Token:
    """A token that was taken, the natural logarithm of its probability, and the likeliest ones in its place."""

    text: str
    logprob: float
    likeliest: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    """How many tokens were read and written."""

    prompt: int = 0
    completion: int = 0

    @property
    def total(self) -> int:
        """Both together."""
        return self.prompt + self.completion

    def __add__(self, other: Usage) -> Usage:
        return Usage(self.prompt + other.prompt, self.completion + other.completion)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an answer: text that is added (whole characters), calls that are whole; the last piece says why it ended."""

    text: str = ""
    calls: tuple[ToolCall, ...] = ()
    finish: Finish | None = None
    usage: Usage | None = None
    tokens: tuple[Token, ...] = ()


Prompt = str | Sequence[Message]
Stream = Generator[Piece, None, None]


class LanguageModel(Protocol):
    """Something that writes. Safe to call from several threads."""

    @property
    def name(self) -> str:
        """What the model is called."""
        ...

    def complete(
        self, prompt: Prompt, *, tools: Sequence[Tool] = (), schema: Schema | None = None, grammar: str = "",
        sampling: Sampling = Sampling(),
    ) -> Stream:
        """Goes on with `prompt` when it is a text, answers it when it is messages; the last piece has `finish` and `usage`.

        `schema` (a JSON schema) or `grammar` (GBNF) binds the whole answer. Closing the stream, or leaving it to be
        collected, stops the model. `ModelUnavailable` when none answers, `ModelRefused` when it cannot do that.
        """
        ...

    def close(self) -> None:
        """Gives memory and connections back."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, put together from its pieces."""

    text: str
    finish: Finish = "stop"
    usage: Usage = field(default_factory=Usage)
    calls: tuple[ToolCall, ...] = ()
    tokens: tuple[Token, ...] = ()


def whole(stream: Iterable[Piece]) -> Answer:
    """All pieces of a stream as one answer."""
    pieces = list(stream)
    last = pieces[-1] if pieces else Piece()
    return Answer(
        "".join(piece.text for piece in pieces), last.finish or "stop", last.usage or Usage(),
        tuple(call for piece in pieces for call in piece.calls), tuple(token for piece in pieces for token in piece.tokens),
    )
