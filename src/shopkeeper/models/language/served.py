"""A language model behind any OpenAI-compatible server: hosted, vLLM, Ollama, llama.cpp. Needs the extra `[llm]`.

The `openai` client tries again on its own where a request was not answered (429, 5xx, no connection, no answer in time), after a
time that doubles and is drawn at random a little, or that the server asks for in Retry-After.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from ...shop.breaker import Breaker
from .breaker import model_breaker
from .budget import Budget, estimate
from .chunks import message_dict, pieces, sampling_dict, tool_dict
from .protocol import ModelRefused, ModelUnavailable, Piece, Prompt, Sampling, Schema, Stream, Tool, Usage

TRIES = 3
CONNECT = 10.0  # seconds to connect; an answer may take longer
REFUSALS = (400, 404, 405, 413, 422)  # what another try would not change, and what says nothing about the server's health
_SHOWN = 300  # characters of what a server says of an error

_ASSISTANT = "shopkeeper"  # another shop's assistant, which is no language model, and may be this shop's own


class ServedModel:
    """A model of the server at `url` (which ends with `/v1` for most); the first one that it lists where no `model` is named.

    `timeout` is how many seconds it may be silent. The key is sent to that server and written nowhere.
    """

    def __init__(
        self, url: str, *, model: str = "", key: str = "", timeout: float = 60.0, budget: Budget | None = None,
        breaker: Breaker | None = None,
    ) -> None:
        try:
            import httpx2
            from openai import OpenAI
        except ImportError:
            raise ModelUnavailable("a language model behind a URL needs the extra llm: pip install 'shopkeeper[llm]'") from None
        self.url, self._model, self._key, self._timeout = url, model, key, timeout
        patience = httpx2.Timeout(timeout, connect=min(timeout, CONNECT))
        self._client = OpenAI(base_url=url, api_key=key or "none", max_retries=TRIES - 1, timeout=patience)
        self._budget, self._breaker = budget, breaker or model_breaker()

    @cached_property
    def name(self) -> str:
        """The model's name, which the server is asked for where none is set."""
        if self._model:
            return self._model
        with self._errors():
            listed = [model.id for model in self._client.models.list() if model.id != _ASSISTANT]
        if not listed:
            raise ModelUnavailable(f"{self.url} lists no model; name one as llm_model")
        return str(listed[0])

    def complete(
        self, prompt: Prompt, *, tools: Sequence[Tool] = (), schema: Schema | None = None, grammar: str = "",
        sampling: Sampling = Sampling(),
    ) -> Stream:
        """See `LanguageModel.complete`. A server takes no grammar, and a schema or tools with messages only."""
        if grammar or (isinstance(prompt, str) and (schema is not None or tools)):
            raise ModelRefused("a language model behind a URL takes a JSON schema or tools with messages, and no grammar")
        taken, used = Usage(estimate(prompt), sampling.max_tokens), Usage()
        if self._budget:
            self._budget.take(taken)
        try:
            for piece in self._watched(self._chunks(prompt, tools, schema, sampling)):
                used = Usage(taken.prompt, used.completion + 1)
                if piece.usage and piece.usage.prompt:
                    used = piece.usage
                yield piece
        finally:
            if self._budget:
                self._budget.settle(taken, used)

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def _watched(self, chunks: Iterator[dict[str, Any]]) -> Iterator[Piece]:
        with self._breaker.watch() as answered:
            ended = False
            for piece in pieces(chunks):
                answered()
                ended = piece.finish is not None
                yield piece
            if not ended:
                raise ModelUnavailable(f"the language model at {self.url} broke off its answer")

    def _chunks(self, prompt: Prompt, tools: Sequence[Tool], schema: Schema | None, sampling: Sampling) -> Iterator[dict[str, Any]]:
        asked = {"model": self.name, "stream": True, "stream_options": {"include_usage": True}, **sampling_dict(sampling)}
        if isinstance(prompt, str):
            asked |= {"prompt": prompt} | ({"logprobs": sampling.probabilities} if sampling.probabilities else {})
            create: Any = self._client.completions.create
        else:
            asked |= {"messages": [message_dict(message) for message in prompt], **_extras(tools, schema, sampling)}
            create = self._client.chat.completions.create
        with self._errors(), create(**asked) as stream:
            for chunk in stream:
                yield chunk.model_dump(warnings=False)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        import httpx2
        import openai

        try:
            yield
        except openai.APIStatusError as error:
            kind = ModelRefused if error.status_code in REFUSALS else ModelUnavailable
            raise kind(self._said(f"answered {error.status_code}", error)) from None
        except openai.APITimeoutError:
            raise ModelUnavailable(f"the language model at {self.url} was silent for {self._timeout:g} s") from None
        except httpx2.TimeoutException:
            raise ModelUnavailable(f"the language model at {self.url} fell silent for {self._timeout:g} s") from None
        except (openai.OpenAIError, httpx2.HTTPError, ValueError) as error:  # a ValueError: what came is no JSON
            raise ModelUnavailable(self._said("does not answer", error)) from None

    def _said(self, what: str, error: Exception) -> str:
        """A sentence about an error, in which a server that repeats the key gives nothing away."""
        said = f"the language model at {self.url} {what}: {error}"
        return (said.replace(self._key, "…") if self._key else said)[:_SHOWN]


def _extras(tools: Sequence[Tool], schema: Schema | None, sampling: Sampling) -> dict[str, Any]:
    out: dict[str, Any] = {"tools": [tool_dict(tool) for tool in tools]} if tools else {}
    if schema is not None:
        out["response_format"] = {"type": "json_schema", "json_schema": {"name": "answer", "schema": dict(schema), "strict": True}}
    if sampling.probabilities:
        out |= {"logprobs": True, "top_logprobs": sampling.probabilities}
    return out
