"""Texts to vectors on ONNX Runtime. No torch."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from ..shop import InvalidFile, Language
from .cache import VectorCache
from .explain.replay import TOKENS, VECTORS, Replay, replayer
from .runtime import session

Vectors = NDArray[np.float32]
EncodeEach = Callable[[Iterable[Sequence[str]]], Iterable[Vectors]]
RELATED = 0.42  # where a model's config.json says no other; for the shipped one, see docs/experiments.md
SHIPPED = Path(__file__).parent / "shipped" / "encoder"


class Space(NamedTuple):
    """Where vectors lie: of which encoder they are, by its fingerprint, and of how many dimensions. Only vectors of one space
    may be compared."""

    encoder: str
    dimensions: int


class Encoder(Protocol):
    """What turns texts into vectors. `fingerprint` changes whenever the same text may get another
    vector, `dimensions` is d, `languages` are those it understands, `related` the cosine from which two
    texts have to do with each other."""

    fingerprint: str
    dimensions: int
    languages: tuple[Language, ...]
    related: float

    def encode(self, texts: Sequence[str]) -> Vectors:
        """float32[n, d], each row of length 1 (a text without content may give zeros)."""


@runtime_checkable
class ReadsQueries(Protocol):
    """An encoder that may read what is looked for otherwise than what it is looked for in."""

    def encode_query(self, text: str) -> Vectors:
        """float32[d] of length 1."""


def encode_query(encoder: Encoder, text: str) -> Vectors:
    """The vector of what is looked for, float32[d]."""
    vector: Vectors = encoder.encode_query(text) if isinstance(encoder, ReadsQueries) else encoder.encode([text])[0]
    return vector


@runtime_checkable
class CountsTokens(Protocol):
    """An encoder that knows how much of a text it reads."""

    def tokens(self, texts: Sequence[str]) -> int:
        """How many tokens it reads of the texts together, those at a text's beginning and end included."""


def tokens_read(encoder: Encoder, texts: Sequence[str]) -> int:
    """How many tokens an encoder reads of the texts together; 0 for one that reads none."""
    return encoder.tokens(texts) if isinstance(encoder, CountsTokens) else 0


