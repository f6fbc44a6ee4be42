"""How gradients change weights: AdamW, or Muon for the matrices and AdamW for the rest. Needs torch.

AdamW: Loshchilov and Hutter 2019, weight decay on matrices only. Muon: Jordan et al. 2024 (Muon: An optimizer for hidden layers in
neural networks), steps as long as AdamW's by Liu et al. 2025 (Muon is scalable for LLM training), so that both share one learning
rate. `torch.optim.Muon` does the same, but always in bfloat16, which a processor without it computes a hundred times slower.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from .device import has_bf16
from .options import TrainOptions

BETAS = 0.9, 0.95
MOMENTUM = 0.95
LENGTH = 0.2  # of a step of AdamW in each weight, as a share of the learning rate
ROUNDS = 5
_A, _B, _C = 3.4445, -4.7750, 2.0315  # of the polynomial that brings singular values near 1 in five rounds

Optimisers = Callable[[nn.Module, TrainOptions], list[torch.optim.Optimizer]]


@dataclass(frozen=True, slots=True)
class Way:
    """A way to learn: its optimisers, and which share of the highest learning rate is left at the end."""

    optimisers: Optimisers
    last: float


def adamw(model: nn.Module, options: TrainOptions) -> list[torch.optim.Optimizer]:
    """AdamW for all weights that learn."""
    return [_adamw([p for p in model.parameters() if p.requires_grad], options)]


def muon(model: nn.Module, options: TrainOptions) -> list[torch.optim.Optimizer]:
    """Muon for the matrices of the layers; AdamW for embeddings, which are rows that learn one at a time, and for all else."""
    tables = {id(module.weight) for module in model.modules() if isinstance(module, nn.Embedding)}
    learnt = [p for p in model.parameters() if p.requires_grad]
    matrices = [p for p in learnt if p.ndim == 2 and id(p) not in tables]
    rest = [p for p in learnt if p.ndim != 2 or id(p) in tables]
    return [Muon(matrices, options.lr, options.weight_decay), _adamw(rest, options)]


class Muon(torch.optim.Optimizer):
    """Each step is Nesterov's momentum with all its singular values brought near 1: every direction of a matrix learns alike fast."""

    def __init__(self, matrices: list[nn.Parameter], lr: float, weight_decay: float) -> None:
        super().__init__(matrices, {"lr": lr, "weight_decay": weight_decay})

    def step(self, closure: Any = None) -> None:
        """Changes every matrix by its gradient."""
        with torch.no_grad():
            for group in self.param_groups:
                for p in group["params"]:
                    self._change(p, group["lr"], group["weight_decay"])

    def _change(self, p: nn.Parameter, lr: float, decay: float) -> None:
        momentum: Tensor = self.state[p].setdefault("momentum", torch.zeros_like(p))
        grad = torch.zeros_like(p) if p.grad is None else p.grad
        momentum.lerp_(grad, 1 - MOMENTUM)
        p.mul_(1 - lr * decay)
        p.add_(orthogonal(grad.lerp(momentum, MOMENTUM)), alpha=-lr * LENGTH * math.sqrt(max(p.shape)))


def orthogonal(matrix: Tensor) -> Tensor:
    """U V^T, about, of a matrix U S V^T, by Newton-Schulz rounds: singular values between .7 and 1.2 in place of S."""
    x = matrix.to(torch.bfloat16 if has_bf16(matrix.device) else torch.float32)
    x = x.T if x.shape[0] > x.shape[1] else x
    x = x / x.norm().clamp(min=1e-7)
    for _ in range(ROUNDS):
        squared = x @ x.T
        x = torch.addmm(x, torch.addmm(squared, squared, squared, beta=_B, alpha=_C), x, beta=_A)
    return (x.T if matrix.shape[0] > matrix.shape[1] else x).to(matrix.dtype)


def _adamw(learnt: list[nn.Parameter], options: TrainOptions) -> torch.optim.Optimizer:
    groups = [{"params": [p for p in learnt if p.ndim >= 2], "weight_decay": options.weight_decay},
              {"params": [p for p in learnt if p.ndim < 2], "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=options.lr, betas=BETAS, fused=True)


ADAMW, MUON = Way(adamw, last=0.1), Way(muon, last=0.0)
