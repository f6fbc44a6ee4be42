"""What a tool is: a typed function with a docstring, of which its JSON schema and the checking of its arguments follow."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args, get_origin, get_type_hints

from ...shop import Localized, ShopkeeperError

Json = dict[str, Any]
LONGEST = 4_000  # characters of a text argument
MOST = 100  # entries of a list argument
_SCALARS: dict[Any, tuple[str, Localized]] = {
    str: ("string", Localized("文字", "a text")), bool: ("boolean", Localized("true 或 false", "true or false")),
    int: ("integer", Localized("整数", "a whole number")), float: ("number", Localized("数字", "a number")),
}  # fmt: skip


class ToolError(ShopkeeperError):
    """A call that cannot be made: `unknown_tool`, `bad_arguments`, `identity_required`, or `not_found`, which is also the answer for
    what belongs to somebody else."""

    def __init__(self, code: str, text: Localized) -> None:
        super().__init__(text.en)
        self.code, self.text = code, text


@dataclass(frozen=True, slots=True)
class Tool:
    """A function that the assistant can call. One that `writes` only ever answers a plan, which the customer confirms; one that needs
    `identity` is refused before the conversation has a customer."""

    name: str
    description: str
    function: Callable[..., Any]
    writes: bool
    identity: bool
    schema: Json = field(default_factory=dict)

    def check(self, arguments: Mapping[str, Any]) -> Json:
        """The arguments as the function takes them; `ToolError` names the field and what was expected."""
        hints, given = _parameters(self.function), dict(arguments)
        for name in given:
            if name not in hints:
                there = ", ".join(hints) or "-"
                raise _bad(name, Localized(f"没有这个参数，有的是：{there}", f"no such argument; there are: {there}"))
        for name, parameter in hints.items():
            wanted = expected(parameter.annotation)
            if name not in given and parameter.default is inspect.Parameter.empty:
                raise _bad(name, Localized(f"缺少，应为{wanted.zh}", f"missing, expected {wanted.en}"))
            if name in given and not _fits(given[name], parameter.annotation):
                raise _bad(name, Localized(f"应为{wanted.zh}", f"expected {wanted.en}, got {str(given[name])[:60]!r}"))
        return given

    def openai(self) -> Json:
        """The tool as function calling describes it."""
        return {"type": "function", "function": {"name": self.name, "description": self.description, "parameters": self.schema}}


TOOLS: dict[str, Tool] = {}
"""All tools by name."""


def tool(*, writes: bool = False, identity: bool = True) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Enters a function `(desk, session, …)` among the tools. The first paragraph of its docstring describes it, lines `name: …` its
    arguments."""

    def enter(function: Callable[..., Any]) -> Callable[..., Any]:
        described = inspect.getdoc(function) or ""
        text = " ".join(described.split("\n\n")[0].split())
        TOOLS[function.__name__] = Tool(function.__name__, text, function, writes, identity, _schema(function, described))
        return function

    return enter


def expected(kind: Any) -> Localized:
    """What a value of a type is called."""
    if get_origin(kind) is list:
        inner = expected(get_args(kind)[0])
        return Localized(f"{inner.zh}的列表（最多 {MOST} 项）", f"a list of at most {MOST} entries, each {inner.en}")
    if get_origin(kind) is Literal:
        values = ", ".join(map(str, get_args(kind)))
        return Localized(f"以下之一：{values}", f"one of {values}")
    return _SCALARS[kind][1]


def _fits(value: Any, kind: Any) -> bool:
    if get_origin(kind) is list:
        return isinstance(value, list) and len(value) <= MOST and all(_fits(each, get_args(kind)[0]) for each in value)
    if get_origin(kind) is Literal:
        return isinstance(value, str) and value in get_args(kind)
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return type(value) is kind and (kind is not str or len(value) <= LONGEST)


def _parameters(function: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    hints = get_type_hints(function)
    found = list(inspect.signature(function).parameters.values())[2:]
    return {p.name: p.replace(annotation=hints[p.name]) for p in found}


def _schema(function: Callable[..., Any], described: str) -> Json:
    texts = dict(re.findall(r"^(\w+): (.+(?:\n(?!\w+: ).+)*)", described.partition("\n\n")[2], re.M))
    parameters = _parameters(function)
    told = {name: {"description": " ".join(text.split())} for name, text in texts.items()}
    properties = {name: _typed(parameter.annotation) | told.get(name, {}) for name, parameter in parameters.items()}
    required = [name for name, parameter in parameters.items() if parameter.default is inspect.Parameter.empty]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _typed(kind: Any) -> Json:
    if get_origin(kind) is list:
        return {"type": "array", "items": _typed(get_args(kind)[0])}
    if get_origin(kind) is Literal:
        return {"type": "string", "enum": list(get_args(kind))}
    return {"type": _SCALARS[kind][0]}


def _bad(name: str, why: Localized) -> ToolError:
    return ToolError("bad_arguments", Localized(f"{name}：{why.zh}", f"{name}: {why.en}"))
