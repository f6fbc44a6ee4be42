"""Why a language model wrote what it wrote: how much less likely each token is without each word before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ...shop import InvalidQuery
from ..tokenizer import as_data, load
from .attributions import Numbers
from .llama import Ids, Llama, llama
from .replay import Replay, Token
from .words import Span, joined, owners, words

LONGEST = 256  # tokens of prompt and answer
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Step:
    """A token that was written (or those that make up characters together), `text[start:end]`: the logarithm of its probability, and
    `shares` float64[words], how much of that it loses without each word; 0 for those that come later."""

    start: int
    end: int
    logprob: float
    shares: Numbers


@dataclass(frozen=True)
class Writing:
    """A prompt and what was written after it, `text[prompt:]`: its `words`, the `steps` of the writing and the replay of the network."""

    text: str
    prompt: int
    words: tuple[Span, ...]
    steps: tuple[Step, ...]
    replay: Replay

    @property
    def said(self) -> str:
        """Prompt and answer."""
        return self.text

    def reasons(self, step: Step, most: int = 3) -> list[tuple[str, float]]:
        """The words without which the token would be least likely, with their shares, the weightiest first."""
        best = [int(place) for place in np.argsort(-step.shares, kind="stable")[:most] if step.shares[place] > 0]
        return [(self.text[self.words[place].start : self.words[place].end], float(step.shares[place])) for place in best]

    def to_dict(self, attention: bool = False) -> dict[str, Any]:
        """`{text, prompt, words, tokens: [{text, start, end, logprob, shares}]}`, a share for each of `words`; where asked for
        `attention`, as of an `Explanation`."""
        spoken = [{"text": self.text[span.start : span.end], "start": span.start, "end": span.end} for span in self.words]
        tokens = [{"text": self.text[step.start : step.end], "start": step.start, "end": step.end, "logprob": round(step.logprob, 6),
                   "shares": step.shares.round(6).tolist()} for step in self.steps]
        out: dict[str, Any] = {"text": self.text, "prompt": self.prompt, "method": "occlusion", "words": spoken, "tokens": tokens}
        return out | {"attention": [self.replay.to_dict()]} if attention else out


def explain_writing(folder: Path, prompt: str, written: str, progress: Progress | None = None) -> Writing:
    """Leaves each word of the prompt and of what was written out once (occlusion, Zeiler & Fergus 2014) and asks the model of the
    folder how likely each token written after it then is. `progress` is told how many words are done, of how many.

    `InvalidQuery` for more than `LONGEST` tokens or nothing written, `InvalidFile` for a folder without the weights."""
    tokens, ids, first = _tokens(folder, prompt, written)
    if first == len(ids):
        raise InvalidQuery("explain: expected a written text, got none")
    if len(ids) > LONGEST:
        raise InvalidQuery(f"explain: expected at most {LONGEST} tokens of prompt and answer together, got {len(ids)}")
    model, text = llama(folder), prompt + written
    places = [Span(token.start, token.end) for token in tokens]
    spans = joined(words(text), places)
    owner = owners(spans, places)
    seen = model(ids)
    before = _logprobs(seen.logits, ids)
    losses = np.zeros((len(ids), len(spans)))
    for word in range(len(spans)):
        losses[:, word] = _losses(model, ids, owner == word, before)
        if progress:
            progress(word + 1, len(spans))
    replay = Replay(tokens, seen.logits[-1], seen.vectors, seen.attention)
    return Writing(text, len(prompt), tuple(spans), tuple(_steps(tokens, first, before, losses)), replay)


def _tokens(folder: Path, prompt: str, written: str) -> tuple[tuple[Token, ...], Ids, int]:
    """The tokens of both with their places in the whole text, their ids, and which is the first written."""
    tokenizer = as_data(load(folder))
    asked, answered = tokenizer.encode(prompt), tokenizer.encode(written, add_special_tokens=False)
    places = [*asked.offsets, *((start + len(prompt), end + len(prompt)) for start, end in answered.offsets)]
    names, text = [*asked.tokens, *answered.tokens], prompt + written
    tokens = tuple(Token(text[start:end] or name, start, end) for name, (start, end) in zip(names, places, strict=True))
    return tokens, np.array([*asked.ids, *answered.ids], np.int64), len(asked.ids)


def _logprobs(logits: Any, ids: Ids) -> Numbers:
    """float64[N]: of each token after those before it; 0 for the first, which nothing comes before."""
    scores = logits[:-1].astype(np.float64)
    highest = scores.max(-1, keepdims=True)
    found = scores[np.arange(len(scores)), ids[1:]] - highest[:, 0] - np.log(np.exp(scores - highest).sum(-1))
    return np.concatenate([[0.0], found])


def _losses(model: Llama, ids: Ids, left_out: Any, before: Numbers) -> Numbers:
    """float64[N]: what the tokens after a word lose when its tokens are left out."""
    losses = np.zeros(len(ids))
    places = np.flatnonzero(left_out)
    if len(places) and places[-1] + 1 < len(ids):
        kept = ids[~left_out]
        later = np.arange(max(places[-1], len(places)) + 1, len(ids))  # the first token of all has no probability
        losses[later] = before[later] - _logprobs(model(kept).logits, kept)[later - len(places)]
    return losses


def _steps(tokens: tuple[Token, ...], first: int, logprobs: Numbers, losses: Numbers) -> list[Step]:
    """Tokens that share a character, bytes of which they are, are one step: its probability is the product of theirs."""
    steps: list[Step] = []
    for place in range(first, len(tokens)):
        token = tokens[place]
        step = Step(token.start, token.end, float(logprobs[place]), losses[place])
        if steps and step.start < steps[-1].end:
            last = steps.pop()
            step = Step(last.start, max(last.end, step.end), last.logprob + step.logprob, last.shares + step.shares)
        steps.append(step)
    return steps
