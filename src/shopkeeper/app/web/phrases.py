"""Sentences that the rooms say in English, told in Chinese: by a table, in which `{}` stands for what differs."""

from __future__ import annotations

import re
from collections.abc import Mapping


class Phrases:
    """A table of sentences, English to Chinese."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self._table = table
        blank = [english for english in table if "{}" in english]
        self._patterns = [(re.compile("(.+?)".join(map(re.escape, english.split("{}"))), re.S), table[english]) for english in blank]

    def chinese(self, english: str) -> str:
        """The sentence in Chinese, with what stands in it put in; in English where the table has none."""
        if english in self._table:
            return self._table[english]
        for pattern, chinese in self._patterns:
            if match := pattern.fullmatch(english):
                return chinese.format(*(self._table.get(part, part) for part in match.groups()))
        return english
