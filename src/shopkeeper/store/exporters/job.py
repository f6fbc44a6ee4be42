"""What an exporter is handed, and what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from ...shop import Language
from .aside import Aside
from .report import Losses


@dataclass(frozen=True)
class Job:
    """Records on their way into a file. `language` is that of texts where the format has room for one
    only, `currency` (ISO 4217) the shop's, for formats that write amounts alone; `lost` is told what the format cannot hold."""

    out: Aside
    records: Iterable[Any]
    language: Language
    currency: str
    lost: Losses


Exporter = Callable[[Job], int]
"""Writes the records of a job and answers how many rows they took, in constant memory."""
