"""A shop's language model: trained on its texts, measured, put in use where it is not worse than the one before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..evaluation import Difference, Interval, compare, mean
from ..models.card import OWN
from ..models.corpus import Corpus, collect
from ..models.language.sizes import Size, defaults
from ..models.training.tune import Trial
from ..models.versions import Versions
from ..shop import InvalidFile, InvalidQuery
from ..store.protocol import Store
from .texts import from_file, texts

if TYPE_CHECKING:
    from ..models.language.evaluate import Standing
    from ..models.training.loop import Run

@dataclass(frozen=True, slots=True)
class Outcome:
    """A version that was trained: how it does on the held-out documents, and how many bits a byte it `saved` there against the one
    that was in use, if there was one that can be measured. `unserved` says why it has no GGUF file, if it has none."""

    version: str
    active: bool
    documents: int
    bits_per_byte: Interval
    figures: dict[str, float]
    speed: float
    utilisation: float
    saved: Difference | None = None
    unserved: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        figures = {name: round(value, 6) for name, value in self.figures.items()}
        return {
            "version": self.version, "active": self.active, "held_out_documents": self.documents,
            "metrics": {**figures, "bits_per_byte": self.bits_per_byte.to_dict()}, "tokens_per_s": round(self.speed),
            "flop_utilisation": round(self.utilisation, 4), "saved": self.saved.to_dict() if self.saved else None,
            "unserved": self.unserved or None,
        }


def train_language_model(
    store: Store, versions: Versions, *, size: Size = "small", base: str | None = None, lora: bool = False, files: Sequence[Path] = (),
    mapping: Mapping[str, str] | None = None, given: Mapping[str, Any] | None = None, say: Callable[[str], None] | None = None,
    tell: Callable[[Run], None] | None = None,
) -> Outcome | None:
    """Trains on the shop's texts and those of `files`, adds the version, and puts it in use unless it is worse on the held-out
    documents than the one in use, or that one cannot be measured. `given` are options of training in place of the defaults; `say` gets
    sentences on the way, `tell` the run with every step. None in all processes of several but the first."""
    try:
        from ..models.language.evaluate import beside
        from ..models.language.train import Recipe, train
    except ModuleNotFoundError as error:
        raise _no_extra(error) from None
    if lora and not base:
        raise InvalidQuery("--lora: expected --base too, a model to add low-rank parts to")
    options, speak = defaults(size, base, lora).given(**(given or {})), say or (lambda sentence: None)

    def gather() -> Corpus:
        corpus = collect(texts(store, files, mapping))
        speak(f"{corpus}.")
        return corpus

    inputs = [f"{path} {path.stat().st_size}" for path in files if path.exists()]
    recipe = Recipe(size, base, lora)
    made = train(gather, recipe, options, versions.folder, inputs=inputs, tell=tell, tried=lambda trial: speak(_trial(trial)))
    if made is None:
        return None
    speak("measuring on the held-out documents, beside 5-grams and xz")
    found = beside(made.trainable, made.bits, made.corpus.train, made.corpus.held_out)
    sure = mean(made.bits.shares.tolist())
    licence = f"{OWN}, under the licence of {base} too" if base else OWN
    origin = {"files": [str(path.resolve()) for path in files], "map": dict(mapping or {})}
    card = made.card({**found.figures(), "bits_per_byte": sure}, licence)
    version = versions.add(made.write, card=card, about={"origin": origin})
    saved = _saved(versions, made.corpus.held_out, made.bits.shares.tolist(), options.device, speak)
    active = versions.active is None or (saved is not None and saved.not_worse)
    if saved:
        versions.note(version.name, f"Against version {versions.active} on the held-out documents: bits a byte saved {saved}.",
                      metric="bits a byte saved", difference=saved)
    if active:
        versions.promote(version.name)
    made.clear()
    return Outcome(version.name, active, len(made.corpus.held_out), sure, found.figures(), made.run.per_second, made.run.utilisation,
                   saved, made.unserved)


def evaluate_language_model(
    store: Store, versions: Versions, data: Path | None = None, mapping: Mapping[str, str] | None = None
) -> tuple[int, Interval, Standing]:
    """How many documents, the bits a byte of the model in use with their interval, and how it stands beside 5-grams and xz that
    learn from the shop's own training part: on the shop's held-out documents, or on all of `data`."""
    try:
        from ..models.language.evaluate import standing
    except ModuleNotFoundError as error:
        raise _no_extra(error) from None
    if versions.active is None:
        raise InvalidQuery("no language model is in use; next: shopkeeper train language-model")
    own = collect(texts(store))
    documents = own.held_out if data is None else _all(collect(from_file(data, mapping)))
    if not documents or not own.train:
        raise InvalidFile(f"{data or 'the shop'}: expected texts to measure on, and some of the shop to learn from; there are {own}")
    found = standing(versions.get(versions.active).folder, own.train, documents)
    return len(documents), mean(found.model.shares.tolist()), found


def _saved(
    versions: Versions, documents: Sequence[str], shares: list[float], device: str, speak: Callable[[str], None]
) -> Difference | None:
    """How many bits a byte fewer than by the version in use; None where there is none, or none that transformers reads."""
    from ..models.language.evaluate import cost

    if versions.active is None:
        return None
    try:
        before = cost(versions.get(versions.active).folder, documents, device)
    except InvalidFile as error:
        speak(f"version {versions.active} in use stays, as it cannot be measured ({error}); next: shopkeeper models promote language-model")
        return None
    return compare(before.shares.tolist(), shares)


def _all(corpus: Corpus) -> list[str]:
    return [*corpus.train, *corpus.validation, *corpus.held_out]


def _trial(trial: Trial) -> str:
    tried = trial.options
    return (f"trial {trial.number + 1}: lr {tried.lr:g}, batch {tried.batch_size}, decay {tried.weight_decay:g}, warm-up {tried.warmup:g}"
            f": validation loss {trial.loss:.4f}")


def _no_extra(error: ModuleNotFoundError) -> InvalidQuery:
    return InvalidQuery(f"training needs the extra [train] ({error.name} is missing); next: pip install 'shopkeeper[train]'")
