"""What every store can do for a person who asks what is kept of them, or that it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from ..text.blot import Words


@dataclass(frozen=True, slots=True)
class Erasure:
    """That a person was erased, without saying who: `token` is made of their id with the shop's secret, so that they are known again in
    a backup that still holds them. `certificate` is what was told of it, JSON values."""

    token: str
    at: datetime
    certificate: dict[str, Any]


class Persons(Protocol):
    """Persons, across all tables."""

    def mentions(self, words: Words) -> dict[str, list[dict[str, Any]]]:
        """The rows that name a person, by table, each as its columns; not those of the chain of the audit."""

    def holding(self, table: str, texts: Sequence[str]) -> list[str]:
        """The ids of a table's records whose payload has one of these as a JSON string or a part of its JSON text."""

    def blot(self, words: Words, own: Sequence[str] = ()) -> dict[str, int]:
        """Blots the words out of all tables, in the surrounding transaction if there is one; how many rows changed or went, by table.
        A
        row of answers, links and jobs whose key names the person goes, records that another customer owns stay as they are, and so do those
        whose own id names the person; facts of the audit are erased. A
        message that tells a webhook of an `own` key, such as "customer/c42", waits until it is delivered."""

    def compact(self) -> bool:
        """Gives back what was deleted, so that the file of the database holds it no more; False where somebody reads an old state of it
        just now. On PostgreSQL the server does it on its own."""

    def files(self) -> list[Path]:
        """The files of the database itself, as far as it is one."""

    def secret(self, name: str) -> bytes:
        """The shop's secret for this, made at its first use."""

    def set_secret(self, name: str, value: bytes) -> None:
        """Puts a secret in the place of the one there is, when a backup brings a store back."""

    def remember(self, erasure: Erasure) -> None:
        """Keeps that a person was erased; a later one of the same token takes its place."""

    def erased(self) -> list[Erasure]:
        """Everybody who was erased, the earliest first."""
