"""Personal data out of a text and back into the answer: each is replaced by a placeholder such as `[phone_1]`, which stands for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from .personal import KINDS, Found, replaced

_PLACEHOLDER = re.compile(rf"\[(?:{'|'.join(KINDS)})_\d{{1,5}}\]")
_OPEN = re.compile(r"\[[a-z]{0,8}(?:_\d{0,5})?$")


class Placeholders:
    """What is taken out of the `texts` of one conversation. The same address or number is the same placeholder wherever it stands; one that
    a text has already, because somebody wrote it there, stands for itself."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._of = dict[str, str]()
        self._behind = dict[str, str]()
        self._taken = {each for text in texts for each in _PLACEHOLDER.findall(text)}

    def hide(self, text: str) -> str:
        """The text with placeholders."""

        def by(found: Found) -> str:
            return self._placeholder(text[found.start:found.end], found.kind)

        return replaced(text, by)

    def _placeholder(self, what: str, kind: str) -> str:
        if what not in self._of:
            number = sum(each.startswith(f"[{kind}_") for each in self._behind) + 1
            while (name := f"[{kind}_{number}]") in self._taken:
                number += 1
            self._of[what], self._behind[name] = name, what
            self._taken.add(name)
        return self._of[what]

    def show(self, text: str) -> str:
        """The text with what its placeholders stand for."""
        return _PLACEHOLDER.sub(lambda match: self._behind.get(match.group(), match.group()), text)

    def show_in_json(self, text: str) -> str:
        """JSON text with what the placeholders in its strings stand for."""
        return _PLACEHOLDER.sub(
            lambda match: json.dumps(self._behind.get(match.group(), match.group()), ensure_ascii=False)[1:-1], text)


def half(text: str) -> int:
    """Where a placeholder begins that the end of the text may have cut off; the length of the text where none does."""
    match = _OPEN.search(text)
    return match.start() if match else len(text)
