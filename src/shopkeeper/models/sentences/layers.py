"""Teaches an encoder's layers to tell classes of texts apart, and keeps what changed: a file beside the encoder, a fraction of its size.

The token vectors stay as they are, so that the file holds the layers alone (int8, as the encoder serves) and the texts of the classes
find words that no example had. The vector of a text, the mean of its tokens at length 1, is multiplied by `SHARP` and by a matrix of
classes; soft targets, AdamW, warm-up, linear decay; on a GPU where there is one. Needs the extra `[train]`.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..export import export_encoder
from .recover import recover

SHARP = 16.0  # how far apart the logits of vectors of length 1 may lie
SMOOTH = 0.05  # of each target is spread over all classes
LONGEST = 64  # tokens of a text that are read
BATCH, WARM, CLIP, DROP = 32, 50, 1.0, 0.1


@dataclass(frozen=True, slots=True)
class Head:
    """The logits of a text: its vector (float32[d]) times `weights` float32[d, classes], plus `bias`, in the order of `labels`."""

    labels: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]


Rows = Sequence[tuple[str, tuple[str, ...]]]  # texts with the classes that each says
Tell = Callable[[int, int, float], None]  # steps done, of how many, the loss


def teach(encoder: Path, rows: Rows, target: Path, *, epochs: int = 6, lr: float = 8e-5, seed: int = 0, tell: Tell | None = None) -> Head:
    """Teaches the encoder in the folder `encoder` (as it serves) the classes of `rows`; writes the changed weights to the file `target`."""
    import torch

    from ..training.device import pick

    torch.manual_seed(seed)
    labels = tuple(sorted({label for _, some in rows for label in some}))
    with tempfile.TemporaryDirectory() as scratch:
        base, taught, served = (Path(scratch) / name for name in ("base", "taught", "served"))
        recover(encoder, base)
        model, tokenizer, head = _network(base, len(labels))
        device = pick("auto")
        _fit(model.to(device), head.to(device), tokenizer, rows, labels, epochs, lr, seed, tell)
        model.cpu().save_pretrained(taught)
        tokenizer.save_pretrained(taught)
        export_encoder(str(taught), served)
        kept: Any = changed(encoder / "model.onnx", served / "model.onnx")
        np.savez_compressed(target, **kept)
    weights = head.cpu().weight.detach().numpy().T * SHARP
    return Head(labels, np.asarray(weights, np.float32), np.asarray(head.bias.detach().numpy(), np.float32))


def changed(before: Path, after: Path) -> dict[str, NDArray[Any]]:
    """The weights by which a graph differs from another of the same names, token vectors apart."""
    import onnx

    old, new = (_weights(onnx.load(str(path)).graph.initializer) for path in (before, after))
    return {name: value for name, value in new.items() if name in old and "embeddings." not in name and "places" not in name
            and not np.array_equal(value, old[name])}


def _weights(tensors: Any) -> dict[str, NDArray[Any]]:
    import onnx

    return {each.name: onnx.numpy_helper.to_array(each) for each in tensors}


def _network(base: Path, classes: int) -> tuple[Any, Any, Any]:
    import torch
    from transformers import AutoModel, AutoTokenizer

    model = AutoModel.from_pretrained(base, add_pooling_layer=False)
    for weight in model.embeddings.parameters():
        weight.requires_grad_(False)
    return model, AutoTokenizer.from_pretrained(base), torch.nn.Linear(model.config.hidden_size, classes)


def _fit(
    model: Any, head: Any, tokenizer: Any, rows: Rows, labels: Sequence[str], epochs: int, lr: float, seed: int, tell: Tell | None,
) -> None:
    import torch

    learning = [weight for weight in model.parameters() if weight.requires_grad]
    optimiser = torch.optim.AdamW([{"params": learning, "lr": lr}, {"params": head.parameters(), "lr": 1e-3}], weight_decay=0.01)
    order = [batch for epoch in range(epochs) for batch in _batches(rows, random.Random(f"{seed}/{epoch}"))]
    rate = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: min(1, step / WARM) * max(0.02, 1 - step / len(order)))
    places = {label: i for i, label in enumerate(labels)}
    model.train()
    for step, batch in enumerate(order, 1):
        loss = _loss(model, head, tokenizer, batch, places)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([*learning, *head.parameters()], CLIP)
        optimiser.step()
        rate.step()
        if tell:
            tell(step, len(order), float(loss.detach()))
    model.eval()


def _loss(model: Any, head: Any, tokenizer: Any, batch: Rows, places: dict[str, int]) -> Any:
    import torch

    from ..training.device import autocast

    device = head.weight.device
    read = tokenizer([text for text, _ in batch], padding=True, truncation=True, max_length=LONGEST, return_tensors="pt").to(device)
    mask = read["attention_mask"].unsqueeze(-1).float()
    with autocast(device):
        tokens = model(input_ids=read["input_ids"], attention_mask=read["attention_mask"]).last_hidden_state
    vectors = torch.nn.functional.normalize((tokens.float() * mask).sum(1) / mask.sum(1), dim=1)
    targets = torch.full((len(batch), len(places)), SMOOTH / len(places))
    for row, (_, some) in zip(targets, batch, strict=True):
        for label in some:
            row[places[label]] += (1 - SMOOTH) / len(some)
    chances = head(torch.nn.functional.dropout(vectors * SHARP, DROP)).log_softmax(1)
    return -(targets.to(device) * chances).sum(1).mean()


def _batches(rows: Rows, dice: random.Random) -> list[Rows]:
    """All rows once, in batches of about the same length, in another order each time."""
    shuffled, near = dice.sample(list(rows), len(rows)), list[tuple[str, tuple[str, ...]]]()
    for start in range(0, len(rows), 16 * BATCH):
        near += sorted(shuffled[start : start + 16 * BATCH], key=lambda row: len(row[0]))
    batches: list[Rows] = [near[start : start + BATCH] for start in range(0, len(near), BATCH)]
    dice.shuffle(batches)
    return batches
