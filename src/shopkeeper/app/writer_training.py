"""A shop's own writer: a language model taught on its best copy, measured, put in use where it writes nearer to people than rules do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..evaluation import Difference, Interval, compare
from ..models.capabilities import WRITER, Models
from ..models.card import OWN
from ..models.language.llama import LlamaModel
from ..models.language.opening import CAPABILITY as LANGUAGE_MODEL
from ..models.language.opening import FILE
from ..models.language.pairs import Pair, Split, split
from ..models.language.sizes import COPY
from ..models.versions import Versions
from ..shop import InvalidQuery
from ..store.protocol import Store
from ..text.language import detect
from ..writing import GroundedWriter, Writer
from ..writing.learned import LearnedWriter
from ..writing.realise.en import English
from ..writing.realise.zh import Chinese
from ..writing.task import Order, Written, report_of, write_all
from .copy_pairs import copy_pairs

if TYPE_CHECKING:
    from ..models.training.loop import Run

TRIED = 60  # held-out pairs that are written up to compare
WEIGHTS = "model.safetensors"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A version that was taught: what the held-out copies cost it (bits a byte, given their facts), how near its texts come to people's
    (ROUGE-L) and the grounded writer's, and how much nearer they are. `unserved` says why it has no GGUF file, if it has none."""

    version: str
    active: bool
    learnt: int
    held_out: int
    bits_per_byte: float
    figures: dict[str, dict[str, Interval]]
    nearer: Difference | None
    unserved: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        shown = {writer: {name: value.to_dict() for name, value in found.items()} for writer, found in self.figures.items()}
        return {"version": self.version, "active": self.active, "pairs": self.learnt, "held_out_pairs": self.held_out,
                "bits_per_byte": round(self.bits_per_byte, 6), "metrics": shown,
                "rouge_l_gained": self.nearer.to_dict() if self.nearer else None, "unserved": self.unserved or None}


def train_writer(
    store: Store, models: Models, *, base: str | None = None, files: Sequence[Path] = (), mapping: Mapping[str, str] | None = None,
    given: Mapping[str, Any] | None = None, say: Callable[[str], None] | None = None, tell: Callable[[Run], None] | None = None,
) -> Outcome:
    """Teaches a language model on the shop's copy and that of `files` (see `copy_pairs`), adds the version, and puts it in use where its
    texts, behind the gate, are surely nearer to the held-out copies than the grounded writer's. `base` is a folder or hub id; without one
    the writer or language model in use is taught on. `given` are options of training in place of the defaults."""
    try:
        from ..models.language.copywriter import teach
    except ModuleNotFoundError as error:
        raise InvalidQuery(f"training needs the extra [train] ({error.name} is missing); next: pip install 'shopkeeper[train]'") from None
    versions, speak = models[WRITER], say or (lambda sentence: None)
    sources = Counter[str]()
    pairs = split(_counted(copy_pairs(store, files, mapping), sources))
    speak(f"{len(pairs.train):,} pairs of facts and copy to learn from, {len(pairs.held_out):,} held out, {pairs.copies:,} copies left out")
    base = base or _base(models)
    taught = teach(pairs, base, COPY.given(**(given or {})), versions.folder, tell=tell)
    licence = OWN if not files else f"{OWN}, and those of the files"
    version = versions.add(taught.write, card=taught.card({"bits_per_byte": taught.bits_per_byte}, sources, licence),
                           about={"origin": {"files": [str(path.resolve()) for path in files], "map": dict(mapping or {})}})
    figures: dict[str, dict[str, Interval]] = {}
    nearer = None
    if not taught.unserved:
        speak(f"writing up {min(TRIED, len(pairs.held_out))} of the held-out pairs, beside the grounded writer")
        figures, nearer = beside(version.folder, pairs)
        versions.note(version.name, f"ROUGE-L on held-out pairs against the grounded writer: {nearer}.", metric="ROUGE-L",
                      difference=nearer)
    active = nearer is not None and nearer.low > 0
    if active:
        versions.promote(version.name)
    taught.clear()
    return Outcome(version.name, active, len(pairs.train), len(pairs.held_out), taught.bits_per_byte, figures, nearer, taught.unserved)


def beside(folder: Path, pairs: Split) -> tuple[dict[str, dict[str, Interval]], Difference]:
    """How the model in a folder, with the grounded writer behind it, and the grounded writer alone write up held-out pairs; and how much
    nearer to people's copy the first comes."""
    orders = [_order(pair) for pair in pairs.held_out[:TRIED]]
    model, grounded = LlamaModel(folder / FILE), GroundedWriter({"en": English(), "zh": Chinese()})
    try:
        own = write_all(Writer([LearnedWriter(lambda: model), grounded]).write, orders)
    finally:
        model.close()
    rules = write_all(Writer([grounded]).write, orders)
    figures = {name: {metric: value for metric, value in report_of(texts).metrics.items() if isinstance(value, Interval)}
               for name, texts in (("own", own), ("grounded", rules))}
    return figures, compare(_near(own), _near(rules))


def _near(texts: Sequence[Written]) -> list[float]:
    return [row["rouge_l"] for row in report_of(texts).rows]


def _order(pair: Pair) -> Order:
    facts = [[name, value] for name, value in pair.facts]
    language = detect(pair.copy)
    title = [["标题" if language == "zh" else "title", pair.title]] if pair.title else []
    return Order(title + facts, language, pair.copy)


def _counted(found: Iterator[tuple[str, Pair]], sources: Counter[str]) -> Iterator[Pair]:
    for source, pair in found:
        sources[source] += 1
        yield pair


def _base(models: Models) -> str:
    """The writer in use, else the language model in use."""
    for name in (WRITER, LANGUAGE_MODEL):
        versions: Versions = models[name]
        if versions.active and (versions.get(versions.active).folder / WEIGHTS).exists():
            return str(versions.get(versions.active).folder)
    raise InvalidQuery("there is no language model to teach; next: shopkeeper train language-model, or name one with --base")
