"""The fields of a form."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qs, parse_qsl

from fastapi import Depends, Request


async def form(request: Request) -> dict[str, str]:
    """The fields of a form that was sent."""
    return dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True))


async def lists(request: Request) -> dict[str, list[str]]:
    """The fields of a form that was sent, each with all its values."""
    return parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=1_000)


def ids_of(words: str | None) -> tuple[str, ...]:
    """The ids of a field, with commas or spaces between."""
    return tuple((words or "").replace(",", " ").replace("，", " ").split())


Fields = Annotated[dict[str, str], Depends(form)]
FieldLists = Annotated[dict[str, list[str]], Depends(lists)]
