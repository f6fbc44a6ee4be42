"""An explanation: the texts that a network read, what each word of them adds to its answer, and what it looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from .attributions import Attribution, Numbers, attribute
from .replay import Replay
from .words import Span, owners, without, words

Of = Literal["similarity", "sentiment"]


@dataclass(frozen=True)
class Reading:
    """One text as the network read it, up to its limit: its words, what each adds (`attribution`), and the replay; None of a network
    without attention."""

    text: str
    words: tuple[Span, ...]
    attribution: Attribution
    replay: Replay | None

    @property
    def shares(self) -> list[tuple[str, float]]:
        """Each word with what it adds, in the order of the text."""
        return [(self.text[span.start : span.end], float(share))
                for span, share in zip(self.words, self.attribution.shares, strict=True)]

    def to_dict(self) -> dict[str, Any]:
        """`{text, value, base, method, error, words: [{text, start, end, share}]}`."""
        spoken = [{"text": word, "start": span.start, "end": span.end, "share": round(share, 6)}
                  for span, (word, share) in zip(self.words, self.shares, strict=True)]
        found = self.attribution
        return {"text": self.text, "value": round(found.value, 6), "base": round(found.base, 6), "method": found.method,
                "error": round(found.error, 6), "words": spoken}


@dataclass(frozen=True)
class Explanation:
    """Why a number is what it is. `of` "similarity": `value` is the likeness of two texts, and `alignment` float[words of the first
    + 1, of the second + 1] shares the cosine of their vectors out among the pairs of their words, exactly; the last row and
    column are the marks that the network puts around a text. It is None where a vector is not the mean of its tokens'.
    `of` "sentiment": `value` is the log-odds of a positive text."""

    of: Of
    value: float
    texts: tuple[Reading, ...]
    alignment: Numbers | None = None

    @property
    def said(self) -> str:
        """All texts in one."""
        return "\n".join(each.text for each in self.texts)

    def to_dict(self, attention: bool = False) -> dict[str, Any]:
        """`{of, value, texts, alignment}` and, where asked for, `attention`, the replay of each text."""
        out: dict[str, Any] = {"of": self.of, "value": round(self.value, 6), "texts": [each.to_dict() for each in self.texts]}
        if self.alignment is not None:
            out["alignment"] = self.alignment.round(6).tolist()
        if attention:
            out["attention"] = [each.replay.to_dict() for each in self.texts if each.replay]
        return out


def read(text: str, value: Callable[[Sequence[str]], Numbers], replay: Callable[[str], Replay] | None, seed: int = 0) -> Reading:
    """Shares the value of a text out among its words: `value` gives the numbers of texts with words left out. What stands beyond
    the network's limit it has not read, and is left aside."""
    played = replay(text) if replay else None
    text = text[: max(token.end for token in played.tokens)] if played else text
    spans = words(text)

    def of_kept(kept: NDArray[np.bool_]) -> Numbers:
        return value([without(text, spans, row) for row in kept])

    return Reading(text, tuple(spans), attribute(of_kept, len(spans), seed), played)


def judge(text: str, log_odds: Callable[[Sequence[str]], Numbers], replay: Callable[[str], Replay] | None) -> Explanation:
    """Why a classifier says yes or no to a text: what each word adds to the log-odds, log p(yes) - log p(no). Unlike
    probabilities, which hardly move where a classifier is sure, they are what a network adds up. `replay` is None for a network
    without attention."""
    reading = read(text, log_odds, replay)
    return Explanation("sentiment", reading.attribution.value, (reading,))


def align(left: Reading, right: Reading) -> Numbers | None:
    """The cosine of two texts shared out among pairs of their words, float64[words + 1, words + 1]; the sum of all is the cosine.
    None where the vector is not the mean of the tokens', but the first token's alone.

    A text's vector is the mean of its tokens' vectors, so the cosine is a sum over pairs of tokens:
    cos(mean t, mean u) = sum_ij t_i . u_j / (|sum t| |sum u|). A word's share is that of its tokens; tokens of no word, which
    are the marks at start and end, share the last place. A token's vector has taken in its neighbours, so a pair tells where the
    likeness lies in the network's reading, not what a word means alone."""
    if not (left.replay and right.replay and _is_mean(left.replay) and _is_mean(right.replay)):
        return None
    first, second = left.replay.vectors.astype(np.float64), right.replay.vectors.astype(np.float64)
    length = np.linalg.norm(first.sum(0)) * np.linalg.norm(second.sum(0))
    return _of_words(left.words, left.replay) @ (first @ second.T / length) @ _of_words(right.words, right.replay).T


def _is_mean(replay: Replay) -> bool:
    mean = replay.vectors.mean(0)
    return bool(np.allclose(mean / np.linalg.norm(mean), replay.output, atol=1e-3))


def _of_words(spans: Sequence[Span], replay: Replay) -> Numbers:
    """float64[words + 1, tokens]: 1 where a token belongs to a word; what belongs to none is in the last row."""
    owner = owners(spans, [Span(token.start, token.end) for token in replay.tokens])
    places = len(spans) + 1
    belongs: Numbers = (np.arange(places)[:, None] == owner % places).astype(np.float64)
    return belongs
