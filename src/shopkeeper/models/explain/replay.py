"""What a network did with one text: its tokens, their vectors, the attention of every head. ONNX Runtime, no torch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...shop import InvalidQuery
from ..runtime import session

FILE, TOKENS = "attention.onnx", "tokens.onnx"
VECTORS, ATTENTION = "token_vectors", "attention"
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Token:
    """One token that a network read: its text, and where in the whole text it stands; a special one (start, end) stands nowhere,
    `start == end`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Replay:
    """One text through a network: its tokens, `output` (float[d] of an encoder, logits of a classifier), the last layer's token
    `vectors` float[tokens, d] and `attention` float[layers, heads, tokens, tokens]; a row is the token that looks, its
    columns, which sum to 1, are those that it looks at."""

    tokens: tuple[Token, ...]
    output: Floats
    vectors: Floats
    attention: Floats

    def to_dict(self) -> dict[str, Any]:
        """`{tokens, layers}`: the tokens' texts, and the probabilities `[layer][head][from][to]`."""
        return {"tokens": [token.text for token in self.tokens],
                "layers": [[[[round(share, 4) for share in row] for row in head] for head in layer] for layer in self.attention.tolist()]}


class Replayer:
    """Runs the network of a folder of model.onnx, attention.onnx and tokenizer.json and shows what is inside.

    It holds the network once more in memory, apart from the one that serves, which is not slowed."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        if not (folder / FILE).exists():
            raise InvalidQuery(f"{folder}: this model holds no {FILE}, so its attention cannot be shown; it must be exported anew")
        joined = (folder / "model.onnx").read_bytes() + (folder / FILE).read_bytes()  # one graph, see `graph`
        self._session: Any = session(joined)
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))

    def replay(self, text: str, prefix: str = "") -> Replay:
        """One text after the prefix that the model wants before it, cut at the model's limit; tokens of the prefix count as
        special ones."""
        encoded = self._tokenizer.encode(prefix + text)
        ids = np.array([encoded.ids], np.int64)
        output = self._session.get_outputs()[0].name
        found = self._session.run([output, VECTORS, ATTENTION], {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        tokens = tuple(_token(name, text, start - len(prefix), end - len(prefix))
                       for name, (start, end) in zip(encoded.tokens, encoded.offsets, strict=True))
        return Replay(tokens, found[0][0], found[1][0], found[2])


def _token(name: str, text: str, start: int, end: int) -> Token:
    return Token(text[max(start, 0) : end], max(start, 0), end) if end > max(start, 0) else Token(name, 0, 0)


@lru_cache(maxsize=2)
def replayer(folder: Path) -> Replayer:
    """The network of a folder, kept for the next question. A version's folder never changes."""
    return Replayer(folder)
