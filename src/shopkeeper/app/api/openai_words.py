"""OpenAI's words for a question to a language model and for its answer.

https://platform.openai.com/docs/api-reference/chat and /completions. Fields that are not here are read over.
"""

from __future__ import annotations

import time
import uuid
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from ...models.language.protocol import Answer, Message, Piece, Prompt, Role, Sampling, Token, Tool, ToolCall, Usage

MOST = 100_000  # tokens of an answer
Text = Annotated[str, Field(max_length=1_000_000)]


class StreamOptions(BaseModel):
    """How an answer is streamed."""

    include_usage: bool = Field(False, description="end with a chunk that tells the tokens used")


class Query(BaseModel):
    """What both kinds of question have."""

    model: str = Field("", description="a name that `GET /v1/models` lists; empty: the shop's")
    max_tokens: int | None = Field(None, ge=1, le=MOST, description="tokens to write at most; 512 when left out")
    temperature: float = Field(1.0, ge=0, le=10, description="0 takes the likeliest token")
    top_p: float = Field(1.0, gt=0, le=1)
    stop: Text | list[Text] | None = Field(None, description="ends the text before this, or before the first of these")
    seed: int | None = Field(None, ge=0, lt=1 << 32)
    n: int = Field(1, ge=1, le=1, description="one answer a question")
    stream: bool = False
    stream_options: StreamOptions = StreamOptions(include_usage=False)
    grammar: Text = Field("", description="a grammar (GBNF) that binds the answer; not in OpenAI's interface")

    def sampling(self, max_tokens: int | None, probabilities: int) -> Sampling:
        """How to sample."""
        stop = (self.stop,) if isinstance(self.stop, str) else tuple(self.stop or ())
        return Sampling(self.temperature, self.top_p, max_tokens or 512, stop, self.seed, probabilities)


class CompletionQuery(Query):
    """A text to go on with."""

    prompt: Text = Field(description="the text, as it is: no template is put round it")
    logprobs: int | None = Field(None, ge=0, le=20, description="so many of the likeliest tokens in the place of each")

    def asked(self) -> tuple[Prompt, dict[str, Any]]:
        """The prompt, and the other arguments of `LanguageModel.complete`."""
        return self.prompt, {"sampling": self.sampling(self.max_tokens, self.logprobs or 0), "grammar": self.grammar}


class FunctionCall(BaseModel):
    """The function that a model called."""

    name: str
    arguments: Text


class Call(BaseModel):
    """A call of an assistant."""

    id: str
    function: FunctionCall


class Part(BaseModel):
    """A part of a message."""

    type: Literal["text"]
    text: Text


class ChatMessage(BaseModel):
    """One turn."""

    role: Role | Literal["developer"]
    content: Text | list[Part] | None = None
    tool_calls: list[Call] = []
    tool_call_id: str = ""

    def message(self) -> Message:
        """The turn as a model takes it."""
        content = self.content if isinstance(self.content, str) else "".join(part.text for part in self.content or ())
        calls = tuple(ToolCall(call.id, call.function.name, call.function.arguments) for call in self.tool_calls)
        return Message("system" if self.role == "developer" else self.role, content, calls, self.tool_call_id)


class Function(BaseModel):
    """A function that may be called."""

    name: str
    description: str = ""
    parameters: dict[str, Any] = {"type": "object", "properties": {}}


class ToolOffer(BaseModel):
    """A tool that is offered."""

    type: Literal["function"]
    function: Function


class JsonSchema(BaseModel):
    """A schema by its name."""

    schema_: dict[str, Any] = Field(alias="schema")


class Format(BaseModel):
    """What an answer must be."""

    type: Literal["text", "json_object", "json_schema"] = "text"
    json_schema: JsonSchema | None = None

    def schema_wanted(self) -> dict[str, Any] | None:
        """The JSON schema of the answer, None for any text."""
        if self.type == "text":
            return None
        return self.json_schema.schema_ if self.json_schema else {"type": "object"}


