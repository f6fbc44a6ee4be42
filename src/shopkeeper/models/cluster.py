"""Models on many machines: batches of work on a Ray cluster.

A model travels by content: the bytes of its folder are put into the cluster once, each worker writes them
down, loads the model and keeps it. Machines of the cluster share no disk with this one; they need
Shopkeeper's extra `[cluster]` in the same version. Ray itself runs a task again whose worker or machine died.
"""

from __future__ import annotations

import hashlib
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..shop import ShopkeeperError
from .encoder import OnnxEncoder, Vectors
from .language.batch import Outcome, Request, answer
from .language.llama import LlamaModel
from .language.protocol import LanguageModel

Load = Callable[[Path], Callable[[Any], Any]]  # a model's folder to what a worker does with one part of the work
Files = Mapping[str, NDArray[np.uint8]]  # the bytes of each file of a folder by its path in there

LOCAL = "local"
_ADDRESS = re.compile(rf"{LOCAL}|auto|(ray://)?[^/\s]+:\d+")
ANSWER_S = 60.0  # until a cluster has answered; behind ray:// it starts a process first
PATIENCE_S = 300.0  # that a cluster may be without any processor, as while its machines are being replaced
AHEAD = 2  # parts in flight for each processor: one that runs, one that waits
RETRIES = 5  # of a part whose worker or machine died; beyond, the part itself is what kills workers
PART = 32  # texts: some tenths of a second of work, so that no processor waits long for the last part of a batch

# Ray's own attempt at an address where nothing answers lasts two minutes or longer, and cannot be interrupted.
_PROBE = """
import sys, ray
try:
    ray.init(address=sys.argv[1], logging_level="ERROR", log_to_driver=False)
except Exception as error:
    sys.exit(" ".join(str(error).split()))
"""


class ClusterError(ShopkeeperError):
    """A cluster that does not answer, lacks something, or cannot do the work."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A model's folder in the cluster: the hash of its content, and Ray's reference to its files."""

    content: str
    files: Any


class Cluster:
    """A connection to the Ray cluster at `address`: `local` starts one on this machine for as long as this object is open;
    `auto` is the one that runs here, `host:6379` and `ray://host:10001` are others. To those Ray's token is sent only where
    `RAY_AUTH_MODE` is `token`.

    Raises `ClusterError` without Ray, for what is no address, and where nothing answers within `timeout` seconds. One process
    has one connection.
    """

    def __init__(self, address: str, timeout: float = ANSWER_S) -> None:
        if not _ADDRESS.fullmatch(address):
            raise ClusterError(f"Ray at {address}: expected host:6379, ray://host:10001, auto or local")
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is reported to anybody
        os.environ.setdefault("RAY_IGNORE_UNHANDLED_ERRORS", "1")  # of parts whose answer nobody waits for any more
        try:
            import ray
        except ImportError:
            raise ClusterError("Ray is not installed; it comes with: pip install 'shopkeeper[cluster]'") from None
        if ray.is_initialized():
            raise ClusterError("this process is connected to a Ray cluster already; close that connection first")
        if address != LOCAL:
            _probe(address, timeout)
        options = {"include_dashboard": False} if address == LOCAL else {}
        try:
            ray.init(address=address, logging_level="ERROR", log_to_driver=False, **options)
        except (OSError, RuntimeError, ValueError) as error:
            raise ClusterError(f"Ray at {address}: {' '.join(str(error).split())}") from error
        self.address, self._ray = address, ray
        self._task = ray.remote(num_cpus=1, max_retries=RETRIES)(_work)

    @property
    def processors(self) -> int:
        """Processor cores of the cluster now; machines come and go."""
        return int(self._ray.cluster_resources().get("CPU", 0))

    def put(self, model: Path) -> Sent:
        """Sends a model's folder, or its only file, to the cluster."""
        folder, paths = (model.parent, [model]) if model.is_file() else (model, sorted(model.rglob("*")))
        files = {str(path.relative_to(folder)): np.fromfile(path, np.uint8) for path in paths if path.is_file()}
        digest = hashlib.blake2b(digest_size=16)
        for name, data in files.items():
            digest.update(f"{name}\n{data.size}\n".encode())
            digest.update(data.data)
        return Sent(digest.hexdigest(), self._ray.put(files))

    def map(self, load: Load, model: Sent, parts: Iterable[Any]) -> Iterator[Any]:
        """What the function that `load(folder)` answers makes of each of `parts`, in their order. `load` is a function of a module.

        No more than two parts a processor are in flight, and `parts` is read only as far as that. `ClusterError` where a part
        fails, or kills its worker more than `RETRIES` times, and where there is no processor for `PATIENCE_S`. Parts that are in
        flight then are not cancelled (which can end this process, as of Ray 2.60); what they answer is dropped.
        """
        here, rest = versions(), iter(parts)
        flying: deque[Any] = deque()
        while True:
            room = AHEAD * max(1, self.processors) - len(flying)
            flying += [self._task.remote(load, model.content, model.files, here, part) for part in islice(rest, max(0, room))]
            if not flying:
                return
            yield self._answer(flying.popleft())

    def _answer(self, task: Any) -> Any:
        failures = self._ray.exceptions
        try:
            self._wait(task)
            return self._ray.get(task)
        except failures.RayTaskError as error:
            raise ClusterError(f"Ray at {self.address}: {_sentence(error.cause)}") from error
        except (failures.RayError, ConnectionError) as error:
            raise ClusterError(f"Ray at {self.address}: {_sentence(error)}; what was done so far is kept") from error

    def _wait(self, task: Any) -> None:
        alive = time.monotonic()
        while not self._ray.wait([task], timeout=1)[0]:
            alive = time.monotonic() if self.processors else alive
            if time.monotonic() - alive > PATIENCE_S:
                raise ClusterError(f"Ray at {self.address}: no machine with a processor is left; what was done so far is kept")

    def close(self) -> None:
        """Ends the connection, and a cluster that was started for it."""
        self._ray.shutdown()


