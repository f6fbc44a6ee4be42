"""The chat: its page, and the script that puts search and chat into any page."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import FileResponse

from ..request import shop_of
from .language import language_of
from .render import STATIC, page

router = APIRouter(include_in_schema=False)
_SCRIPT, _FRESH = "text/javascript; charset=utf-8", {"Cache-Control": "no-cache"}


@router.get("/chat")
def chat(request: Request, about: Annotated[str, Query(max_length=200)] = "", say: Annotated[str, Query(max_length=1000)] = "") -> Response:
    """The assistant on a page of its own; `about` a product, with something to `say`. What stands behind `#` is the id of a conversation
    to go on with, which no server is told."""
    product = shop_of(request).store.catalogue.get_many([about]).get(about) if about else None
    return page(request, "chat.html", product=product, title=product.title.get(language_of(request)) if product else "", wish=say)


@router.get("/widget.js")
def widget() -> Response:
    """The script for any page, of this shop or of another site."""
    return FileResponse(STATIC / "widget.js", media_type=_SCRIPT, headers=_FRESH)


def widget_of_many() -> Response:
    """The script of a server with several shops by path: it reads in the page which of them is meant."""
    script = (STATIC / "widget.js").read_text("utf-8").replace("const MANY = false;", "const MANY = true;")
    return Response(script, media_type=_SCRIPT, headers=_FRESH)
