"""A language model from a GGUF file, run in this process by llama.cpp (`xllamacpp`). No torch, no server, no network."""

from __future__ import annotations

import atexit
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread
from typing import Any
from weakref import WeakKeyDictionary

from ...shop import InvalidFile
from .chunks import message_dict, pieces, sampling_dict, tool_dict
from .header import read_header
from .protocol import Message, ModelRefused, ModelUnavailable, Prompt, Sampling, Schema, Stream, Tool

CONTEXT = 8192  # tokens at most of a prompt and its answer
SLOTS, MEMORY = 4, 2 << 30  # answers at once, if they fit into so many bytes; more wait
CORES = 8
LEAVE_S = 5.0  # that the end of the process waits for the next token of an answer in progress
WORK = 100_000_000  # bytes of weights that keep a core busy: with fewer, threads wait for each other longer than they compute
Chunk = dict[str, Any]
Handle = Callable[[Chunk, Callable[[Chunk], bool]], object]
# Only what `Sampling` says, in its order: what is likeliest is counted after the temperature.
_SAMPLERS = {"samplers": ["temperature", "top_p"], "top_k": 0, "min_p": 0.0, "stream": True, "stream_options": {"include_usage": True}}
_MARK = "@"
_answering: WeakKeyDictionary[Thread, Event] = WeakKeyDictionary()  # the threads of answers in progress, and what ends each
_TOKENS, _KINDS, _CONTROL = "tokenizer.ggml.tokens", "tokenizer.ggml.token_type", 3


class LlamaModel:
    """Runs the GGUF file `path`. `name` is the model's own, `context` how many tokens a prompt and its answer may have together,
    `chats` whether it has a template for conversations; one without goes on with the text of the messages.

    Safe to call from several threads: answers in progress are computed together. A control token such as `<|im_end|>` that is spelt in
    the text of a message is read as the letters that it is written with: what a shopper wrote ends no turn and begins none.
    """

    def __init__(self, path: Path, *, threads: int | None = None) -> None:
        self.path, header = path, read_header(path, (_TOKENS, _KINDS))
        trained = header.get(f"{header.get('general.architecture')}.context_length", CONTEXT)
        self.name = str(header.get("general.name") or path.stem)
        self.context = min(int(trained), CONTEXT)
        self.chats = "tokenizer.chat_template" in header
        self._begin = header.get("tokenizer.ggml.bos_token_id", header.get("tokenizer.ggml.eos_token_id"))
        self._server: Any = _server(path, self.context, _slots(header, self.context), threads or _threads(path))
        self._known: set[str] = set()
        spelt = zip(header.get(_TOKENS, ()), header.get(_KINDS, ()), strict=False)
        self._controls = [token for token, kind in spelt if kind == _CONTROL and len(token) > 1]

    def complete(
        self, prompt: Prompt, *, tools: Sequence[Tool] = (), schema: Schema | None = None, grammar: str = "",
        sampling: Sampling = Sampling(),
    ) -> Stream:
        """See `LanguageModel.complete`. A grammar and tools exclude each other."""
        if self._server is None:
            raise ModelUnavailable(f"the language model {self.name} is closed")
        if schema is not None:
            grammar = self._grammar(schema)
        asked: Chunk = {**_SAMPLERS, **sampling_dict(sampling), "cache_prompt": sampling.seed is None}
        if grammar:
            asked["grammar"] = grammar
        if isinstance(prompt, str) or not self.chats:
            chunks = self._continue(prompt, tools, asked, sampling)
        else:
            chunks = self._answer(prompt, tools, asked, sampling)
        yield from pieces(chunks)

    def close(self) -> None:
        """Frees the weights as soon as the answers in progress have ended."""
        self._server = None

    def _continue(self, prompt: Prompt, tools: Sequence[Tool], asked: Chunk, sampling: Sampling) -> Iterator[Chunk]:
        if tools:
            raise ModelRefused(f"the language model {self.name} calls no tools: it has no template for conversations")
        text = prompt if isinstance(prompt, str) else "\n".join(self._as_data(message.content) for message in prompt)
        asked |= {"prompt": text or [self._begin], "logprobs": sampling.probabilities or None}
        return _chunks(self._server.handle_completions, asked)

    def _answer(self, messages: Sequence[Message], tools: Sequence[Tool], asked: Chunk, sampling: Sampling) -> Iterator[Chunk]:
        if tools and "grammar" in asked:
            raise ModelRefused("expected either tools or a schema for the answer, got both")
        asked["messages"] = [message_dict(replace(message, content=self._as_data(message.content))) for message in messages]
        if tools:
            asked["tools"] = [tool_dict(tool) for tool in tools]
        if sampling.probabilities:
            asked |= {"logprobs": True, "top_logprobs": sampling.probabilities}
        return _chunks(self._server.handle_chat_completions, asked)

    def _as_data(self, text: str) -> str:
        for token in self._controls:
            if token in text:
                text = text.replace(token, f"{token[0]} {token[1:]}")
        return text

    def _grammar(self, schema: Schema) -> str:
        """The grammar of a JSON schema, without line breaks between values. llama.cpp passes over a schema that it does not
        understand; so each new one is tried behind a mark, which then is not written."""
        rule = "%json " + json.dumps({**schema, "x-guidance": {"whitespace_flexible": False}}, ensure_ascii=False)
        if rule not in self._known:
            trial = {**_SAMPLERS, "prompt": "\n", "max_tokens": 1, "grammar": f'%llguidance {{}}\nstart: "{_MARK}" answer\nanswer: {rule}'}
            if not any(piece.text.startswith(_MARK) for piece in pieces(_chunks(self._server.handle_completions, trial))):
                raise ModelRefused(f"expected a JSON schema, got {json.dumps(dict(schema), ensure_ascii=False)[:200]}")
            self._known.add(rule)
        return f"%llguidance {{}}\nstart: {rule}"


