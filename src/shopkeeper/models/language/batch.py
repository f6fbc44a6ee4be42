"""Many prompts from a file, their answers into another: in order, and an interrupted run goes on.

A row of the prompts is `{"messages": [{"role", "content"}, …]}` or `{"prompt": text}`, a conversation of that one question, with an
`id` if there is one. A row of the answers is `{"id", "text", "finish", "tokens", "asked"}`, or `{"id", "error", "asked"}` where the
model refused it; `asked` is a hash of the model and all that it was asked, by which a later run knows what is done.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import IO, Any, get_args

from ...shop import InvalidFile
from .llama import LlamaModel
from .protocol import Answer, LanguageModel, Message, ModelRefused, Prompt, Role, Sampling, Schema, whole

Outcome = Answer | ModelRefused
Progress = Callable[[str, int, int], None]
LIKELIEST = Sampling(seed=0)
_EXPECTED = 'expected {"prompt": text} or {"messages": [{"role": "user", "content": text}, …]}'


@dataclass(frozen=True, slots=True)
class Request:
    """One prompt and how it is answered, see `LanguageModel.complete`. With a seed the answer does not depend on what was asked before."""

    prompt: Prompt = ()
    sampling: Sampling = LIKELIEST
    schema: Schema | None = None
    grammar: str = ""


@dataclass(frozen=True, slots=True)
class Generated:
    """What a run over a file did: rows in it, those that an earlier run had done, those that the model refused now."""

    rows: int
    earlier: int
    refused: int


GenerateMany = Callable[[LanguageModel, Iterable[Request]], Iterable[Outcome]]


def generate_many(model: LanguageModel, requests: Iterable[Request]) -> Iterator[Outcome]:
    """The answers in order, one after another; what the model cannot do is answered by its `ModelRefused`, and the rest goes on."""
    return (answer(model, request) for request in requests)


def answer(model: LanguageModel, request: Request) -> Outcome:
    """The whole answer to one request, or why there is none."""
    try:
        return whole(model.complete(request.prompt, schema=request.schema, grammar=request.grammar, sampling=request.sampling))
    except ModelRefused as error:
        return error


def fingerprint(model: LanguageModel) -> str:
    """What tells a model from others: the hash of its file, else its name."""
    if not isinstance(model, LlamaModel):
        return model.name
    with model.path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()[:32]


def generate_file(
    prompts: Path, out: Path, generate: GenerateMany, model: LanguageModel, *, like: Request = Request(), progress: Progress | None = None,
) -> Generated:
    """Writes an answer for each row of `prompts` to `out`, each as soon as it is there. Rows that are in `out` are not done again.

    Each is answered as `like`. `InvalidFile` for a row that is no prompt, before anything is asked, and for an `out` that holds answers
    of another model or to other rows, of which nothing is changed.
    """
    total, refused, name = sum(1 for _ in _rows(prompts)), 0, fingerprint(model)
    earlier = _done(out, (_asked(name, replace(like, prompt=prompt)) for _, prompt in _rows(prompts)))
    left = [(id, replace(like, prompt=prompt)) for id, prompt in islice(_rows(prompts), earlier, None)]
    with out.open("a", encoding="utf-8") as file:
        for done, ((id, request), outcome) in enumerate(zip(left, generate(model, (r for _, r in left)), strict=True), earlier + 1):
            _append(file, {"id": id, **_shown(outcome), "asked": _asked(name, request)})
            refused += isinstance(outcome, ModelRefused)
            if progress:
                progress("generate", done, total)
    return Generated(total, earlier, refused)


def _rows(path: Path) -> Iterator[tuple[Any, tuple[Message, ...]]]:
    """The id (else the number of the line, from 1) and the messages of each row."""
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _row(line, f"{path}, line {number}", number)
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidFile(f"{path}: expected JSON lines in UTF-8 ({error})") from None


def _row(line: str, where: str, number: int) -> tuple[Any, tuple[Message, ...]]:
    try:
        row = json.loads(line)
        return row.get("id", number), _messages([{"role": "user", "content": row["prompt"]}] if "prompt" in row else row["messages"])
    except (ValueError, TypeError, KeyError, AttributeError):
        raise InvalidFile(f"{where}: {_EXPECTED}, got {line.strip()[:80]}") from None


def _messages(rows: list[dict[str, Any]]) -> tuple[Message, ...]:
    messages = tuple(Message(row["role"], row["content"]) for row in rows)
    if not messages or not all(message.role in get_args(Role) and isinstance(message.content, str) for message in messages):
        raise ValueError(rows)
    return messages


def _asked(model: str, request: Request) -> str:
    text = json.dumps([model, asdict(request)], ensure_ascii=False, default=dict)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _done(out: Path, asked: Iterator[str]) -> int:
    """How many of the rows that are asked for are in `out`; a last line that a kill cut short is taken off."""
    if not out.exists():
        return 0
    data = out.read_bytes()
    whole_lines = data[: data.rfind(b"\n") + 1]
    lines = whole_lines.splitlines()
    for number, line in enumerate(lines, 1):
        if next(asked, None) != _answered(line):
            raise InvalidFile(f"{out}, line {number}: expected the answer to the same row of the same prompts; choose another file")
    if len(whole_lines) < len(data):
        with out.open("r+b") as file:
            file.truncate(len(whole_lines))
    return len(lines)


def _answered(line: bytes) -> Any:
    try:
        return json.loads(line)["asked"]
    except (ValueError, TypeError, KeyError):
        return ""


def _shown(outcome: Outcome) -> dict[str, Any]:
    if isinstance(outcome, ModelRefused):
        return {"error": str(outcome)}
    return {"text": outcome.text, "finish": outcome.finish, "tokens": outcome.usage.completion}


def _append(file: IO[str], row: dict[str, Any]) -> None:
    file.write(json.dumps(row, ensure_ascii=False) + "\n")
    file.flush()
