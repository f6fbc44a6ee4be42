"""Where a network is trained: which device, in which numbers, and how fast that can be at most. Needs torch."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import torch

from ...shop import InvalidQuery
from .options import AUTO

_SIDES = {"cuda": 8192}  # of the square matrices that are multiplied to see how fast a device is
_SIDE = 1024  # of those on a processor
_TRIES = 5


def pick(name: str) -> torch.device:
    """The device of this name, of "auto" the first GPU or else the processor; `InvalidQuery` when it is not there."""
    gpu = torch.cuda.is_available()
    if name == AUTO:
        return torch.device("cuda" if gpu else "cpu")
    try:
        device = torch.device(name)
    except RuntimeError:
        raise InvalidQuery(f"--device: expected cpu, cuda, cuda:1 … or auto, got {name!r}") from None
    if device.type == "cuda" and not gpu:
        raise InvalidQuery("--device: this machine has no CUDA device that torch can use")
    return device


def has_bf16(device: torch.device) -> bool:
    """Whether the device multiplies bfloat16 in hardware, at about half the cost of float32 or less."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported())
    abilities = torch.cpu.get_capabilities() if device.type == "cpu" else {}
    return bool(abilities.get("amx_bf16") or abilities.get("avx512_bf16"))


def autocast(device: torch.device) -> torch.autocast:
    """Products in bfloat16 where the device has it, weights and sums in float32 (Micikevicius et al. 2018)."""
    return torch.autocast(device.type, torch.bfloat16, enabled=has_bf16(device))


def peak(device: torch.device) -> float:
    """Operations a second that a large matrix product reaches here, in the numbers that `autocast` takes."""
    kind = torch.bfloat16 if has_bf16(device) else torch.float32
    side = _SIDES.get(device.type, _SIDE)
    a = torch.randn(side, side, device=device).to(kind)

    def product() -> None:
        torch.mm(a, a)
        if device.type == "cuda":
            torch.cuda.synchronize()

    product()
    return 2 * side**3 / min(_seconds(product) for _ in range(_TRIES))


def _seconds(work: Callable[[], None]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started
