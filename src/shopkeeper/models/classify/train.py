"""Fine-tunes an encoder to a text classifier with the Transformers `Trainer`. Needs the extra `[train]`.

The loss is the cross entropy, each class weighted by the inverse of how often it occurs, so that a rare class counts as much as a
common one. The weights kept are those of the checkpoint that does best on the validation part; its probabilities are calibrated
there by a temperature. Checkpoints lie in `work`: whoever calls again with the same data and options goes on where it stopped.
"""

from __future__ import annotations

import json
import math
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...shop import InvalidFile, InvalidQuery, Language
from ..card import fingerprint
from ..export import logits, save_tokenizer, shrink, trace
from ..training.losses import FILE as LOSSES
from ..training.losses import Losses
from ..training.options import TrainOptions
from ..training.tune import search
from .calibration import calibration_error, softmax, temperature

DEFAULTS = TrainOptions(epochs=3.0, batch_size=32, lr=5e-5)  # of an encoder
SMALL = TrainOptions(epochs=3.0, batch_size=64, lr=1e-3)  # of the small network of our own
CHECKS = 2  # of the validation part in an epoch, with a checkpoint each
MAX_TOKENS = 128
BEST = "macro_f1"
Progress = Callable[[str, int, int], None]
Measure = Callable[[NDArray[np.int64], NDArray[np.float64]], Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts and the numbers of their classes."""

    texts: Sequence[str]
    labels: Sequence[int]

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True, slots=True)
class Fitted:
    """What training found on the validation part: figures by name, the temperature, the calibration error before and after it,
    how long it took in seconds (of this run, if it went on with an earlier one)."""

    metrics: dict[str, float]
    temperature: float
    error_before: float
    error_after: float
    seconds: float

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)


def fit(
    train: Examples, validation: Examples, labels: Sequence[str], folder: Path, *, base: str, work: Path, measure: Measure,
    options: TrainOptions = DEFAULTS, languages: Sequence[Language] = ("zh", "en"), max_tokens: int = MAX_TOKENS,
    progress: Progress | None = None,
) -> Fitted:
    """Trains a classifier for `labels` from the encoder `base` (a folder of Hugging Face layout or a hub id) and writes it, all but
    CARD.md, to `folder`. `measure` gives the figures of int64[n] labels and float64[n, c] probabilities, `BEST` among them.

    `InvalidFile` for data that cannot teach, `InvalidQuery` for a base that cannot be read."""
    _check(train, validation, labels)
    folder.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    run = work / _key(train, validation, labels, base, options, max_tokens)
    trainer = _trainer(train, validation, labels, run, base, measure, options, max_tokens, progress)
    trainer.train(resume_from_checkpoint=_last(run))
    said = trainer.predict(trainer.eval_dataset)  # in the order of its own sampler, labels too
    values, wanted = np.asarray(said.predictions, np.float64), np.asarray(said.label_ids)
    heat = temperature(values, wanted)
    probabilities = softmax(values / heat)
    before, after = (calibration_error(p, wanted) for p in (softmax(values), probabilities))
    figures = dict(measure(wanted, probabilities))
    found = Fitted(figures, heat, before, after, time.monotonic() - start)
    _write(trainer, folder, labels, languages, max_tokens, heat)
    shutil.copy(run / LOSSES, folder / LOSSES)
    shutil.rmtree(run)
    return found


def tuned(
    train: Examples, validation: Examples, labels: Sequence[str], *, base: str, work: Path, measure: Measure, options: TrainOptions,
    max_tokens: int = MAX_TOKENS, progress: Progress | None = None,
) -> TrainOptions:
    """The best of `options.tune` settings by the cross entropy on the validation part; those given where none are to be tried. Tried
    ones are kept in `work`, so that a search that was ended goes on."""

    def score(drawn: TrainOptions) -> float:
        trainer = _trainer(train, validation, labels, run / "trial", base, measure, drawn, max_tokens, progress)
        trainer.train()
        shutil.rmtree(run / "trial")
        said = trainer.predict(trainer.eval_dataset)
        chances = softmax(said.predictions)[np.arange(len(validation)), said.label_ids]
        return float(-np.log(np.maximum(chances, 1e-12)).mean())

    if not options.tune:
        return options
    run = work / ("tune-" + _key(train, validation, labels, base, options, max_tokens))
    run.mkdir(parents=True, exist_ok=True)
    return search(options, run / "trials.jsonl", score).given(tune=0)


def load_base(base: str, labels: Sequence[str]) -> tuple[Any, Any]:
    """The network with a new head for these labels, and its tokenizer; `InvalidQuery` where `base` is none."""
    from transformers import AutoModelForSequenceClassification, AutoTokenizer
    from transformers.utils import logging

    from . import convolution  # noqa: F401  it tells transformers of its network

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    names = {"num_labels": len(labels), "id2label": dict(enumerate(labels)), "label2id": {name: i for i, name in enumerate(labels)}}
    try:
        tokenizer = AutoTokenizer.from_pretrained(base)
        model = AutoModelForSequenceClassification.from_pretrained(
            base, **names, ignore_mismatched_sizes=True, attn_implementation="eager")  # twice as fast in bf16 on processors
    except (OSError, ValueError) as error:
        raise InvalidQuery(f"--base {base}: expected an encoder's folder of Hugging Face layout or its id on the hub ({error})") from None
    return model, tokenizer


def _check(train: Examples, validation: Examples, labels: Sequence[str]) -> None:
    for name, part in (("training", train), ("validation", validation)):
        missing = set(range(len(labels))) - set(part.labels)
        if missing:
            told = ", ".join(labels[i] for i in sorted(missing))
            raise InvalidFile(f"expected examples of every label in the {name} part, got none of {told} ({len(part):,} examples)")


def _key(train: Examples, validation: Examples, labels: Sequence[str], base: str, options: TrainOptions, max_tokens: int) -> str:
    rows = [f"{part}\t{label}\t{text}" for part, data in (("t", train), ("v", validation))
            for text, label in zip(data.texts, data.labels, strict=True)]
    return fingerprint([*rows, json.dumps([*labels, base, options.to_dict(), max_tokens])])


def _trainer(
    train: Examples, validation: Examples, labels: Sequence[str], run: Path, base: str, measure: Measure, options: TrainOptions,
    max_tokens: int, progress: Progress | None,
) -> Any:
    from transformers import DataCollatorWithPadding, Trainer, set_seed

    set_seed(options.seed)
    model, tokenizer = load_base(base, labels)
    tokens = _tokens(model, tokenizer, max_tokens)
    weights = _weights(train.labels, len(labels))
    steps = math.ceil(len(train) / options.batch_size)
    return Trainer(
        model, _arguments(run, options, steps), data_collator=DataCollatorWithPadding(tokenizer, pad_to_multiple_of=8),
        train_dataset=_encoded(tokenizer, train, tokens), eval_dataset=_encoded(tokenizer, validation, tokens),
        processing_class=tokenizer, compute_loss_func=lambda outputs, wanted, num_items_in_batch=None: _loss(outputs, wanted, weights),
        compute_metrics=lambda found: dict(measure(np.asarray(found.label_ids), softmax(found.predictions))),
        callbacks=[_keeping(Losses(run, _step_of(_last(run)))), *([_telling(progress)] if progress else [])],
    )


def _arguments(run: Path, options: TrainOptions, steps_per_epoch: int) -> Any:
    from transformers import TrainingArguments

    from ..training.device import has_bf16, pick

    device = pick(options.device)
    total = max(1, math.ceil(options.epochs * steps_per_epoch))
    every = max(1, min(math.ceil(steps_per_epoch / CHECKS), total))
    return TrainingArguments(
        str(run), max_steps=total, per_device_train_batch_size=options.batch_size, per_device_eval_batch_size=64,
        learning_rate=options.lr, weight_decay=options.weight_decay, warmup_steps=round(options.warmup * total),
        bf16=has_bf16(device), use_cpu=device.type == "cpu", seed=options.seed,
        train_sampling_strategy="group_by_length", length_column_name="length", label_names=["labels"],
        eval_strategy="steps", save_strategy="steps", eval_steps=every, save_steps=every, save_total_limit=2, load_best_model_at_end=True,
        metric_for_best_model=BEST, logging_steps=10, report_to="none", disable_tqdm=True, log_level="error", remove_unused_columns=True,
    )  # fmt: skip


def _tokens(model: Any, tokenizer: Any, wanted: int) -> int:
    """How many tokens of a text the network reads, at most as many as wanted."""
    places = getattr(model.config, "max_position_embeddings", wanted)
    before = model.config.pad_token_id + 1 if model.config.model_type in ("roberta", "xlm-roberta") else 0
    return int(min(wanted, places - before, tokenizer.model_max_length))


def _encoded(tokenizer: Any, data: Examples, max_tokens: int) -> list[dict[str, Any]]:
    ids = tokenizer(list(data.texts), truncation=True, max_length=max_tokens, return_token_type_ids=False)["input_ids"]
    return [{"input_ids": each, "attention_mask": [1] * len(each), "labels": int(label), "length": len(each)}
            for each, label in zip(ids, data.labels, strict=True)]


def _weights(labels: Sequence[int], classes: int) -> NDArray[np.float32]:
    """n / (c * n_i) for each class: the mean over the examples is 1."""
    counts = np.bincount(labels, minlength=classes)
    return (len(labels) / (classes * counts)).astype(np.float32)


def _loss(outputs: Any, wanted: Any, weights: NDArray[np.float32]) -> Any:
    import torch

    from .convolution import losses_of

    share = torch.from_numpy(weights).to(wanted.device)[wanted]
    return sum((torch.nn.functional.cross_entropy(part.float(), wanted, reduction="none") * share).mean() for part in losses_of(outputs))


def _last(run: Path) -> str | None:
    from transformers.trainer_utils import get_last_checkpoint

    return get_last_checkpoint(str(run)) if run.is_dir() else None


def _write(trainer: Any, folder: Path, labels: Sequence[str], languages: Sequence[Language], max_tokens: int, heat: float) -> None:
    model = trainer.accelerator.unwrap_model(trainer.model, keep_fp32_wrapper=False).to("cpu").float().eval()
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        trace(logits(model), plain, "logits")
        shrink(plain, folder, model.config)
    tokens = _tokens(model, trainer.processing_class, max_tokens)
    save_tokenizer(trainer.processing_class, folder, tokens)
    config = {"kind": "classifier", "labels": list(labels), "temperature": heat, "max_tokens": tokens, "languages": list(languages),
              **_own(model.config)}
    (folder / "config.json").write_text(json.dumps(config, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _own(config: Any) -> dict[str, Any]:
    """What it takes to train the network again from its ONNX graph, where it is one of ours."""
    from .convolution import KIND

    return {"network": config.to_diff_dict()} if config.model_type == KIND else {}


def _step_of(checkpoint: str | None) -> int:
    """The step at which a checkpoint was taken, as its name says."""
    return int(checkpoint.rpartition("-")[2]) if checkpoint else 0


def _keeping(losses: Losses) -> Any:
    """A callback that keeps the losses on what is learnt and on the validation part."""
    from transformers import TrainerCallback

    class Keeping(TrainerCallback):
        def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **_: Any) -> None:
            if "loss" in logs or "eval_loss" in logs:
                losses.add(state.global_step, logs.get("loss"), logs.get("eval_loss"))

    return Keeping()


def _telling(progress: Progress) -> Any:
    """A callback that tells the step, the loss and the best figure so far."""
    from transformers import TrainerCallback

    class Telling(TrainerCallback):
        def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **_: Any) -> None:
            told = ", ".join(f"{name} {logs[key]:.4f}" for name, key in (("loss", "loss"), ("validation", f"eval_{BEST}")) if key in logs)
            progress(f"training: {told}", state.global_step, state.max_steps)

    return Telling()
