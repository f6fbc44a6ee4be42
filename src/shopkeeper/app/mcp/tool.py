"""What an agent may call: a name, what it takes, what it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...shop import LANGUAGES, InvalidQuery, Language
from ...text.language import detect

if TYPE_CHECKING:
    from ..shop import Shop

Json = dict[str, Any]
META: Json = {"type": "object", "description": "about the calling agent; may be left out"}
TEXT: Json = {"type": "string"}
LANGUAGE: Json = {"type": "string", "enum": list(LANGUAGES), "description": "of the answer; left out: that of the query"}


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: the customer that the shop's backend signed, if any, and the address that this server is reached at, if it has one."""

    customer: str | None = None
    address: str = ""

    def link(self, path: str) -> str:
        """A page of this shop."""
        return self.address + path


@dataclass(frozen=True, slots=True)
class AgentTool:
    """A tool that does not write to orders. `run` answers JSON values and raises a `ShopkeeperError` for what it cannot do."""

    name: str
    description: str
    schema: Json
    run: Callable[[Shop, Mapping[str, Any], Caller], Json]
    reads: bool = True


def takes(properties: Json, *required: str) -> Json:
    """The schema of an object with these properties, `meta` among them."""
    return {"type": "object", "properties": {"meta": META, **properties}, "required": list(required)}


def refuse_unknown(schema: Json, arguments: Mapping[str, Any]) -> None:
    """`InvalidQuery` for the first argument that a tool does not take: a condition that is misspelt must not be left out in silence. What
    lies within the object of a domain may have more than this shop reads, as UCP grows."""
    known = [*dict.fromkeys([*schema["properties"], *_ALWAYS])]
    if unknown := [name for name in arguments if name not in known]:
        raise InvalidQuery(f"{unknown[0][:60]}: there is no such argument; expected {', '.join(known)}")


def body(arguments: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """What is asked: under the name of its domain, as UCP has it, or at the top."""
    found = arguments.get(name, arguments)
    if not isinstance(found, Mapping):
        raise InvalidQuery(f"{name}: expected an object")
    return found


def wanted(found: Mapping[str, Any], name: str, kind: type = str, default: Any = None) -> Any:
    """An argument of a kind; `InvalidQuery` names it when it is something else, or missing without a default."""
    value = found.get(name)
    if value is None and default is not None:
        return default
    if not isinstance(value, kind) or isinstance(value, bool) is not (kind is bool):
        raise InvalidQuery(f"{name}: expected {_KINDS[kind]}")
    return value


def language_of(found: Mapping[str, Any], text: str = "") -> Language:
    """The language of an answer: the one that is asked for, else that of a text."""
    context = found.get("context")
    asked = found.get("language") or (context.get("language") if isinstance(context, Mapping) else None)
    named = str(asked or "")[:2]
    return "zh" if named == "zh" else "en" if named else detect(text)


_ALWAYS = "language", "context"  # of the answer and about the buyer: any tool may be sent them
_KINDS: dict[type, str] = {str: "a text", int: "a whole number", list: "a list", dict: "an object", bool: "true or false"}
