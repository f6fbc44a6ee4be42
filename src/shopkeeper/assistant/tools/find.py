"""Finding a customer, which is how a conversation gets to know whom it serves."""

from __future__ import annotations

from collections.abc import Iterator

from ...shop import Customer
from ...text.normalise import normalise
from ..desk import Desk
from ..session import Session
from .records import not_found
from .tool import tool


@tool(identity=False)
def find_user_id_by_email(desk: Desk, session: Session, email: str) -> str:
    """Find a user by email address, and serve them from then on. One conversation serves one user.

    email: the email address that the user gave, such as 'anna@example.com'"""
    return identify(session, [] if desk.signed_only else desk.store.customers.by_email(email.strip()))


@tool(identity=False)
def find_user_id_by_name_zip(desk: Desk, session: Session, first_name: str, last_name: str, zip: str) -> str:
    """Find a user by first name, last name and zip code, and serve them from then on. Use it when the user does not know their email.

    first_name: the first name of the user
    last_name: the last name of the user
    zip: the zip code of their address"""
    names, code = set(_spellings(first_name, last_name)), _bare(zip)
    if desk.signed_only or not _bare(first_name + last_name) or not code:
        raise not_found("user")
    return identify(session, [c for c in desk.store.customers.by_postcode(code) if _bare(c.name) in names])


def identify(session: Session, found: list[Customer]) -> str:
    """Ties the conversation to the one customer that was found, and answers their id. Nobody, more than one, or somebody else than the
    customer it serves already: not found. This is the only way in which a conversation learns who speaks."""
    if len(found) != 1 or session.customer_id not in (None, found[0].id):
        raise not_found("user")
    session.identify(found[0].id)
    return found[0].id


def _spellings(first: str, last: str) -> Iterator[str]:
    """A Chinese name has the family name in front."""
    yield _bare(first + last)
    yield _bare(last + first)


def _bare(text: str) -> str:
    return "".join(normalise(text).split()).replace("-", "")
