"""`generate`: lets the shop's language model write."""

from __future__ import annotations

import json as jsons
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ...shop import InvalidFile, InvalidQuery
from . import options, why
from .output import print_json, progress, say
from .session import opened

if TYPE_CHECKING:
    from ...models.explain.writing import Writing
    from ...models.language.protocol import Answer, Piece, Stream
    from ..shop import Shop


def generate(
    prompt: Annotated[str | None, typer.Argument(help="What to answer, or to go on with where the model knows no conversations.",
                                                 show_default=False)] = None,
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    max_tokens: Annotated[int, typer.Option("--max-tokens", min=1, max=100_000, help="How many tokens to write at most.")] = 256,
    temperature: Annotated[float, typer.Option("--temperature", min=0, max=10, metavar="T", help="0 takes the likeliest token; "
                                               "higher is more daring.")] = 0.0,
    top_p: Annotated[float, typer.Option("--top-p", min=0, max=1, metavar="P", help="Draw from the likeliest tokens that together have "
                                         "this probability.")] = 1.0,
    seed: Annotated[int | None, options.flag("--seed", "The same seed draws the same text.")] = None,
    stop: Annotated[list[str] | None, options.flag("--stop", "Ends the text before this. Repeatable.", "TEXT")] = None,
    json_schema: Annotated[Path | None, options.flag("--json-schema", "Answer with JSON of this schema.", "FILE")] = None,
    grammar: Annotated[Path | None, options.flag("--grammar", "Answer by this grammar (GBNF).", "FILE")] = None,
    explain: why.Explain = False,
    explain_html: why.ExplainHtml = None,
    language: why.Language = None,
    prompts: Annotated[Path | None, options.flag(
        "--prompts", 'Answer many: JSON lines, each {"prompt": TEXT} or {"messages": [...]}, with an "id" or without.', "FILE")] = None,
    out: Annotated[Path | None, options.flag(
        "--out", "Where the answers to --prompts go, in their order. Run it again after a stop to go on.", "FILE")] = None,
    ray: options.Ray = None,
    json: options.Json = False,
) -> None:
    """Lets the shop's language model write; the text appears as it comes. It may say anything: nothing in it is checked."""
    from ...models.language.protocol import Message, Sampling, whole

    of_one = explain or explain_html or language
    if (prompt is None) != (prompts is not None) or (prompts is None) != (out is None) or (of_one if prompts else ray):
        raise InvalidQuery("expected either PROMPT, or --prompts FILE and --out FILE, which may go with --ray")

    asked: dict[str, Any] = {"sampling": Sampling(temperature, top_p, max_tokens, tuple(stop or ()), seed)}
    if json_schema:
        asked["schema"] = _schema(json_schema)
    if grammar:
        asked["grammar"] = _read(grammar)
    if json_schema and grammar:
        raise InvalidQuery("expected either --json-schema or --grammar, got both")
    if prompts and out:
        return _many(prompts, out, asked, shop, data_dir, ray, json)
    with opened(shop, data_dir) as front:
        stream = front.complete([Message("user", prompt or "")], **asked)
        answer = whole(stream if json else _typed(stream))
        writing = _explained(front, prompt or "", answer.text, quiet=json) if explain or explain_html else None
    if writing and explain_html:
        why.write_html(explain_html, writing, language)
    if json:
        return _document(answer, writing)
    if writing and explain:
        why.show_writing(writing)


def _many(
    prompts: Path, out: Path, asked: dict[str, Any], shop: str | None, data_dir: str | None, ray: str | None, json: bool,
) -> None:
    """With a seed, so that a row's answer does not depend on which rows this run has done before it."""
    from ...models.language.batch import Request

    asked["sampling"] = replace(asked["sampling"], seed=asked["sampling"].seed or 0)
    with opened(shop, data_dir, ray=ray) as front, progress(json) as step:
        done = front.generate_file(prompts, out, like=Request(**asked), progress=step)
    if json:
        return print_json(asdict(done))
    say(f"{done.rows - done.earlier:,} prompts answered into {out}, {done.refused:,} of them refused; {done.earlier:,} were there before")


def _typed(stream: Stream) -> Iterator[Piece]:
    for piece in stream:
        sys.stdout.write(piece.text)
        sys.stdout.flush()
        yield piece
    sys.stdout.write("\n")


def _explained(front: Shop, prompt: str, text: str, quiet: bool) -> Writing:
    with progress(quiet) as step:
        return front.explain_writing(prompt, text, (lambda done, total: step("explaining", done, total)) if step else None)


def _document(answer: Answer, writing: Writing | None) -> None:
    usage = {"prompt": answer.usage.prompt, "completion": answer.usage.completion}
    print_json({"text": answer.text, "finish": answer.finish, "tokens": usage, **why.as_json(writing)})


def _schema(path: Path) -> dict[str, Any]:
    try:
        schema = jsons.loads(_read(path))
    except ValueError as error:
        raise InvalidFile(f"{path}: expected a JSON schema ({error})") from None
    if not isinstance(schema, dict):
        raise InvalidFile(f"{path}: expected a JSON schema, an object")
    return schema


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidFile(f"{path}: expected a text file in UTF-8 ({error})") from None
