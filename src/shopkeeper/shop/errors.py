"""Errors that a person reads: what was wrong, where, what was expected."""

from __future__ import annotations


class ShopkeeperError(Exception):
    """Anything that Shopkeeper refuses with a sentence meant for a person."""


class InvalidRecord(ShopkeeperError):
    """A record, or one field of it, is not what a shop can hold.

    `field` is a dotted path (`variants[0].price`), `expected` says what would have been right,
    `got` is the value that was found.
    """

    def __init__(self, field: str, expected: str, got: object = None) -> None:
        self.field, self.expected, self.got = field, expected, got
        shown = "nothing" if got is None else repr(got)[:80]
        super().__init__(f"{field}: expected {expected}, got {shown}")


class InvalidQuery(ShopkeeperError):
    """A search, filter, sort or cursor that cannot be understood."""


class InvalidFile(ShopkeeperError):
    """A file that cannot be read at all: missing, empty, of an unknown format or encoding."""


class NotFound(ShopkeeperError):
    """No record of this kind has this id."""

    def __init__(self, kind: str, id: str) -> None:
        self.kind, self.id = kind, id
        super().__init__(f"no {kind} has the id {id!r}")


class NotIndexed(ShopkeeperError):
    """The shop has no search index yet."""


class EngineUnavailable(NotIndexed):
    """There is an index, but the search engine that holds it does not answer now."""


class Conflict(ShopkeeperError):
    """Something was changed meanwhile, or is not in the state that this needs."""
