"""The switch of the look: light, dark, or as the visitor's system has it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from .form import Fields
from .render import LOOK, LOOKS, YEAR
from .shelves import local

router = APIRouter(include_in_schema=False)


@router.post("/look")
def look(request: Request, fields: Fields) -> Response:
    """Has this visitor's pages look as chosen from now on, and goes back to the page that was looked at."""
    answer, chosen = RedirectResponse(local(fields.get("back", "/")), 303), fields.get("look", "")
    if chosen in LOOKS:
        answer.set_cookie(LOOK, chosen, max_age=YEAR, httponly=True, samesite="lax")
    else:
        answer.delete_cookie(LOOK)
    return answer
