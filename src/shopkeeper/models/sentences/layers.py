"""Teaches an encoder's layers to tell classes of texts apart, and keeps what changed: a file beside the encoder, a fraction of its size.

The token vectors stay as they are, so that the file holds the layers alone (int8, as the encoder serves) and the texts of the classes
find words that no example had. Two heads learn together. One names the class of a text that says one thing, by the mean of its tokens
(soft targets); the other says of every class whether a text holds it: each class weighs the tokens by itself and sums up what they say
for it (Mullenbach et al. 2018; binary cross-entropy). AdamW, warm-up, linear decay; on a GPU where there is one. Needs the extra `[train]`.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..explain.graph import write_tokens
from ..export import export_encoder
from ..head import Head, Matrix
from .recover import recover

SHARP = 16.0  # how far apart the logits of vectors of length 1 may lie
SMOOTH = 0.05  # of each target is spread over all classes
SELDOM = -3.0  # the logit of a class for which nothing speaks, at first
LONGEST = 64  # tokens of a text that are read
BATCH, WARM, CLIP, DROP = 32, 50, 1.0, 0.1
HEADS = 2e-3  # rate of the heads

Rows = Sequence[tuple[str, tuple[str, ...]]]  # texts with the classes that each says
Tell = Callable[[int, int, float], None]  # steps done, of how many, the loss


def teach(
    encoder: Path, rows: Rows, target: Path, *, start: tuple[Path, Head] | None = None, upper: int = 99, epochs: int = 6, lr: float = 8e-5,
    seed: int = 0, tell: Tell | None = None,
) -> Head:
    """Teaches the `upper` last layers of the encoder in the folder `encoder` (as it serves) the classes of `rows`; writes the changed
    weights to the file `target`, and beside it tokens.onnx, with which the encoder gives its tokens' vectors. `start` is a file of such
    weights with their head, to go on from; `ValueError` where that is of other classes."""
    import torch

    from ..training.device import pick

    torch.manual_seed(seed)
    labels = tuple(sorted({label for _, some in rows for label in some}))
    with tempfile.TemporaryDirectory() as scratch:
        base, taught, served = (Path(scratch) / name for name in ("base", "taught", "served"))
        recover(encoder, base, start[0] if start else None)
        model, tokenizer = _network(base)
        heads = _heads(model.config.hidden_size, labels, start[1] if start else None)
        device = pick("auto")
        _fit(model.to(device), heads.to(device), tokenizer, rows, labels, min(upper, len(model.encoder.layer)), epochs, lr, seed, tell)
        model.cpu().save_pretrained(taught)
        tokenizer.save_pretrained(taught)
        export_encoder(str(taught), served)
        kept: Any = changed(encoder / "model.onnx", served / "model.onnx")
        np.savez_compressed(target, **kept)
    write_tokens(encoder, target.parent)
    return Head(labels, **{name: _array(weight) for name, weight in heads.cpu().items()})


def changed(before: Path, after: Path) -> dict[str, NDArray[Any]]:
    """The weights by which a graph differs from another of the same names, token vectors apart."""
    import onnx

    old, new = (_weights(onnx.load(str(path)).graph.initializer) for path in (before, after))
    return {name: value for name, value in new.items() if name in old and "embeddings." not in name and "places" not in name
            and not np.array_equal(value, old[name])}


def _weights(tensors: Any) -> dict[str, NDArray[Any]]:
    import onnx

    return {each.name: onnx.numpy_helper.to_array(each) for each in tensors}


def _array(weight: Any) -> Matrix:
    """A weight of a head as it serves: vectors of length 1 have not been multiplied by `SHARP` there."""
    found = np.asarray(weight.detach().numpy(), np.float32)
    return found * np.float32(SHARP) if found.ndim == 2 else found


def _network(base: Path) -> tuple[Any, Any]:
    from transformers import AutoModel, AutoTokenizer

    return AutoModel.from_pretrained(base, add_pooling_layer=False), AutoTokenizer.from_pretrained(base)


def _heads(size: int, labels: tuple[str, ...], start: Head | None) -> Any:
    """The weights of a `Head` by their names, as torch learns them."""
    import torch

    if start and start.labels != labels:
        raise ValueError(f"other classes than those to go on from: {sorted(set(labels) ^ set(start.labels))}")
    names = [each.name for each in fields(Head) if each.name != "labels"]
    if start:
        scale = {name: SHARP if getattr(start, name).ndim == 2 else 1 for name in names}
        return torch.nn.ParameterDict({name: torch.from_numpy(getattr(start, name) / np.float32(scale[name])) for name in names})
    wide = torch.nn.Linear(size, len(labels))
    first = {"weights": wide.weight.detach().T.contiguous(), "bias": wide.bias.detach(), "look": torch.zeros(size, len(labels)),
             "say": wide.weight.detach().T.clone(), "least": torch.full((len(labels),), SELDOM)}
    return torch.nn.ParameterDict({name: first[name] for name in names})


def _fit(
    model: Any, heads: Any, tokenizer: Any, rows: Rows, labels: Sequence[str], upper: int, epochs: int, lr: float, seed: int,
    tell: Tell | None,
) -> None:
    import torch

    layers = model.encoder.layer[len(model.encoder.layer) - upper :]
    learning, below = list(layers.parameters()), _below(model, tokenizer, [text for text, _ in rows], upper)
    groups = [{"params": learning, "lr": lr}, {"params": list(heads.parameters()), "lr": HEADS}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    order = [batch for epoch in range(epochs) for batch in _batches([len(each) for each in below], random.Random(f"{seed}/{epoch}"))]
    rate = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: min(1, step / WARM) * max(0.02, 1 - step / len(order)))
    targets = torch.tensor([[float(label in some) for label in labels] for _, some in rows])
    model.train()
    for step, batch in enumerate(order, 1):
        loss = _loss(layers, heads, [below[i] for i in batch], targets[batch])
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([*learning, *heads.parameters()], CLIP)
        optimiser.step()
        rate.step()
        if tell:
            tell(step, len(order), float(loss.detach()))
    model.eval()


def _below(model: Any, tokenizer: Any, texts: Sequence[str], upper: int) -> list[Any]:
    """float16[tokens, d] of each text: what the layers give that do not learn, once for all epochs."""
    import torch

    device, found = model.device, [torch.empty(0)] * len(texts)
    read = [torch.tensor(ids) for ids in tokenizer(list(texts), truncation=True, max_length=LONGEST)["input_ids"]]
    lower = model.encoder.layer[: len(model.encoder.layer) - upper]
    model.eval()
    with torch.no_grad():
        for batch in _batches([len(ids) for ids in read], random.Random(0)):
            ids, mask = _padded([read[i] for i in batch], device)
            states = _through(lower, model.embeddings(ids), mask)
            for i, row in zip(batch, states, strict=True):
                found[i] = row[: len(read[i])].half().cpu()
    return found


def _loss(layers: Any, heads: Any, below: Sequence[Any], held: Any) -> Any:
    from torch.nn import functional

    from ..training.device import autocast

    device = heads["bias"].device
    states, mask = _padded(below, device)
    with autocast(device):
        tokens = _through(layers, states.float(), mask).float()
    one, each = _logits(heads, tokens, mask)
    held = held.to(device)
    soft = SMOOTH / held.shape[1] + (1 - SMOOTH) * held / held.sum(1, keepdim=True)
    return functional.cross_entropy(one, soft) + functional.binary_cross_entropy_with_logits(each, held, reduction="none").sum(1).mean()


def _logits(heads: Any, tokens: Any, mask: Any) -> tuple[Any, Any]:
    """Those of the one class, and those of each class; see `Head`."""
    from torch.nn import functional

    there = mask.unsqueeze(-1)
    mean = functional.dropout(functional.normalize((tokens * there).sum(1) / there.sum(1), dim=1) * SHARP, DROP)
    tokens = functional.dropout(functional.normalize(tokens, dim=2) * SHARP, DROP)
    looks = (tokens @ heads["look"]).masked_fill(there == 0, -1e9).softmax(1)
    return mean @ heads["weights"] + heads["bias"], (looks * (tokens @ heads["say"])).sum(1) + heads["least"]


def _through(layers: Any, states: Any, mask: Any) -> Any:
    import torch

    unseen = torch.where(mask[:, None, None, :] > 0, 0.0, torch.finfo(torch.float32).min)
    for layer in layers:
        found = layer(states, unseen)
        states = found[0] if isinstance(found, tuple) else found
    return states


def _padded(rows: Sequence[Any], device: Any) -> tuple[Any, Any]:
    """[texts, tokens, …] and float[texts, tokens], 1 where a token is."""
    import torch

    sizes = torch.tensor([len(row) for row in rows])
    mask = (torch.arange(int(sizes.max()))[None] < sizes[:, None]).float()
    return torch.nn.utils.rnn.pad_sequence(list(rows), batch_first=True).to(device), mask.to(device)


def _batches(sizes: Sequence[int], dice: random.Random) -> list[list[int]]:
    """All rows once, in batches of about the same length, in another order each time."""
    shuffled, near = dice.sample(range(len(sizes)), len(sizes)), list[int]()
    for start in range(0, len(sizes), 16 * BATCH):
        near += sorted(shuffled[start : start + 16 * BATCH], key=sizes.__getitem__)
    batches = [near[start : start + BATCH] for start in range(0, len(near), BATCH)]
    dice.shuffle(batches)
    return batches
