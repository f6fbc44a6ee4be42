"""`chat`: a conversation with the shop's assistant."""

from __future__ import annotations

import json as jsons
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import options
from .output import remark, say
from .session import opened

if TYPE_CHECKING:
    from ..chat import Chat

_YOU = {"zh": "您：", "en": "You:"}
_HELLO = {"zh": "我是店里的智能助手。查订单、退换货、挑东西，直接说就好；Ctrl-D 结束。",
          "en": "I am this shop's automatic assistant. Ask about an order, a return or what to buy; Ctrl-D ends."}


def chat(
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    customer: Annotated[str | None, options.flag(
        "--customer", "Who speaks; without it the assistant asks when it must know.", "ID")] = None,
    conversation: Annotated[str | None, options.flag("--conversation", "Go on with an earlier conversation.", "ID")] = None,
    language: Annotated[options.LanguageName | None, options.flag("--language", "Language to begin in; then that of the messages.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One message a line on stdin (text, or a JSON string), one JSON document a line on "
                                                      "stdout: {text, language, actions, sources, handoff, conversation}.")] = False,
) -> None:
    """Talks with the shop's assistant: orders, returns, questions, what to buy. Messages may come through a pipe, one a line."""
    with opened(shop, data_dir) as front:
        talk = front.chat(customer, conversation, language, channel="terminal")
        if json:
            for text in _messages():
                say(jsons.dumps({**talk.say(text).to_dict(), "conversation": talk.id}, ensure_ascii=False))
        elif sys.stdin.isatty():
            _typed(talk)
        else:
            for text in _lines():
                say(talk.say(text).text + "\n")


def _lines() -> Iterator[str]:
    return (text for line in sys.stdin if (text := line.strip()))


def _messages() -> Iterator[str]:
    """The messages of lines that are a text or the JSON of a text; empty ones are passed over."""
    return (text for line in _lines() if (text := _message(line)).strip())


def _message(line: str) -> str:
    try:
        value: Any = jsons.loads(line)
    except ValueError:
        return line
    return value if isinstance(value, str) else line


def _typed(talk: Chat) -> None:
    """Until the shopper leaves, by the keys for the end of input."""
    from contextlib import suppress

    from rich.console import Console
    from rich.text import Text

    with suppress(ImportError):
        import readline  # noqa: F401  the line can be edited then

    console = Console(highlight=False)
    console.print(Text(_HELLO[talk.session.language], "dim"))
    with suppress(EOFError):
        while True:
            text = console.input(f"\n[bold]{_YOU[talk.session.language]}[/] ")
            if text.strip():
                console.print(Text(talk.say(text).text, "cyan"))
    console.print()
    remark(f"shopkeeper chat --conversation {talk.id} goes on with this conversation")
