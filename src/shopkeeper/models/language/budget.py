"""How many tokens of a server may be used in a day, counted together by all processes of a shop."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from .protocol import BudgetSpent, Prompt

BYTES_A_TOKEN = 3  # a Chinese character is one token, four English letters are one: rather too many are counted than too few


class Budget:
    """At most `limit` tokens in a day (UTC). The count lies in the file `path`."""

    def __init__(self, path: Path, limit: int, today: Callable[[], str] = lambda: datetime.now(UTC).date().isoformat()) -> None:
        self._path, self._limit, self._today = path, limit, today

    def take(self, tokens: int) -> None:
        """Counts what a request may use before it is sent; `BudgetSpent` when that is more than is left."""
        with self._open() as file:
            used = self._used(file)
            if used + tokens > self._limit:
                left = max(0, self._limit - used)
                raise BudgetSpent(f"the language model may use {self._limit:,} tokens a day; {left:,} are left, this needs {tokens:,}")
            self._write(file, used + tokens)

    def settle(self, taken: int, used: int) -> None:
        """Counts what a request did use in place of what was taken for it."""
        with self._open() as file:
            self._write(file, max(0, self._used(file) - taken + used))

    @property
    def used(self) -> int:
        """Tokens used today."""
        with self._open() as file:
            return self._used(file)

    @contextmanager
    def _open(self) -> Iterator[IO[str]]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file

    def _used(self, file: IO[str]) -> int:
        file.seek(0)
        try:
            day = json.loads(file.read())
            return int(day["used"]) if day["day"] == self._today() else 0
        except (ValueError, KeyError, TypeError):  # a new file
            return 0

    def _write(self, file: IO[str], used: int) -> None:
        file.truncate(0)
        file.write(json.dumps({"day": self._today(), "used": used}))
        file.flush()


def estimate(prompt: Prompt) -> int:
    """About how many tokens a prompt has."""
    texts = [prompt] if isinstance(prompt, str) else [message.content for message in prompt]
    return sum(len(text.encode("utf-8", "replace")) // BYTES_A_TOKEN + 8 for text in texts)
