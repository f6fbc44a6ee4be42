"""What a training that was stopped needs to go on as if nothing had happened: one file, whole or not there. Needs torch."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import torch

FILE = "checkpoint.pt"


def save(folder: Path, state: dict[str, Any]) -> None:
    """Replaces the checkpoint in `folder` by `state` (tensors, numbers, lists); a kill at any moment leaves the old or the new one."""
    aside = folder / f"{FILE}.part"
    with aside.open("wb") as file:
        torch.save(state, file)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(folder / FILE)


def load(folder: Path) -> dict[str, Any] | None:
    """The last checkpoint of `folder`, None before the first."""
    path = folder / FILE
    if not path.exists():
        return None
    state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    return state
