"""Trains a sentence encoder on pairs by contrast, without losing what it knew.

loss = InfoNCE over pairs + mean of (1 - cosine) over anchors. InfoNCE (van den Oord et al., 2018): each text of a pair must pick
the other among all second texts of the batch and the pairs' own negatives, by cosine / `TEMPERATURE`, both ways. Anchors are the
distillation of Reimers and Gurevych (2020): the vector of a text is to be the one that the encoder gave to its meaning before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...shop import InvalidFile
from ..training.losses import Losses
from ..training.options import TrainOptions
from .pairs import Anchor, Example, Pair
from .vocabulary import aliases

DEFAULTS = TrainOptions(epochs=1.0, batch_size=64, lr=5e-5, weight_decay=0.01, warmup=0.06)
TEMPERATURE = 0.05
KEEPING = 10.0  # weight of the anchors' loss, whose values are small
TOGETHER = 16  # batches that are cut out of one stretch sorted by length, so that little is padded
SAVE_EVERY = 100  # steps
Progress = Callable[[int, int, float], None]  # step, steps, mean loss of the last steps


@dataclass(frozen=True, slots=True)
class _Setup:
    """What a run is made of; torch's objects are `Any`, as torch is imported only to train."""

    model: Any
    optimiser: Any
    ids: list[list[int]]  # tokens by text
    examples: list[tuple[int, ...]]  # numbers of texts: (a, b, *negatives) of a pair, (text,) of an anchor
    targets: Any  # float[texts, d]; rows of anchors only
    device: Any


def fit_encoder(
    base: str | Path, examples: Sequence[Example], folder: Path, options: TrainOptions = DEFAULTS, progress: Progress | None = None, *,
    embedding_rate: float = 1.0, save_every: int = SAVE_EVERY,
) -> list[float]:
    """Trains the encoder `base` (a hub id or a folder of Hugging Face layout) on pairs and anchors and writes it, in the same
    layout, to `folder`; answers the loss of every step. Needs the extra `[train]`.

    After a kill the same call goes on from `folder`/checkpoint.pt and ends with the same losses; with other examples, options or
    another base it begins anew. `embedding_rate`: how many times faster the vectors of tokens learn than the rest. What serves is
    made of the folder by `models.export.export_encoder`. `InvalidFile` when there is no pair to learn from.
    """
    import torch

    from ..training import checkpoint
    from ..training.loop import rate

    if not any(isinstance(example, Pair) for example in examples):
        raise InvalidFile("training an encoder: expected at least one pair of texts")
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    setup = _setup(str(base), examples, options)
    steps = max(1, round(options.epochs * len(examples) / options.batch_size))
    key = _key(str(base), examples, options, embedding_rate)
    losses = _resumed(folder, setup, key)
    batches, kept = _batches(setup, options, steps), Losses(folder, len(losses))
    for step, batch in enumerate(batches):
        if step < len(losses):
            continue
        losses.append(_step(setup, batch, rate(step, steps, options), embedding_rate))
        kept.add(step + 1, losses[-1])
        if progress:
            progress(step + 1, steps, float(np.mean(losses[-20:])))
        if (step + 1) % save_every == 0 and step + 1 < steps:
            state = {"key": key, "losses": losses, "model": setup.model.state_dict(), "optimiser": setup.optimiser.state_dict()}
            checkpoint.save(folder, state)
    _write(setup, str(base), folder, options, losses)
    return losses


def blend(before: str | Path, after: str | Path, share: float, target: Path) -> None:
    """Writes the encoder whose every weight lies `share` of the way from one encoder to what training made of it, both folders of
    Hugging Face layout: what was learnt stays, what was known comes back (Wortsman et al., 2022)."""
    from transformers import AutoModel, AutoTokenizer

    old, new = (AutoModel.from_pretrained(folder, add_pooling_layer=False) for folder in (before, after))
    weights = new.state_dict()
    mixed = {name: value.lerp(weights[name], share) for name, value in old.state_dict().items() if value.is_floating_point()}
    new.load_state_dict(weights | mixed)
    new.save_pretrained(target)
    AutoTokenizer.from_pretrained(after).save_pretrained(target)


