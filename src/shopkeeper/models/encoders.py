"""Which encoder of a shop is meant: the one that was promoted, or the one whose vectors an index holds."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np

from ..shop import InvalidFile, Language
from .active import Active
from .encoder import Encoder, OnnxEncoder, Space, Vectors, fingerprint, load_encoder
from .versions import Version, Versions

log = logging.getLogger(__name__)


class Encoders(Protocol):
    """The encoders of a shop. After another was promoted the index still holds vectors of the one before, until it is built
    anew; searches use the encoder of the index, builds the promoted one."""

    def active(self) -> Encoder:
        """The one that was promoted, which the next build of an index uses."""

    def of(self, space: Space | None) -> Encoder:
        """The one whose vectors lie in a space; None: there are none yet, the promoted one."""


class OneEncoder:
    """A shop with one encoder for good."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def active(self) -> Encoder:
        """It."""
        return self._encoder

    def of(self, space: Space | None) -> Encoder:
        """It, or words alone for vectors that another made."""
        return self._encoder if space is None or space.encoder == self._encoder.fingerprint else WordsOnly(space)


class WordsOnly:
    """Stands in for an encoder that is gone, such as the shipped one before an upgrade: it understands no language, so search goes
    by words until the index is built anew."""

    languages: tuple[Language, ...] = ()
    related = 1.0

    def __init__(self, space: Space) -> None:
        self.fingerprint, self.dimensions = space

    def encode(self, texts: Sequence[str]) -> Vectors:
        """float32[n, d] of zeros, near to nothing."""
        return np.zeros((len(texts), self.dimensions), np.float32)


class ShopEncoders:
    """The encoders among the versions of a shop, the shipped one included; each is read when it is first asked for."""

    def __init__(self, versions: Versions) -> None:
        self._versions = versions
        self._active: Active[OnnxEncoder, None] = Active(versions, load_encoder, None)
        self._lock = threading.Lock()
        self._serving: Encoder | None = None

    def active(self) -> OnnxEncoder:
        """See `Encoders.active`; `InvalidFile` when none can be read, not even the shipped one."""
        encoder = self._active()
        if encoder is None:
            raise InvalidFile(f"{self._versions.folder}: no encoder can be read here; reinstall the package shopkeeper")
        return encoder

    def of(self, space: Space | None) -> Encoder:
        """See `Encoders.of`; `WordsOnly` for a space of none of the versions."""
        if space is None:
            return self.active()
        if not _makes(serving := self._serving, space):
            with self._lock:
                if not _makes(serving := self._serving, space):
                    serving = self._serving = self._find(space)
        assert serving is not None
        return serving

    def _find(self, space: Space) -> Encoder:
        active = self.active()
        if _makes(active, space):
            return active
        found = next(self._with(space), None)
        if found is None:
            log.warning("the index is of an encoder that is not here; search goes by words until `shopkeeper index` has run")
            return WordsOnly(space)
        return load_encoder(found.folder)

    def _with(self, space: Space) -> Iterator[Version]:
        for version in self._versions.all():
            try:
                if fingerprint(version.folder) == space.encoder:
                    yield version
            except OSError as error:
                log.error("encoder %s cannot be read: %s", version.name, error)


def _makes(encoder: Encoder | None, space: Space) -> bool:
    return encoder is not None and encoder.fingerprint == space.encoder
