"""Reads the weights of a model from safetensors files as numpy arrays.

The format: 8 bytes with the length of a JSON header, the header with type, shape and place of each tensor, the numbers.
https://github.com/huggingface/safetensors (README, Format)
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...shop import InvalidFile

_TYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2"}


def tensors(folder: Path) -> Iterator[tuple[str, NDArray[Any]]]:
    """Name and weights of each tensor in the `*.safetensors` of a folder, mapped from the file; bfloat16 comes as float32."""
    paths = sorted(folder.glob("*.safetensors"))
    if not paths:
        raise InvalidFile(f"{folder}: expected the weights of a model, model.safetensors")
    for path in paths:
        yield from _read(path)


def _read(path: Path) -> Iterator[tuple[str, NDArray[Any]]]:
    data = np.memmap(path, np.uint8, "r")
    try:
        start = 8 + int.from_bytes(data[:8].tobytes(), "little")
        header: dict[str, Any] = json.loads(data[8:start].tobytes())
    except ValueError:
        raise InvalidFile(f"{path}: expected a safetensors file") from None
    header.pop("__metadata__", None)
    for name, about in header.items():
        if about["dtype"] not in _TYPES:
            raise InvalidFile(f"{path}, {name}: expected numbers of the type {', '.join(_TYPES)}, got {about['dtype']}")
        begin, end = about["data_offsets"]
        yield name, _numbers(data[start + begin:start + end], about["dtype"]).reshape(about["shape"])


def _numbers(data: NDArray[np.uint8], kind: str) -> NDArray[Any]:
    numbers = np.frombuffer(data.tobytes(), _TYPES[kind])
    if kind == "BF16":  # the upper half of a float32
        return (numbers.astype(np.uint32) << 16).view(np.float32)
    return numbers
