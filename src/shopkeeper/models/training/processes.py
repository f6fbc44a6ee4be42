"""One training in several processes, each on its share of a batch: `torchrun --nproc-per-node N -m shopkeeper train …`.

Started without torchrun there is one process, and every function here does nothing. Needs torch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import torch
import torch.distributed as dist
from torch import Tensor


@contextmanager
def together(device: torch.device) -> Iterator[None]:
    """Joins the processes that torchrun started, until the block ends."""
    if not dist.is_torchelastic_launched() or dist.is_initialized():
        yield
        return
    dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
    if device.type == "cuda":
        torch.cuda.set_device(dist.get_node_local_rank())  # each process its own
    try:
        yield
    finally:
        dist.destroy_process_group()


def rank() -> int:
    """Which process this is, from 0 on; the first one writes files and speaks."""
    return dist.get_rank() if dist.is_initialized() else 0


def count() -> int:
    """How many processes train together."""
    return dist.get_world_size() if dist.is_initialized() else 1


def wait() -> None:
    """Until all processes have come here."""
    if dist.is_initialized():
        dist.barrier()


def add_up(tensors: Iterable[Tensor]) -> None:
    """Replaces each tensor by its sum over all processes, in one exchange."""
    parts = list(tensors)
    if not dist.is_initialized() or not parts:
        return
    flat = torch.cat([part.flatten() for part in parts])
    dist.all_reduce(flat)
    for part, whole in zip(parts, flat.split([part.numel() for part in parts]), strict=True):
        part.copy_(whole.view_as(part))
