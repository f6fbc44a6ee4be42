"""`/v1/capabilities`: the shop's own models, their versions, which is in use. (`/v1/models` is OpenAI's list.)"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Body, Path, Request, Response

from ..callers import caller_of
from ..model_views import told
from ..promotion import put_back, put_in_use
from ..request import shop_of
from .answer import json

router = APIRouter(prefix="/v1/capabilities", tags=["models"])
Name = Annotated[str, Path(max_length=50)]


@router.get("", summary="All models and their versions")
def everyone(request: Request) -> Response:
    """`capabilities`, each as `GET /v1/capabilities/{name}` gives it."""
    shop = shop_of(request)
    return json({"capabilities": [told(shop, name) for name in shop.models]})


@router.get("/{name}", summary="The versions of a model")
def get(request: Request, name: Name) -> Response:
    """`{capability, active, since, without, train, history, versions}`, the newest version first, each `{version, active, at, bytes,
    learnt_from, rows, metrics, against}`. `against` says why it would not be put in use; `train` is its name in a job `train`."""
    return json(told(shop_of(request), name))


@router.get("/{name}/versions/{version}", summary="A version with its card")
def version(request: Request, name: Name, version: Annotated[str, Path(max_length=100)]) -> Response:
    """`{version, active, config, card}`; the card is Markdown."""
    found = shop_of(request).models[name].get(version)
    return json({**found.to_dict(), "card": found.card})


@router.post("/{name}/promote", summary="Put a version in use")
def promote(
    request: Request, name: Name, version: Annotated[str, Body(max_length=100)],
    anyway: Annotated[bool, Body(description="also one that was measured and is worse")] = False,
) -> Response:  # fmt: skip
    """The capability as it is then; 422 says why it is not put in use. With another encoder a job builds the index anew."""
    shop = shop_of(request)
    put_in_use(shop, name, version, caller_of(request).name, datetime.now(UTC), anyway=anyway)
    return json(told(shop, name))


@router.post("/{name}/rollback", summary="Put what was in use before back")
def rollback(request: Request, name: Name) -> Response:
    """The capability as it is then; 404 where nothing was in use before."""
    shop = shop_of(request)
    put_back(shop, name, caller_of(request).name, datetime.now(UTC))
    return json(told(shop, name))
