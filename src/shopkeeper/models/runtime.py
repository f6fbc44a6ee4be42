"""How a network runs: by ONNX Runtime, on the thread that asks, with the same answer on every processor.

Products of a uint8 and an int8 matrix are exact where a processor has an instruction for them (AVX-512 VNNI, AMX, ARM). With AVX2 alone
ONNX Runtime adds pairs of products in 16 bits, which overflow: a sentence's vector then has a cosine of .99 with what it should be. Two
uint8 matrices it multiplies exactly everywhere. So there the int8 weights of a graph are taken as uint8, all with 128 added, and their zero
points too, which means the same. (Its own option for this, `session.x64quantprecision`, fails where two nodes share a weight, and
forgets weights that were given in place of those of the file.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Weights = Mapping[str, NDArray[Any]]
INT8, UINT8 = 3, 2  # as ONNX numbers its types
GRAPH, INITIALIZER, TYPE, NAME, RAW, DIMS = 7, 5, 2, 8, 9, 1  # fields of onnx.proto: of a model, a graph, and a tensor's

# A graph of one node: c = MatMulInteger(a: uint8[m, k], b: int8[k, n]).
_PRODUCT = (
    b'\x08\x07\x12\x00:b\n\x18\n\x01a\n\x01b\x12\x01c"\rMatMulInteger\x12\x01gZ\x15\n\x01a\x12\x10\n\x0e\x08\x02\x12\n\n\x03\x12\x01m\n\x03\x12\x01k'
    b"Z\x15\n\x01b\x12\x10\n\x0e\x08\x03\x12\n\n\x03\x12\x01k\n\x03\x12\x01nb\x15\n\x01c\x12\x10\n\x0e\x08\x06\x12\n\n\x03\x12\x01m\n\x03\x12\x01nB\x04\n\x00\x10\r"
)


class Field(NamedTuple):
    """A field of a Protocol Buffers message: its number and where its value stands."""

    number: int
    start: int
    end: int


class Session:
    """A network that is ready to run; safe to call from several threads. `run` and `get_outputs` are those of ONNX Runtime."""

    def __init__(self, graph: bytes, weights: Weights) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._kept = {name: onnxruntime.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(value)) for name, value in weights.items()}
        for name, value in self._kept.items():  # which must live as long as the session
            options.add_initializer(name, value)
        session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        self.run, self.get_outputs = session.run, session.get_outputs


def session(graph: Path | bytes, weights: Weights | None = None) -> Session:
    """The network of a graph, with other weights in place of its own of the same names; whatever ONNX Runtime raises where it is none."""
    data = graph.read_bytes() if isinstance(graph, Path) else graph
    weights = weights or {}
    return Session(*(unsigned(data, weights) if overflows() else (data, weights)))


@cache
def overflows() -> bool:
    """Whether products of uint8 and int8 overflow on this processor."""
    left, right = np.full((4, 64), 255, np.uint8), np.full((64, 16), 127, np.int8)
    product = Session(_PRODUCT, {}).run(None, {"a": left, "b": right})[0]
    return bool((product != 64 * 255 * 127).any())


def unsigned(graph: bytes, weights: Weights) -> tuple[bytes, dict[str, NDArray[Any]]]:
    """A graph whose int8 weights are uint8 and mean the same, and what to give in place of weights of it: those of `weights` so changed,
    and the zero points, which are stored in a form that would grow."""
    data, changed = bytearray(graph), dict(weights)
    for tensor in _initializers(data):
        parts = {field.number: field for field in tensor if field.number != DIMS}
        if TYPE not in parts or data[parts[TYPE].start] != INT8:
            continue
        data[parts[TYPE].start] = UINT8
        name = data[slice(*parts[NAME][1:])].decode()
        if RAW in parts:
            raw = np.frombuffer(data, np.uint8)[slice(*parts[RAW][1:])]
            raw ^= 128
        if name in weights:
            changed[name] = _moved(weights[name])
        elif RAW not in parts:
            changed[name] = np.full([_number(data, field.start)[0] for field in tensor if field.number == DIMS], 128, np.uint8)
    return bytes(data), changed


def _moved(weights: NDArray[Any]) -> NDArray[np.uint8]:
    """int8 as uint8, with 128 added."""
    moved: NDArray[np.uint8] = np.ascontiguousarray(weights).view(np.uint8) ^ np.uint8(128)
    return moved


def _initializers(data: bytearray) -> Iterator[list[Field]]:
    """The fields of each tensor that a model's graph holds."""
    for graph in _fields(data, 0, len(data)):
        if graph.number == GRAPH:
            for part in _fields(data, graph.start, graph.end):
                if part.number == INITIALIZER:
                    yield list(_fields(data, part.start, part.end))


def _fields(data: bytearray, start: int, end: int) -> Iterator[Field]:
    """The fields of the message between two places."""
    while start < end:
        key, start = _number(data, start)
        after = start
        match key & 7:
            case 0:
                _, after = _number(data, start)
            case 1:
                after = start + 8
            case 2:
                size, start = _number(data, start)
                after = start + size
            case _:
                after = start + 4
        yield Field(key >> 3, start, after)
        start = after


def _number(data: bytearray, start: int) -> tuple[int, int]:
    """A number in base 128, the lowest digit first, and where it ends."""
    value = shift = 0
    while True:
        digit = data[start]
        value |= (digit & 127) << shift
        start, shift = start + 1, shift + 7
        if digit < 128:
            return value, start
