"""The tools in the hands of a language model: what it calls, what it is told, and what is known for certain afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ...models.language.protocol import Tool as Offered
from ...models.language.protocol import ToolCall
from ...shop import Localized
from ...shop.policy import Refused
from ...text.normalise import normalise
from ..desk import Desk
from ..policy_file import Section
from ..proposals import Proposal
from ..session import Session
from ..tools import TOOLS, ToolError
from ..tools.toolbox import Toolbox
from .lookups import Lookup

Note = Callable[[str, Any], None]
TRANSFER = "transfer_to_human_agents"
_WHO = ("find_user_id_by_email", "find_user_id_by_name_zip")
_SLIPS = ("unknown_tool", "bad_arguments")
_NOT_SAID = Localized("只能用顾客自己写的信息核实身份", "identify the customer only by what they wrote themselves")


class Slip(Exception):
    """A call that is none: no JSON, no such tool, wrong arguments. The model is told."""


class Transfer(Exception):
    """The model asks for a person."""


@dataclass
class Hands:
    """The tools in one turn. `said` is all that the shopper wrote; `results` are the answers of tools by their names, `refused` what the
    policy forbade, by tool."""

    desk: Desk
    session: Session
    note: Note
    said: tuple[str, ...]
    lookups: Mapping[str, Lookup]
    results: dict[str, list[Any]] = field(default_factory=dict)
    refused: dict[str, Refused] = field(default_factory=dict)

    def offered(self) -> list[Offered]:
        """The tools as the model is told of them."""
        own = [Offered(tool.name, tool.description, tool.schema) for tool in TOOLS.values()]
        return [*own, *(lookup.offered for lookup in self.lookups.values())]

    def call(self, call: ToolCall) -> Any:
        """What the model is answered, JSON values, or the `Proposal` that it has made. Raises `Slip` and `Transfer`."""
        arguments = _object(call)
        if call.name == TRANSFER:
            self.note("called", {"tool": TRANSFER, "arguments": arguments})
            raise Transfer(str(arguments.get("summary", "")))
        try:
            answer = self._answer(call.name, arguments)
        except ToolError as error:
            if error.code in _SLIPS:
                raise Slip(error.text.en) from None
            answer = {"error": error.code, "zh": error.text.zh, "en": error.text.en}
        except Refused as refused:
            self.refused[call.name] = refused
            answer = {"refused": refused.rule, "zh": refused.text.zh, "en": refused.text.en, "facts": refused.facts}
        if not isinstance(answer, Proposal):
            self.results.setdefault(call.name, []).append(answer)
        return answer

    def _answer(self, name: str, arguments: dict[str, Any]) -> Any:
        if name in _WHO and not self._said_so(arguments):
            raise ToolError("identity_required", _NOT_SAID)
        if name in self.lookups:
            answer = self.lookups[name].call(self.desk, self.session, arguments)
            self.note("called", {"tool": name, "arguments": arguments, "result": answer})
            return answer
        return Toolbox(self.desk, self.session, self.note).call(name, arguments)

    def _said_so(self, arguments: Mapping[str, Any]) -> bool:
        """Whether the shopper wrote what they are to be identified by: not a product, a review or the model."""
        written = normalise(" ".join(self.said)).replace(" ", "")
        return all(normalise(str(value)).replace(" ", "") in written for value in arguments.values())

    def facts(self, sections: Iterable[Section]) -> dict[str, Any]:
        """What is known for certain in this turn, for `claims.check`."""
        before = [each["content"] for each in self.session.history if each["role"] == "assistant"][-4:]
        policy = [{"zh": section.text.zh, "en": section.text.en} for section in sections]
        proposal = {"proposal": self.session.proposal} if self.session.proposal else {}
        answers = [answer for found in self.results.values() for answer in found if isinstance(answer, dict)]
        done = [answer["receipt"] for answer in answers if "receipt" in answer]
        receipts = {"receipt": done} if done else {}
        return {**self.results, **proposal, **receipts, "policy": policy, "asked": list(self.said), "before": before}


def _object(call: ToolCall) -> dict[str, Any]:
    try:
        found = json.loads(call.arguments or "{}")
    except ValueError:
        raise Slip(f"{call.name[:60]}: the arguments are no JSON") from None
    if not isinstance(found, dict):
        raise Slip(f"{call.name[:60]}: expected a JSON object of arguments")
    return found
