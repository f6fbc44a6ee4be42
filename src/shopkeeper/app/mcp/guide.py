"""The shopping guide for agents: the functions of `/v1/guide`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from ...shop import InvalidQuery
from .. import guiding
from .tool import META, AgentTool, Caller, Json

if TYPE_CHECKING:
    from ..shop import Shop

Q = TypeVar("Q", bound=BaseModel)


def _tool(name: str, description: str, takes: type[Q], answer: Callable[[Shop, Q], Json]) -> AgentTool:
    def run(shop: Shop, arguments: Mapping[str, Any], caller: Caller) -> Json:
        try:
            asked = takes.model_validate({key: value for key, value in arguments.items() if key != "meta"})
        except ValidationError as error:
            first = error.errors()[0]
            raise InvalidQuery(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
        return answer(shop, asked)

    schema = takes.model_json_schema()
    return AgentTool(name, description, {**schema, "properties": {"meta": META, **schema["properties"]}}, run)


TOOLS = (
    _tool("guide_choice", "Help to choose: reads a message into a brief, answers what fits it and why, and the question that would help "
          "most. Send the brief of the answer with the next message.", guiding.AdviceQuery, guiding.advise),
    _tool("compare_products", "Products side by side, what differs first.", guiding.CompareQuery, guiding.compare),
    _tool("find_superlative", "The cheapest, lightest, best rated … of all products that a query means.", guiding.SuperlativeQuery,
          guiding.superlative),
)
