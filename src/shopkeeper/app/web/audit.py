"""The audit as the people of the shop see it: what was done, by whom, to what, and whether the chain of it is whole."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from ..request import shop_of
from .render import page

router = APIRouter(prefix="/console/audit", include_in_schema=False)

SHOWN, LATELY = 50, 500  # entries on a page, and those whose names are offered to filter by
Wanted = Annotated[str, Query(max_length=200)]


@router.get("")
def audit(
    request: Request, actor: Wanted = "", action: Wanted = "", subject: Wanted = "", before: Annotated[int, Query(ge=0, le=2**53)] = 0,
    check: bool = False,
) -> Response:
    """The last entries, and, where it is asked for, a check of the whole chain."""
    log = shop_of(request).store.audit
    entries = log.newest(SHOWN + 1, before=before, kind=action, actor=actor, subject=subject)
    wanted = {"actor": actor, "action": action, "subject": subject}
    lately = log.newest(LATELY)
    known = {"actor": sorted({each.actor for each in lately if each.actor}), "action": sorted({each.kind for each in lately})}
    return page(request, "audit.html", known=known, entries=entries[:SHOWN], more=len(entries) > SHOWN, wanted=wanted, head=log.head(),
                verified=log.verify() if check else None)
