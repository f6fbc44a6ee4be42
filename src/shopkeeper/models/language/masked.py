"""A language model that is told no personal data: what it reads has placeholders in their place, what it writes has the data again.

Whoever asks it notices nothing: a tool that the model calls with `[email_1]` is called with the address that the shopper wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ...text.placeholders import Placeholders, half
from .protocol import LanguageModel, Message, Piece, Prompt, Sampling, Schema, Stream, Tool


class MaskedModel:
    """Stands before a model that runs elsewhere."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    def complete(
        self, prompt: Prompt, *, tools: Sequence[Tool] = (), schema: Schema | None = None, grammar: str = "",
        sampling: Sampling = Sampling(),
    ) -> Stream:
        """See `LanguageModel.complete`. `tokens` of the pieces are as the model wrote them."""
        hidden = Placeholders([prompt] if isinstance(prompt, str) else [message.content for message in prompt])
        told: Prompt = hidden.hide(prompt) if isinstance(prompt, str) else [_hidden(message, hidden) for message in prompt]
        stream = self._model.complete(told, tools=tools, schema=schema, grammar=grammar, sampling=sampling)
        try:
            yield from _shown(stream, hidden, in_json=schema is not None)
        finally:
            stream.close()

    def close(self) -> None:
        """See `LanguageModel.close`."""
        self._model.close()


def _hidden(message: Message, hidden: Placeholders) -> Message:
    calls = tuple(replace(call, arguments=hidden.hide(call.arguments)) for call in message.calls)
    return replace(message, content=hidden.hide(message.content), calls=calls)


def _shown(stream: Iterable[Piece], hidden: Placeholders, in_json: bool) -> Iterator[Piece]:
    """The pieces with what the placeholders stand for; one that is cut in two waits for its end."""
    show, waiting = hidden.show_in_json if in_json else hidden.show, ""
    for piece in stream:
        text = waiting + piece.text
        cut = len(text) if piece.finish else half(text)
        waiting = text[cut:]
        calls = tuple(replace(call, arguments=hidden.show_in_json(call.arguments)) for call in piece.calls)
        if text[:cut] or calls or piece.finish or piece.usage or piece.tokens:
            yield replace(piece, text=show(text[:cut]), calls=calls)
    if waiting:
        yield Piece(show(waiting))