def _server(path: Path, context: int, slots: int, threads: int) -> Any:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    # Each answer has room of its own: if they shared it, one that is long would end them all.
    params.n_ctx, params.n_parallel, params.kv_unified = context * slots, slots, False
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    params.warmup = params.fit_params = params.ui = False
    params.cache_ram_mib, params.verbosity, params.endpoint_metrics = 0, -1, True
    with tempfile.TemporaryDirectory(prefix="shopkeeper-") as folder:
        params.hostnames = [f"{folder}/llama.sock"]  # it must listen somewhere: where nobody can connect, once the folder is gone
        try:
            server = xllamacpp.Server(params)
        except Exception as error:
            raise InvalidFile(f"{path}: llama.cpp cannot run this model ({error})") from None
    # Its loop is a thread that begins about now: an end that it is told before it runs is lost, and closing would wait for ever.
    server.handle_metrics()  # answered by the loop
    return server


def _slots(header: Mapping[str, Any], context: int) -> int:
    """How many answers fit: of each token two vectors (key and value) of 16-bit numbers are kept in every layer."""
    about = {name.partition(".")[2]: value for name, value in header.items()}
    heads = about.get("attention.head_count", 32)
    size = about.get("attention.key_length", about.get("embedding_length", 4096) // heads)
    token: int = 4 * about.get("block_count", 32) * about.get("attention.head_count_kv", heads) * size
    return max(1, min(SLOTS, MEMORY // (token * context)))


def _threads(path: Path) -> int:
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(usable, CORES, path.stat().st_size // WORK))


def _chunks(handle: Handle, asked: Chunk) -> Iterator[Chunk]:
    """What llama.cpp says, as it says it; it stops at its next token when nobody listens any more."""
    said: SimpleQueue[Chunk | None] = SimpleQueue()
    left = Event()
    thread = Thread(target=_run, args=(handle, asked, said, left), daemon=True)
    _answering[thread] = left
    thread.start()
    try:
        while (chunk := said.get()) is not None:
            if "error" in chunk:
                raise _error(chunk["error"])
            yield chunk
    finally:
        left.set()


def _run(handle: Handle, asked: Chunk, said: SimpleQueue[Chunk | None], left: Event) -> None:
    def take(chunk: Chunk) -> bool:
        said.put(chunk)
        return left.is_set()

    try:
        handle(asked, take)
    except Exception as error:
        said.put({"error": {"code": 500, "message": str(error)}})
    finally:
        said.put(None)


@atexit.register
def _leave_all() -> None:
    """Before the interpreter ends: a thread that came back from llama.cpp after that would end the process with SIGABRT."""
    answering = list(_answering.items())
    for _, left in answering:
        left.set()
    for thread, _ in answering:
        thread.join(LEAVE_S)


def _error(error: Mapping[str, Any]) -> ModelRefused | ModelUnavailable:
    kind = ModelRefused if 400 <= int(error.get("code") or 500) < 500 else ModelUnavailable
    return kind(f"the language model: {error.get('message', 'no reason given')}")
