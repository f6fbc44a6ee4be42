"""Text in the two languages of the house, as equals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, Language] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Localized:
    """One text in Chinese and English; either may be empty when the shop has only the other."""

    zh: str = ""
    en: str = ""

    def get(self, language: Language) -> str:
        """The text in `language`, or in the other one when this one is missing."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)

    @property
    def all(self) -> tuple[str, ...]:
        """The distinct texts that are present, Chinese first."""
        return tuple(dict.fromkeys(t for t in (self.zh, self.en) if t))

    @classmethod
    def of(cls, text: str, language: Language) -> Localized:
        """A text known in one language only."""
        return cls(zh=text) if language == "zh" else cls(en=text)