def _setup(base: str, examples: Sequence[Example], options: TrainOptions) -> _Setup:
    import torch
    from transformers import AutoModel, AutoTokenizer

    from ..training.device import pick

    device = pick(options.device)
    model = AutoModel.from_pretrained(base, add_pooling_layer=False, attn_implementation="eager").eval().to(device)
    table = model.get_input_embeddings().weight
    same = aliases(table.detach().cpu().numpy())
    numbers = {text: i for i, text in enumerate(dict.fromkeys(text for example in examples for text in _texts(example)))}
    tokens = AutoTokenizer.from_pretrained(base)(list(numbers), truncation=True, max_length=model.config.max_position_embeddings)
    ids = [same[each].tolist() for each in tokens["input_ids"]]
    rest = [p for p in model.parameters() if p is not table]
    groups = [{"params": rest, "weight_decay": options.weight_decay}, {"params": [table], "weight_decay": 0.0}]
    wanted = {numbers[e.text]: numbers[e.meaning] for e in examples if isinstance(e, Anchor)}
    rows = [(numbers[e.text],) if isinstance(e, Anchor) else tuple(numbers[text] for text in _texts(e)) for e in examples]
    return _Setup(model, torch.optim.AdamW(groups, lr=options.lr), ids, rows, _targets(model, ids, wanted, device), device)


def _targets(model: Any, ids: list[list[int]], wanted: dict[int, int], device: Any) -> Any:
    """float[texts, d]: for each text that is an anchor the vector of its meaning before training."""
    import torch

    targets = torch.zeros(len(ids), model.config.hidden_size)
    meanings = sorted(set(wanted.values()), key=lambda text: (len(ids[text]), text))
    place = {text: i for i, text in enumerate(meanings)}
    with torch.no_grad():
        parts = [meanings[start : start + 128] for start in range(0, len(meanings), 128)]
        vectors = [_vectors(model, [ids[text] for text in part], device).float().cpu() for part in parts]
    if wanted:
        targets[list(wanted)] = torch.cat(vectors)[[place[meaning] for meaning in wanted.values()]]
    return targets


def _texts(example: Example) -> tuple[str, ...]:
    return (example.text, example.meaning) if isinstance(example, Anchor) else (example.a, example.b, *example.negatives)


def _vectors(model: Any, rows: list[list[int]], device: Any) -> Any:
    """float[n, d] of length 1: the mean of the tokens' last vectors."""
    import torch

    from ..training.device import autocast

    longest = max(map(len, rows))
    tokens = torch.tensor([row + [0] * (longest - len(row)) for row in rows], device=device)
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows], device=device)
    with autocast(device):
        hidden = model(input_ids=tokens, attention_mask=mask).last_hidden_state
    weights = mask.unsqueeze(-1).float()
    return torch.nn.functional.normalize((hidden.float() * weights).sum(1) / weights.sum(1), dim=1)


def _batches(setup: _Setup, options: TrainOptions, steps: int) -> Iterator[list[int]]:
    """Numbers of examples, batch by batch: a stretch of a shuffled epoch is sorted by length, cut, and its batches shuffled."""
    size, given, epoch = options.batch_size, 0, 0
    length = [max(len(setup.ids[text]) for text in example) for example in setup.examples]
    while True:
        rng = np.random.default_rng([options.seed, epoch])
        order: NDArray[np.int64] = rng.permutation(len(setup.examples))
        for start in range(0, len(order), size * TOGETHER):
            part = sorted(order[start : start + size * TOGETHER].tolist(), key=lambda i: (length[i], i))
            cuts = [part[at : at + size] for at in range(0, len(part), size)]
            for i in rng.permutation(len(cuts)):
                if given == steps:
                    return
                given += 1
                yield cuts[i]
        epoch += 1


