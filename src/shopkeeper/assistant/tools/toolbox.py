"""Calling tools in a conversation: known, allowed, checked, noted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...shop import Localized
from ...shop.policy import Refused
from ..desk import Desk
from ..proposals import propose
from ..session import Session
from .tool import TOOLS, Tool, ToolError

Note = Callable[[str, Any], None]
_WHO = Localized("请先核实身份：请提供邮箱，或者姓名和邮编", "the user has to be identified first, by email or by name and zip code")


class Toolbox:
    """The tools in one conversation. Whatever calls them, a tool that writes only ever makes a proposal."""

    def __init__(self, desk: Desk, session: Session, note: Note) -> None:
        self._desk, self._session, self._note = desk, session, note

    def call(self, name: str, arguments: Mapping[str, Any]) -> Any:
        """What the tool answers, JSON values; a `Proposal` for one that writes. `ToolError` for a call that cannot be made, `Refused` for
        what the policy forbids. All of it goes into the audit."""
        before = self._session.customer_id
        try:
            answer = self._answer(name, dict(arguments))
        except ToolError as error:
            self._note("called", {"tool": name, "arguments": dict(arguments), "error": error.code, "text": error.text.en})
            raise
        except Refused as refusal:
            self._note("refused", {"tool": name, "arguments": dict(arguments), "rule": refusal.rule, "facts": refusal.facts})
            raise
        if before is None and self._session.customer_id:
            self._note("identity", {"tool": name, "customer_id": self._session.customer_id})
        return answer

    def _answer(self, name: str, arguments: dict[str, Any]) -> Any:
        found = self._tool(name)
        answer = found.function(self._desk, self._session, **found.check(arguments))
        if found.writes:
            proposal = propose(self._desk, self._session, answer, arguments)
            self._note("proposed", proposal.to_dict())
            return proposal
        self._note("called", {"tool": name, "arguments": arguments, "result": answer})
        return answer

    def _tool(self, name: str) -> Tool:
        found = TOOLS.get(name)
        if found is None:
            raise ToolError("unknown_tool", Localized(f"没有叫 {name[:60]} 的工具", f"there is no tool {name[:60]!r}"))
        if found.identity and self._session.customer_id is None:
            raise ToolError("identity_required", _WHO)
        return found
