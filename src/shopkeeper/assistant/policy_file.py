"""`policy.md`: the rules of a shop and the words it is quoted with, in one file that a shop edits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..shop import InvalidFile, Localized
from ..shop.policy import Policy
from ..text.language import detect

NAME = "policy.md"
PACKAGED = Path(__file__).with_name(NAME)
_RULE = re.compile(r"- ([a-z_]+):(.*)")
_MOST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the policy as a shopper may be quoted from it."""

    title: Localized
    text: Localized


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """A policy and its words."""

    policy: Policy
    sections: tuple[Section, ...]
    source: str


@dataclass(slots=True)
class _Part:
    line: int
    title: str
    paragraphs: list[tuple[int, str]]


def policy_of(folder: Path) -> PolicyFile:
    """The shop's own policy where its folder has a `policy.md`, else the packaged one."""
    return read_policy(folder / NAME if (folder / NAME).is_file() else PACKAGED)


def read_policy(path: Path) -> PolicyFile:
    """The policy in a file. `InvalidFile` names the file, the line and what was expected: every rule once, every part in both languages."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidFile(f"{path}: expected a text in UTF-8 ({error})") from None
    rules, parts = _rules(path, lines), list(_parts(lines))
    missing = [name for name in _RULES if name not in rules]
    if missing:
        raise InvalidFile(f"{path}: no line `- {missing[0]}: …`; expected {_RULES[missing[0]][1]}")
    policy = Policy(**dict(value for _, value in rules.values()))
    filled = {name: text for name, (_, (_, value)) in rules.items() if (text := _shown(value))}
    return PolicyFile(policy, tuple(_section(path, part, filled) for part in parts), str(path))


def _rules(path: Path, lines: list[str]) -> dict[str, tuple[int, tuple[str, Any]]]:
    """By name, the line on which a rule stands and the field of the policy with its value."""
    found: dict[str, tuple[int, tuple[str, Any]]] = {}
    for number, line in enumerate(lines, 1):
        if not (match := _RULE.fullmatch(line.strip())):
            continue
        name, value = match[1], match[2].strip()
        if name not in _RULES:
            raise InvalidFile(f"{path}, line {number}: there is no rule {name!r}; expected one of {', '.join(_RULES)}")
        if name in found:
            raise InvalidFile(f"{path}, line {number}: {name} stands on line {found[name][0]} already; expected it once")
        field, wanted, read = _RULES[name]
        try:
            found[name] = number, (field, read(value))
        except ValueError:
            raise InvalidFile(f"{path}, line {number}: {name}: expected {wanted}, got {value!r}") from None
    return found


def _parts(lines: list[str]) -> Iterator[_Part]:
    """The parts under headings of the second level; what stands before the first is for the one who edits."""
    part: _Part | None = None
    for number, line in enumerate(lines, 1):
        if line.startswith("## "):
            if part:
                yield part
            part = _Part(number, line[3:].strip(), [])
        elif part and not _RULE.fullmatch(line.strip()):
            part.paragraphs.append((number, line.strip()))
    if part:
        yield part


def _section(path: Path, part: _Part, filled: dict[str, str]) -> Section:
    en_title, _, zh_title = (piece.strip() for piece in part.title.partition(" / "))
    texts = {"zh": "", "en": ""}
    for number, paragraph in _paragraphs(part):
        language = detect(paragraph)
        texts[language] += ("\n" if texts[language] else "") + _with_numbers(path, number, paragraph, filled)
    for language, title in (("en", en_title), ("zh", zh_title)):
        if not title or not texts[language]:
            named = "English" if language == "en" else "Chinese"
            raise InvalidFile(f"{path}, line {part.line}: expected a title `## English / 中文` and a paragraph in either language, "
                              f"got none in {named}")  # fmt: skip
    return Section(Localized(zh_title, en_title), Localized(texts["zh"], texts["en"]))


def _paragraphs(part: _Part) -> Iterator[tuple[int, str]]:
    """Lines that follow each other are one paragraph; between two Chinese ones there is no blank."""
    text, begin = "", 0
    for number, line in [*part.paragraphs, (0, "")]:
        if not line and text:
            yield begin, text
            text = ""
        elif line:
            begin = begin if text else number
            text += ("" if not text or (detect(text[-1]) == "zh" or text[-1] in "，。；：") else " ") + line


def _with_numbers(path: Path, number: int, text: str, filled: dict[str, str]) -> str:
    def fill(match: re.Match[str]) -> str:
        if match[1] not in filled:
            raise InvalidFile(f"{path}, line {number}: {match[0]} has no number; expected one of {', '.join(sorted(filled))}, or no braces")
        return filled[match[1]]

    return re.sub(r"\{(\w+)\}", fill, text)


def _shown(value: Any) -> str:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _reasons(value: str) -> tuple[str, ...]:
    reasons = tuple(reason.strip() for reason in value.split(";") if reason.strip())
    if not reasons:
        raise ValueError
    return () if reasons == ("any",) else reasons


def _days(value: str) -> int | None:
    if value == "none":
        return None
    if not value.isascii() or not value.isdigit() or int(value) > _MOST_DAYS:
        raise ValueError
    return int(value)


def _to_gift_card(value: str) -> bool:
    if value not in ("original", "original or gift card"):
        raise ValueError
    return value != "original"


_DAYS = f"a whole number of days, at most {_MOST_DAYS}, or none"
_RULES: dict[str, tuple[str, str, Callable[[str], Any]]] = {
    "cancel_reasons": ("cancel_reasons", "reasons with ; between them, or any", _reasons), "return_days": ("return_days", _DAYS, _days),
    "exchange_days": ("exchange_days", _DAYS, _days),
    "refund_to": ("refund_to_gift_card", "original, or: original or gift card", _to_gift_card),
}  # fmt: skip
