"""A flat TOML file changed line by line, so that its comments, its order and what is not changed stay as somebody wrote them."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_OFF = re.compile(r"#\s*([A-Za-z_][\w-]*)\s*=")  # a key that is commented out


class Part(NamedTuple):
    """A comment or blank line (`key` is ""), or all the lines of one key and its value."""

    key: str
    text: str


def parts(text: str) -> Iterator[Part]:
    """The parts of a file, which put together are the file. `tomllib.TOMLDecodeError` where it is not TOML."""
    tomllib.loads(text)
    lines = _LINE.findall(text)
    while lines:
        length = next(length for length in range(1, len(lines) + 1) if _read("".join(lines[:length])) is not None)
        said = tomllib.loads("".join(lines[:length]))
        yield Part(next(iter(said), ""), "".join(lines[:length]))
        del lines[:length]


def rewritten(text: str, values: Mapping[str, Any]) -> str:
    """The file that says exactly `values`: a key is changed where it stands, with the comment behind it; one that is not in `values` is
    taken out with its value; a new one comes after the line where it is commented out, else to the end. Where that cannot be done in a
    file of tables, it is written without its comments."""
    changed = _changed(list(parts(text if text.endswith("\n") else text + "\n" if text else "")), values)
    return changed if _read(changed) == values else "".join(_line(key, value) for key, value in values.items())


def _changed(found: list[Part], values: Mapping[str, Any]) -> str:
    lines, left = list[str](), {key: value for key, value in values.items() if key not in {part.key for part in found}}
    for part in found:
        if part.key in values:
            same = _read(part.text) == {part.key: values[part.key]}
            lines.append(part.text if same else _line(part.key, values[part.key], _behind(part)))
        elif not part.key:
            lines.append(part.text)
            off = _OFF.match(part.text)
            if off and off[1] in left:
                lines.append(_line(off[1], left.pop(off[1])))
    return "".join(lines + [_line(key, value) for key, value in left.items()])


def without_values(text: str, keys: Collection[str], hidden: Collection[str]) -> str:
    """The file without the comments in which one of `keys` is given a value or one of the texts `hidden` stands."""
    def tells(part: Part) -> bool:
        off = _OFF.match(part.text)
        given = off is not None and off[1] in keys and part.text[off.end():].strip() not in ('""', "")
        return given or any(each in part.text for each in hidden)

    return "".join(part.text for part in parts(text) if part.key or not tells(part))


def _read(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _line(key: str, value: Any, behind: str = "") -> str:
    return f"{key} = {json.dumps(value, ensure_ascii=False)}{behind}\n".replace("\x7f", "\\u007f")


def _behind(part: Part) -> str:
    """The comment behind a value, with the blanks before it."""
    last = part.text.rstrip("\n").rpartition("\n")[2]
    head = part.text.rstrip("\n")[: len(part.text.rstrip("\n")) - len(last)]
    for place in (place for place, sign in enumerate(last) if sign == "#"):
        if _read(head + last[:place]) == _read(part.text):
            blanks = len(last[:place]) - len(last[:place].rstrip())
            return last[place - blanks:].rstrip()
    return ""
