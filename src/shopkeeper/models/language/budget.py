"""How many tokens and how much money a server may take in a day, counted together by all processes of a shop."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from .price import Price
from .protocol import BudgetSpent, Prompt, Usage

BYTES_A_TOKEN = 3  # a Chinese character is one token, four English letters are one: rather too many are counted than too few


class Budget:
    """At most `limit` tokens (0: any number) and `dollars` at `price` (0: any sum) in a day (UTC). The count lies in the file `path`."""

    def __init__(
        self, path: Path, limit: int, today: Callable[[], str] = lambda: datetime.now(UTC).date().isoformat(), *, price: Price = Price(),
        dollars: float = 0.0,
    ) -> None:
        self._path, self._limit, self._today, self._price, self._dollars = path, limit, today, price, dollars

    def take(self, most: Usage) -> None:
        """Counts what a request may use before it is sent; `BudgetSpent` when that is more than is left."""
        with self._open() as file:
            used = self._used(file) + most
            tokens, cost = most.total, self._price.of(most)
            if self._limit and used.total > self._limit:
                left = max(0, self._limit - used.total + tokens)
                raise BudgetSpent(f"the language model may use {self._limit:,} tokens a day; {left:,} are left, this needs {tokens:,}")
            if self._dollars and self._price.of(used) > self._dollars:
                rest = max(0.0, self._dollars - self._price.of(used) + cost)
                raise BudgetSpent(f"the language model may cost ${self._dollars:g} a day; ${rest:.4f} are left, this may cost ${cost:.4f}")
            self._write(file, used)

    def settle(self, taken: Usage, used: Usage) -> None:
        """Counts what a request did use in place of what was taken for it."""
        with self._open() as file:
            now = self._used(file)
            read, written = now.prompt - taken.prompt + used.prompt, now.completion - taken.completion + used.completion
            self._write(file, Usage(max(0, read), max(0, written)))

    @property
    def used(self) -> int:
        """Tokens used today."""
        with self._open() as file:
            return self._used(file).total

    @property
    def spent(self) -> float:
        """US dollars used today."""
        with self._open() as file:
            return self._price.of(self._used(file))

    @contextmanager
    def _open(self) -> Iterator[IO[str]]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file

    def _used(self, file: IO[str]) -> Usage:
        file.seek(0)
        try:
            day = json.loads(file.read())
            return Usage(int(day["read"]), int(day["written"])) if day["day"] == self._today() else Usage()
        except (ValueError, KeyError, TypeError):  # a new file
            return Usage()

    def _write(self, file: IO[str], used: Usage) -> None:
        file.truncate(0)
        file.write(json.dumps({"day": self._today(), "read": used.prompt, "written": used.completion}))
        file.flush()


def estimate(prompt: Prompt) -> int:
    """About how many tokens a prompt has."""
    texts = [prompt] if isinstance(prompt, str) else [message.content for message in prompt]
    return sum(len(text.encode("utf-8", "replace")) // BYTES_A_TOKEN + 8 for text in texts)