def _step(setup: _Setup, batch: list[int], lr: float, embedding_rate: float) -> float:
    import torch

    for group, times in zip(setup.optimiser.param_groups, (1.0, embedding_rate), strict=True):
        group["lr"] = lr * times
    loss = _loss(setup, [setup.examples[i] for i in batch])
    setup.optimiser.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(setup.model.parameters(), 1.0)
    setup.optimiser.step()
    return float(loss.detach())


def _loss(setup: _Setup, examples: list[tuple[int, ...]]) -> Any:
    import torch

    texts = sorted({text for example in examples for text in example}, key=lambda text: (len(setup.ids[text]), text))
    at = {text: i for i, text in enumerate(texts)}
    half = len(texts) // 2  # short and long ones apart: less padding
    parts = [part for part in (texts[:half], texts[half:]) if part]
    vectors = torch.cat([_vectors(setup.model, [setup.ids[text] for text in part], setup.device) for part in parts])
    pairs = [example for example in examples if len(example) > 1]
    kept = [example[0] for example in examples if len(example) == 1]
    loss = vectors.new_zeros(())
    if pairs:
        loss = loss + _contrast(vectors, [[at[text] for text in pair] for pair in pairs]) * (len(pairs) / len(examples))
    if kept:
        away = 1 - (vectors[[at[text] for text in kept]] * setup.targets[kept].to(vectors.device)).sum(1)
        loss = loss + KEEPING * away.sum() / len(examples)
    return loss


def _contrast(vectors: Any, pairs: list[list[int]]) -> Any:
    """InfoNCE, both ways; a second text that is the same as the right one is no wrong answer."""
    import torch

    first, second = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    others = second + [text for pair in pairs for text in pair[2:]]
    near = vectors[first] @ vectors[others].T / TEMPERATURE
    same = torch.tensor([[o == s and i != j for j, o in enumerate(others)] for i, s in enumerate(second)], device=near.device)
    back = vectors[second] @ vectors[first].T / TEMPERATURE
    twin = torch.tensor([[o == f and i != j for j, o in enumerate(first)] for i, f in enumerate(first)], device=near.device)
    right = torch.arange(len(pairs), device=near.device)
    entropy = torch.nn.functional.cross_entropy
    return (entropy(near.masked_fill(same, -1e4), right) + entropy(back.masked_fill(twin, -1e4), right)) / 2


def _key(base: str, examples: Sequence[Example], options: TrainOptions, embedding_rate: float) -> str:
    digest = hashlib.blake2b(repr((base, options.to_dict(), embedding_rate)).encode(), digest_size=16)
    for example in examples:
        digest.update(repr(example).encode())
    return digest.hexdigest()


def _resumed(folder: Path, setup: _Setup, key: str) -> list[float]:
    """The losses of the steps that an earlier run of the same kind has taken, with its weights in place."""
    from ..training import checkpoint

    state = checkpoint.load(folder)
    if state is None or state.get("key") != key:
        return []
    setup.model.load_state_dict(state["model"])
    setup.optimiser.load_state_dict(state["optimiser"])
    losses: list[float] = state["losses"]
    return losses


def _write(setup: _Setup, base: str, folder: Path, options: TrainOptions, losses: list[float]) -> None:
    """The trained encoder; tokens that were spellings of one word get that word's vector."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    from ..training import checkpoint

    before = AutoModel.from_pretrained(base, add_pooling_layer=False).get_input_embeddings().weight.detach().numpy()
    table = setup.model.get_input_embeddings().weight
    with torch.no_grad():
        table.copy_(table[torch.from_numpy(aliases(before)).to(table.device)])
    setup.model.save_pretrained(folder)
    AutoTokenizer.from_pretrained(base).save_pretrained(folder)
    about = {"training": options.to_dict(), "steps": len(losses), "loss": round(float(np.mean(losses[-50:])), 4)}
    (folder / "training.json").write_text(json.dumps(about, indent=1) + "\n")
    (folder / checkpoint.FILE).unlink(missing_ok=True)
