"""The chat: its page, and the script that puts it into any page."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.responses import FileResponse

from .render import STATIC, page

router = APIRouter(include_in_schema=False)


@router.get("/chat")
def chat(request: Request) -> Response:
    """The assistant on a page of its own. What stands behind `#` is the id of a conversation to go on with, which no server is told."""
    return page(request, "chat.html")


@router.get("/widget.js")
def widget() -> Response:
    """The chat for any page, of this shop or of another site."""
    return FileResponse(STATIC / "widget.js", media_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})
