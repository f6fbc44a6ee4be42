"""What shoppers think of the answers: a thumb for a single one, stars and words for the whole conversation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from ..shop import InvalidQuery, NotFound
from ..store.protocol import Store

LONGEST = 2_000  # characters of a remark that are kept
STARS = range(1, 6)
Clock = Callable[[], datetime]


def now() -> datetime:
    """The moment."""
    return datetime.now(UTC)


def thumb(store: Store, id: str, up: bool, *, number: int | None = None, words: str = "", clock: Clock = now) -> int:
    """Keeps whether an answer helped: the one of this number, by default the last; of several thumbs for one answer the last counts.
    Answers the number. `NotFound` when the conversation has no such answer."""
    answers = [entry.number for entry in store.audit.of(id) if entry.kind in ("answered", "person")]
    if not answers or number not in (None, *answers):
        raise NotFound("answer", f"{id}/{number}" if number else id)
    chosen = answers[-1] if number is None else number
    store.audit.append(id, [(clock(), "thumb", {"number": chosen, "up": up, "words": words[:LONGEST]})])
    return chosen


def survey(store: Store, id: str, stars: int, words: str = "", *, clock: Clock = now) -> None:
    """Keeps how satisfied a shopper is, 1 (not at all) to 5 (very); the last word counts. `InvalidQuery` for other numbers,
    `NotFound` for an unknown conversation."""
    if isinstance(stars, bool) or stars not in STARS:
        raise InvalidQuery(f"stars: expected a whole number from 1 to 5, got {stars!r}")
    if store.dialogues.get(id) is None:
        raise NotFound("conversation", id)
    store.audit.append(id, [(clock(), "survey", {"stars": stars, "words": words[:LONGEST]})])
