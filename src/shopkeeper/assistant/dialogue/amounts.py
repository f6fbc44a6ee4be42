"""Small numbers in what a shopper says: which of a list."""

from __future__ import annotations

import re

_WORDS = {
    **{word: n for n, word in enumerate("first second third fourth fifth sixth".split(), 1)}, **{f"{n}{end}": n for n, end in ((1, "st"), (2, "nd"), (3, "rd"), (4, "th"), (5, "th"), (6, "th"))},
}  # fmt: skip
_HAN = {c: n for n, c in enumerate("一二三四五六", 1)}
_ENGLISH = re.compile(rf"\b(?:the )?({'|'.join(_WORDS)})\b(?! name| time| of all| thing)|\b(?:number|option|no\.?|#)\s?(\d)\b|^\W*(\d)\W*$|\b(the last|last one|latter)\b|\b(former)\b")
_CHINESE = re.compile(r"第([一二三四五六\d])(?!次|天)|选([一二三四五六\d])(?!\d)|([一二三四五六\d])号(?!码|电池|楼)|(最后一?个|后一?个|后者)|(前一?个|前者)")


def ordinals(text: str) -> list[int]:
    """Places in a list that a normalised text names, from 1; -1 is the last."""
    found = []
    for match in (*_ENGLISH.finditer(text), *_CHINESE.finditer(text)):
        said = next(group for group in match.groups() if group)
        number = _WORDS.get(said) or _HAN.get(said) or (int(said) if said.isdigit() else 0)
        found.append(number or (1 if said in ("former", "前者") or said.startswith("前") else -1))
    return found