class ChatQuery(Query):
    """A conversation to answer."""

    messages: list[ChatMessage] = Field(min_length=1, max_length=1000)
    user: Text | None = Field(None, description="of the model shopkeeper: the client's own key for the conversation")
    metadata: dict[str, Text] = Field({}, description="of the model shopkeeper: `conversation`, its id; `customer`, a signed token")
    max_completion_tokens: int | None = Field(None, ge=1, le=MOST, description="the newer name of `max_tokens`")
    tools: list[ToolOffer] = Field([], max_length=128)
    tool_choice: Literal["auto", "none"] = "auto"
    response_format: Format = Format()
    logprobs: bool = False
    top_logprobs: int = Field(0, ge=0, le=20)

    def asked(self) -> tuple[Prompt, dict[str, Any]]:
        """The messages, and the other arguments of `LanguageModel.complete`."""
        tools = [Tool(each.function.name, each.function.description, each.function.parameters) for each in self.tools]
        sampling = self.sampling(self.max_completion_tokens or self.max_tokens, max(1, self.top_logprobs) if self.logprobs else 0)
        return [message.message() for message in self.messages], {
            "tools": tools if self.tool_choice == "auto" else [], "schema": self.response_format.schema_wanted(), "sampling": sampling,
            "grammar": self.grammar,
        }


class Reply:
    """Tells an answer to a question, whole or in chunks, as a conversation or as a plain text."""

    def __init__(self, model: str, chat: bool) -> None:
        self._chat, kind = chat, "chat.completion" if chat else "text_completion"
        about = {"id": f"{'chatcmpl' if chat else 'cmpl'}-{uuid.uuid4().hex[:24]}", "created": int(time.time()), "model": model}
        self._whole = {**about, "object": kind}
        self._part = {**about, "object": f"{kind}.chunk" if chat else kind}

    def document(self, answer: Answer) -> dict[str, Any]:
        """The whole answer."""
        said: dict[str, Any] = {"text": answer.text}
        if self._chat:
            said = {"message": {"role": "assistant", "content": answer.text, **_calls(answer.calls)}}
        choice = {"index": 0, **said, "logprobs": self._logprobs(answer.tokens), "finish_reason": answer.finish}
        return {**self._whole, "choices": [choice], "usage": _usage(answer.usage)}

    def chunk(self, piece: Piece, first: bool) -> dict[str, Any]:
        """A part of the answer."""
        said: dict[str, Any] = {"text": piece.text}
        if self._chat:
            begin = {"role": "assistant"} if first else {}
            said = {"delta": {**begin, **({"content": piece.text} if piece.text else {}), **_calls(piece.calls)}}
        choice = {"index": 0, **said, "logprobs": self._logprobs(piece.tokens), "finish_reason": piece.finish}
        return {**self._part, "choices": [choice]}

    def usage(self, usage: Usage) -> dict[str, Any]:
        """The last chunk, which tells the tokens used."""
        return {**self._part, "choices": [], "usage": _usage(usage)}

    def _logprobs(self, tokens: tuple[Token, ...]) -> dict[str, Any] | None:
        if not tokens:
            return None
        if self._chat:
            return {"content": [{**_token(each.text, each.logprob), "top_logprobs": [_token(*other) for other in each.likeliest]}
                                for each in tokens]}
        return {"tokens": [each.text for each in tokens], "token_logprobs": [each.logprob for each in tokens],
                "top_logprobs": [dict(each.likeliest) for each in tokens]}


def _token(text: str, logprob: float) -> dict[str, Any]:
    return {"token": text, "logprob": logprob, "bytes": list(text.encode())}


def _calls(calls: tuple[ToolCall, ...]) -> dict[str, Any]:
    told = [{"index": i, "id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
            for i, call in enumerate(calls)]
    return {"tool_calls": told} if told else {}


def _usage(usage: Usage) -> dict[str, int]:
    return {"prompt_tokens": usage.prompt, "completion_tokens": usage.completion, "total_tokens": usage.prompt + usage.completion}
