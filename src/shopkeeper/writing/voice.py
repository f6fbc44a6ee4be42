"""A brand's voice: a page (`brand.md`) of rules, words and a story, which may be cited."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEADING = re.compile(r"^#+\s*(.+?)\s*$")
_ITEM = re.compile(r"^\s*(?:[-*•]|\d+[.)、])\s+")
_SECTIONS = {
    "story": ("story", "about", "who we are", "故事", "关于", "我们是谁"),
    "never": ("never", "avoid", "do not say", "don't say", "不说", "禁用", "避免"),
    "say": ("we say", "words we", "always", "常说", "常用", "爱说"),
    "examples": ("example", "示例", "例子", "范例"),
    "sign_off": ("sign off", "sign-off", "signature", "落款", "署名"),
    "tone": ("tone", "voice", "语气", "风格", "口吻"),
}


@dataclass(frozen=True, slots=True)
class Voice:
    """A page's rules. `story` are its sentences, a record like any other; `never` and `say` words; `examples` texts as the brand writes
    them; `tone` what the page says of its tone; `sign_off` how a reply or an e-mail ends."""

    story: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    say: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    tone: str = ""
    sign_off: str = ""


def read_voice(page: str) -> Voice:
    """A Markdown page by its headings, in either language: Story, Never, We say, Examples, Tone, Sign-off (故事, 不说, 常说, 例子, 语气,
    落款). What stands before any heading belongs to the story."""
    parts: dict[str, list[str]] = {name: [] for name in _SECTIONS}
    section = "story"
    for line in page.splitlines():
        if heading := _HEADING.match(line):
            section = _section(heading[1])
        elif line.strip() and section:
            parts[section].append(_ITEM.sub("", line).strip())
    sentences = [s for line in parts["story"] for s in _sentences(line)]
    return Voice(tuple(sentences), tuple(_words(parts["never"])), tuple(_words(parts["say"])), tuple(parts["examples"]),
                 " ".join(parts["tone"]), " ".join(parts["sign_off"]))


def _section(heading: str) -> str:
    plain = heading.lower()
    return next((name for name, words in _SECTIONS.items() if any(word in plain for word in words)), "story" if plain else "")


def _sentences(line: str) -> list[str]:
    return [s.strip() for s in re.findall(r".+?(?:[。！？!?]+|\.(?=\s|$)|$)", line) if s.strip()]


def _words(lines: list[str]) -> list[str]:
    return [word.strip(" .。\"'“”") for line in lines for word in re.split(r"[,，、;；]", line) if word.strip(" .。\"'“”")]