class RayEncoder:
    """An encoder whose texts are encoded on a cluster: the same vectors, as each text is encoded by itself."""

    def __init__(self, encoder: OnnxEncoder, cluster: Cluster) -> None:
        self.fingerprint, self.dimensions, self.languages = encoder.fingerprint, encoder.dimensions, encoder.languages
        self.related, self._cluster = encoder.related, cluster
        self._model = cluster.put(encoder.folder)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """float32[n, d], as `Encoder.encode`; `ClusterError` where the cluster cannot."""
        parts = list(self.encode_each(texts[start : start + PART] for start in range(0, len(texts), PART)))
        return np.concatenate(parts) if parts else np.zeros((0, self.dimensions), np.float32)

    def encode_each(self, parts: Iterable[Sequence[str]]) -> Iterator[Vectors]:
        """The vectors of each part in order, as soon as they are there."""
        return self._cluster.map(load_encode, self._model, parts)


def load_encode(folder: Path) -> Callable[[Sequence[str]], Vectors]:
    """A worker's encoder. It takes one text after another: a worker has one processor."""
    encoder = OnnxEncoder(folder)
    return lambda texts: np.concatenate([encoder.encode([text]) for text in texts])


def generate_on(cluster: Cluster, model: LanguageModel, requests: Iterable[Request]) -> Iterator[Outcome]:
    """What `generate_many` answers, by workers that each have the model's GGUF file; `ClusterError` where it is a server."""
    if not isinstance(model, LlamaModel):
        raise ClusterError(f"the language model {model.name} is a server; a cluster runs a model from a GGUF file only")
    answers: Iterator[Outcome] = cluster.map(load_answer, cluster.put(model.path), requests)
    return answers


def load_answer(folder: Path) -> Callable[[Request], Outcome]:
    """A worker's language model, from the GGUF file in the folder. It keeps to one processor."""
    return partial(answer, LlamaModel(next(folder.glob("*.gguf")), threads=1))


def versions() -> str:
    """What must be the same everywhere for the same answers."""
    return ", ".join(f"{package} {version(package)}" for package in ("shopkeeper", "onnxruntime", "tokenizers", "xllamacpp"))


def _probe(address: str, timeout: float) -> None:
    try:
        done = subprocess.run([sys.executable, "-c", _PROBE, address], capture_output=True, text=True, timeout=timeout, check=False)
    except subprocess.TimeoutExpired:
        problem = f"Ray at {address}: no answer within {timeout:g} seconds; expected the address of a running cluster"
        raise ClusterError(problem + _about_token(address)) from None
    if done.returncode:
        lines = done.stderr.splitlines() or [f"exit code {done.returncode}"]
        raise ClusterError(f"Ray at {address}: {lines[-1]}{_about_token(address)}")


def _about_token(address: str) -> str:
    """A cluster that asks for a token is silent to those who bring none."""
    return "" if address == "auto" else "; if it asks for Ray's token, set RAY_AUTH_MODE=token"


_loaded: dict[tuple[Load, str], Callable[[Any], Any]] = {}  # of this worker: the model that it used last


def _work(load: Load, content: str, files: Files, expected: str, part: Any) -> Any:
    """Runs in a worker. The files arrive as views of the memory that the workers of a machine share."""
    key = (load, content)
    if key not in _loaded:
        if versions() != expected:
            raise ClusterError(f"{socket.gethostname()} has {versions()}; expected the same as here: {expected}")
        _loaded.clear()
        with tempfile.TemporaryDirectory(prefix="shopkeeper-") as scratch:
            for name, data in files.items():
                path = Path(scratch, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                data.tofile(path)
            _loaded[key] = load(Path(scratch))
    return _loaded[key](part)


def _sentence(error: BaseException) -> str:
    """The first line of an error that says something."""
    return next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
