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


def heat_page(explanation: Explanation, language: Language, outcome: str = "") -> str:
    """The file's text, in one of the two languages; `outcome` is the answer in the shop's words, such as "positive, 97 %"."""

    def ui(key: str, **more: Any) -> str:
        return strings.text(key, language, **more)

    value = _number(explanation.value)
    title, meaning, note = (ui(key, value=value) for key in _SENTENCES[explanation.of])
    return environment().get_template("heat.html").render(
        language=language, ui=ui, title=title, outcome=outcome or value, meaning=meaning, note=note, value=value,
        texts=[{"parts": _parts(each), "sum": _sum(each.attribution, ui)} for each in explanation.texts],
        pairs=_pairs(explanation), maps=[_maps(each.replay) for each in explanation.texts],
    )


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
    return {"tokens": [token.text for token in replay.tokens], "marks": [token.start == token.end for token in replay.tokens],
            "layers": layers, "heads": heads, "attention": _bytes(replay.attention), "rollout": _bytes(rollout(replay.attention))}


def _bytes(shares: NDArray[np.float32]) -> str:
    return base64.b64encode((255 * np.sqrt(shares)).round().astype(np.uint8).tobytes()).decode("ascii")
