"""Explanations on the command line: the shares of words as bars, and the file with the heat maps."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ...shop import InvalidFile
from .options import LanguageName, flag
from .output import print_table, remark, say

if TYPE_CHECKING:
    from ...models.explain.explanation import Explanation, Reading
    from ...models.explain.writing import Writing

Explain = Annotated[bool, typer.Option("--explain", help="Say what each word adds; with --json also every head's attention.")]
ExplainHtml = Annotated[Path | None, flag("--explain-html", "Write words and attention as heat maps into this HTML file.", "FILE")]
Language = Annotated[LanguageName | None, flag("--language", "Language of that file; default: that of the text.")]
LONGEST, PAIRS = 24, 5  # cells of the longest bar; pairs of words that are named


def as_json(explanation: Explanation | Writing | None) -> dict[str, Any]:
    """What an answer in JSON holds of an explanation."""
    return {"explanation": explanation.to_dict(attention=True)} if explanation else {}


def show(explanation: Explanation) -> None:
    """The words of every text with a bar for what each adds, and the pairs of words that are nearest."""
    for reading in explanation.texts:
        _bars(reading)
    if explanation.alignment is not None:
        _nearest(explanation)


def show_writing(writing: Writing) -> None:
    """Every token that was written with how likely it was, and the words without which it would be less so."""
    rows = [[writing.text[step.start : step.end].strip() or "␣", f"{math.exp(step.logprob):.1%}",
             " · ".join(f"{word} {share:+.2f}" for word, share in writing.reasons(step))] for step in writing.steps]
    say("")
    print_table(["token", "probability", "log-probability from"], rows, right=[1])


def write_html(path: Path, explanation: Explanation | Writing, language: LanguageName | None, outcome: str = "") -> None:
    """The explanation as an HTML file; `InvalidFile` where none can be written."""
    from ...text.language import detect
    from ..web.heat import heat_page

    page = heat_page(explanation, language or detect(explanation.said), outcome)
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise InvalidFile(f"{path}: cannot be written ({error.strerror})") from None
    remark(str(path))


def _bars(reading: Reading) -> None:
    found = reading.attribution
    say(f"\n{reading.text}\n{found.base:+.4f} without any word ({found.method})")
    most = max((abs(share) for _, share in reading.shares), default=0) or 1
    rows = [[f"{share:+.4f}", word, ("█" if share > 0 else "░") * round(LONGEST * abs(share) / most)] for word, share in reading.shares]
    print_table(["adds", "word", ""], rows, right=[0])


def _nearest(explanation: Explanation) -> None:
    assert explanation.alignment is not None
    first, second = explanation.texts
    pairs = [(explanation.alignment[i, j], f"{a} – {b}") for i, (a, _) in enumerate(first.shares) for j, (b, _) in enumerate(second.shares)]
    rows = [[f"{share:+.4f}", pair] for share, pair in sorted(pairs, reverse=True)[:PAIRS]]
    say(f"\n{explanation.alignment.sum():.4f} cosine, most of it between")
    print_table(["adds", "words"], rows, right=[0])