class OnnxEncoder:
    """A sentence encoder from a folder of config.json, model.onnx and tokenizer.json.

    Safe to call from several threads; one call uses one core, `encode` of many texts all of them. `layers` is a file of weights in
    place of those of the folder, as `models.sentences.layers` writes it: the same encoder, taught something else, which with the
    tokens.onnx beside them also gives the vectors of a text's tokens.
    """

    def __init__(self, folder: Path, layers: Path | None = None) -> None:
        from tokenizers import Tokenizer

        self.folder = folder
        try:
            config = json.loads((folder / "config.json").read_text())
            more = layers.with_name(TOKENS) if layers else None
            graph = (folder / "model.onnx").read_bytes() + (more.read_bytes() if more and more.exists() else b"")  # see `explain.graph`
            self._session = session(graph, _weights(layers) if layers else None)
            self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:
            raise InvalidFile(f"{folder}: not an encoder's folder (config.json, model.onnx, tokenizer.json): {error}") from error
        self._vector = self._session.get_outputs()[0].name
        self.dimensions: int = config["dimensions"]
        self.max_tokens: int = config.get("max_tokens", 128)
        self.languages: tuple[Language, ...] = tuple(config["languages"])
        self.related: float = config.get("related", RELATED)
        self.query_prefix, self.passage_prefix = _prefixes(config)
        self.fingerprint = fingerprint(folder) + (hashlib.sha256(layers.read_bytes()).hexdigest()[:8] if layers else "")

    def encode(self, texts: Sequence[str]) -> Vectors:
        """float32[n, d], each of length 1; texts are cut at the model's limit and have the model's prefix for passages, if it has one.

        Each text runs by itself: in a batch the range of the int8 activations, and so the vector,
        would depend on the other texts, and on processors a batch is no faster.
        """
        rows = self._each(texts, self._vector)
        return np.concatenate(rows) if rows else np.zeros((0, self.dimensions), np.float32)

    def token_vectors(self, texts: Sequence[str]) -> list[Vectors]:
        """float32[tokens, d] of each text, cut and prefixed as `encode` does; needs a tokens.onnx beside the layers."""
        return [each[0] for each in self._each(texts, VECTORS)]

    def encode_query(self, text: str) -> Vectors:
        """float32[d] of what is looked for, after the model's prefix for queries."""
        vector: Vectors = self._one(self.query_prefix + text, self._vector)[0]
        return vector

    def tokens(self, texts: Sequence[str]) -> int:
        """How many tokens `encode` reads of the texts together: what is cut off is not counted, the model's prefix is."""
        return sum(len(self._tokenizer.encode(self.passage_prefix + text).ids) for text in texts)

    def rank(self, word: str) -> int | None:
        """The place of a word in the vocabulary, in which common ones stand first; None for what is no whole word there."""
        place: int | None = self._tokenizer.token_to_id(word)
        return place

    def replay(self, text: str) -> Replay:
        """One text with its tokens, their vectors and the attention of every head; `InvalidQuery` where the model's folder
        holds no attention.onnx."""
        return replayer(self.folder).replay(text, self.passage_prefix)

    def _each(self, texts: Sequence[str], output: str) -> list[Vectors]:
        if len(texts) == 1:
            return [self._one(self.passage_prefix + texts[0], output)]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return list(pool.map(lambda text: self._one(self.passage_prefix + text, output), texts))

    def _one(self, text: str, output: str) -> Vectors:
        ids = np.array([self._tokenizer.encode(text).ids], np.int64)
        vectors: Vectors = self._session.run([output], {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0]
        return vectors


def _weights(layers: Path) -> dict[str, NDArray[Any]]:
    """The weights in a file, by their names in the graph."""
    with np.load(layers) as kept:
        return {name: kept[name] for name in kept.files}


def shipped_ranks() -> Callable[[str], int | None]:
    """`OnnxEncoder.rank` of the shipped encoder, for a shop with another: not in every vocabulary do common words stand first."""
    from tokenizers import Tokenizer

    place: Callable[[str], int | None] = Tokenizer.from_file(str(SHIPPED / "tokenizer.json")).token_to_id
    return place


def space_of(encoder: Encoder) -> Space:
    """Where this encoder's vectors lie."""
    return Space(encoder.fingerprint, encoder.dimensions)


def fingerprint(folder: Path) -> str:
    """`Encoder.fingerprint` of the encoder in a folder."""
    digest = hashlib.blake2b(digest_size=8)
    for name in ("model.onnx", "tokenizer.json"):
        with (folder / name).open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    if wanted := [prefix for prefix in _prefixes(json.loads((folder / "config.json").read_text())) if prefix]:
        digest.update("\n".join(wanted).encode())
    return digest.hexdigest()


def _prefixes(config: Mapping[str, Any]) -> tuple[str, str]:
    return config.get("query_prefix", ""), config.get("passage_prefix", "")


def load_encoder(folder: Path | None = None) -> OnnxEncoder:
    """The encoder in `folder`, by default the one that is shipped, which is read once for all shops of a process."""
    return OnnxEncoder(folder) if folder and folder != SHIPPED else _shipped(SHIPPED)


@cache
def _shipped(folder: Path) -> OnnxEncoder:
    return OnnxEncoder(folder)


class CachedEncoder:
    """An encoder that never encodes a text twice: vectors are kept on disk by content hash.

    `encode` saves after every `chunk` texts, so that an interrupted run goes on where it stopped.
    `encode_each` gives the vectors of each chunk in order; by default they are encoded one after another.
    """

    def __init__(self, encoder: Encoder, cache: VectorCache, encode_each: EncodeEach | None = None, chunk: int = 256) -> None:
        self._encode_each, self._cache, self.chunk = encode_each or partial(map, encoder.encode), cache, chunk
        self.fingerprint, self.dimensions, self.languages = encoder.fingerprint, encoder.dimensions, encoder.languages
        self.related, self.encoded = encoder.related, 0

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """float32[n, d]; `progress` is told how many texts are done."""
        keys = [hashlib.blake2b(f"{self.fingerprint}\n{text}".encode(), digest_size=16).digest() for text in texts]
        out = np.zeros((len(texts), self.dimensions), np.float32)
        known = self._cache.get(keys)
        missing: dict[bytes, list[int]] = {}
        for i, key in enumerate(keys):
            if key in known:
                out[i] = known[key]
            else:
                missing.setdefault(key, []).append(i)
        done = len(texts) - sum(map(len, missing.values()))
        todo = list(missing)
        parts = [todo[start : start + self.chunk] for start in range(0, len(todo), self.chunk)]
        encoded = self._encode_each([texts[missing[key][0]] for key in part] for part in parts)
        for part, vectors in zip(parts, encoded, strict=True):
            self._cache.put(dict(zip(part, vectors, strict=True)))
            for key, vector in zip(part, vectors, strict=True):
                out[missing[key]] = vector
                done += len(missing[key])
            self.encoded += len(part)
            if progress:
                progress(done)
        return out

