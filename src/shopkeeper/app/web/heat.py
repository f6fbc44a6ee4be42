"""An explanation as one HTML file that needs nothing beside it: words in the colour of their share, and maps of attention."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...models.explain.attention import rollout
from ...models.explain.attributions import Attribution
from ...models.explain.explanation import Explanation, Reading
from ...models.explain.replay import Replay
from ...models.explain.words import Span, owners
from ...models.explain.writing import Writing
from ...shop import Language
from . import strings
from .render import environment

# of: title, what the value is, what a word's share is
_SENTENCES = {
    "similarity": ("heat_similarity", "heat_value_similarity", "heat_words_similarity"),
    "sentiment": ("heat_sentiment", "heat_value_sentiment", "heat_words_sentiment"),
}
ROUNDING = 0.005  # a likeness that differs more from the cosine is not only that
STRONGEST = 0.78  # of the ink behind the word with the greatest share: it must stay readable


def heat_page(explanation: Explanation | Writing, language: Language, outcome: str = "") -> str:
    """The file's text, in one of the two languages; `outcome` is the answer in the shop's words, such as "positive, 97 %"."""

    def ui(key: str, **more: Any) -> str:
        return strings.text(key, language, **more)

    told = _of_writing(explanation, ui) if isinstance(explanation, Writing) else _of_number(explanation, outcome, ui)
    return environment().get_template("heat.html").render(language=language, ui=ui, **told)


def _of_number(explanation: Explanation, outcome: str, ui: Callable[..., str]) -> dict[str, Any]:
    value = _number(explanation.value)
    title, meaning, note = (ui(key, value=value) for key in _SENTENCES[explanation.of])
    return {
        "title": title, "outcome": outcome or value, "meaning": meaning, "note": note, "value": value, "pieces": [], "steps": [],
        "texts": [{"parts": _parts(each), "sum": _sum(each.attribution, ui)} for each in explanation.texts],
        "pairs": _pairs(explanation), "maps": [_maps(each.replay) for each in explanation.texts if each.replay],
    }


def _of_writing(writing: Writing, ui: Callable[..., str]) -> dict[str, Any]:
    steps = [{"logprob": step.logprob, "shares": step.shares.round(4).tolist()} for step in writing.steps]
    return {
        "title": ui("heat_writing"), "outcome": "", "meaning": "", "note": ui("heat_words_writing"), "value": "", "steps": steps,
        "pieces": _pieces(writing), "texts": [], "pairs": None, "maps": [_maps(writing.replay)],
    }


def _pieces(writing: Writing) -> list[dict[str, Any]]:
    """The words of the prompt and the tokens that were written, each with the number of its word and of its step, and what stands
    between them."""
    asked = [(span, None) for span in writing.words if span.end <= writing.prompt]
    found = [*asked, *((Span(step.start, step.end), number) for number, step in enumerate(writing.steps))]
    word_of = owners(writing.words, [span for span, _ in found]).tolist()
    pieces: list[dict[str, Any]] = []
    place = 0
    for (span, step), word in zip(found, word_of, strict=True):
        pieces.append({"text": writing.text[place : span.start], "word": -1, "step": None})
        pieces.append({"text": writing.text[span.start : span.end], "word": word, "step": step})
        place = span.end
    return pieces


def _number(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def _sum(found: Attribution, ui: Callable[..., str]) -> str:
    """How the shares of a text come to its value."""
    key = "heat_sum_occlusion" if found.method == "occlusion" else "heat_sum_shapley"
    told = ui(key, base=_number(found.base), value=_number(found.value))
    return told + " " + ui("heat_error", error=_number(found.error)) if found.error >= ROUNDING else told


def _parts(reading: Reading) -> list[dict[str, Any]]:
    """The text cut into words, each with its share and depth of colour, and the stretches between them without."""
    most = max((abs(share) for _, share in reading.shares), default=0.0) or 1.0
    parts: list[dict[str, Any]] = []
    place = 0
    for span, (word, share) in zip(reading.words, reading.shares, strict=True):
        parts.append({"text": reading.text[place : span.start], "share": None, "depth": 0})
        parts.append({"text": word, "share": share, "depth": round(STRONGEST * 100 * abs(share) / most)})
        place = span.end
    return parts


def _pairs(explanation: Explanation) -> dict[str, Any] | None:
    if explanation.alignment is None:
        return None
    rows, columns = ([word for word, _ in each.shares] for each in explanation.texts)
    values = explanation.alignment
    depth = (100 * STRONGEST * np.abs(values) / (np.abs(values).max() or 1)).round().astype(int)
    return {"rows": rows, "columns": columns, "values": values.tolist(), "depth": depth.tolist(), "sum": float(values.sum()),
            "mixed": abs(float(values.sum()) - explanation.value) > ROUNDING}


def _maps(replay: Replay) -> dict[str, Any]:
    """What the script draws; every probability is one byte, as its square root, so that small ones are still told apart."""
    layers, heads = replay.attention.shape[:2]
    return {"tokens": [token.text.strip() or "␣" for token in replay.tokens],
            "marks": [token.start == token.end for token in replay.tokens], "layers": layers, "heads": heads,
            "attention": _bytes(replay.attention), "rollout": _bytes(rollout(replay.attention))}


def _bytes(shares: NDArray[np.float32]) -> str:
    return base64.b64encode((255 * np.sqrt(shares)).round().astype(np.uint8).tobytes()).decode("ascii")
