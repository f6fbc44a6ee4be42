"""Questions about the shop for agents: its policy, its answers to what is often asked, its manuals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .tool import LANGUAGE, TEXT, AgentTool, Caller, Json, language_of, takes, wanted

if TYPE_CHECKING:
    from ..shop import Shop


def search(shop: Shop, arguments: Mapping[str, Any], caller: Caller) -> Json:
    """What the shop has in writing about a question, with the records that say it."""
    question = wanted(arguments, "query")
    found = shop.helpdesk.ask(question, language_of(arguments, question))
    if found is None:
        return {"answer": None, "sources": []}
    return {"answer": found.text, "sources": [source.to_dict() for source in found.sources]}


TOOLS = (
    AgentTool(
        "search_shop_policies_and_faqs", "What the shop has in writing about returns, delivery, payment and the use of its products.",
        takes({"query": {**TEXT, "description": "the question"}, "context": TEXT, "language": LANGUAGE}, "query"), search),
)
