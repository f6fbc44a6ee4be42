"""`train` as a job: the capabilities that can be trained and what each of them must be told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

if TYPE_CHECKING:
    from ..search.lessons import Rated
    from .shop import Shop

Progress = Callable[[str, int, int], None]
Capability = Literal["ranker", "encoder", "language-model", "writer", "forecast", "sentiment", "attributes", "recommender",
                     "recommend-ranker", "customers"]
_OPTIONS = ("epochs", "batch_size", "lr", "weight_decay", "warmup", "seed", "device", "tune")
NETWORKS = ("encoder", "language-model", "writer", "sentiment", "recommender")  # what takes the options of training
TAKE_DATA = ("ranker", "encoder", "language-model", "writer", "sentiment", "attributes", "recommender")


class TrainArguments(BaseModel):
    """Of `train`: the capability, and the flags of its command."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    files: ClassVar[tuple[str, ...]] = ("data",)
    local: ClassVar[tuple[str, ...]] = ("base",)
    capability: Capability = Field(description="one of " + ", ".join(get_args(Capability)))
    data: str = Field("", description="the file to learn from; default: the shop's own rows")
    map: list[str] = Field([], description="pairs theirs=ours")
    clicks: bool = Field(False, description="learn from the search log (ranker, encoder)")
    judged: bool = Field(False, description="learn from the judgments that are kept in the shop (ranker, encoder)")
    base: str = Field("", description="what to start from: a folder or the id of a model")
    epochs: float | None = Field(None, gt=0)
    batch_size: int | None = Field(None, gt=0)
    lr: float | None = Field(None, gt=0)
    weight_decay: float | None = Field(None, ge=0)
    warmup: float | None = Field(None, ge=0, le=1)
    seed: int | None = Field(None, ge=0)
    device: str | None = None
    tune: int = Field(0, ge=0, le=1000)
    period: Literal["day", "week", "month"] = Field("day", description="by which period is foretold (forecast)")
    also: list[str] = Field([], description="further methods to try (forecast): chronos, chronos:MODEL")

    @model_validator(mode="after")
    def _fit(self) -> TrainArguments:
        sources = bool(self.data) + self.clicks + self.judged
        if self.capability == "ranker" and sources != 1:
            raise ValueError("ranker: expected either data, a file of judgments, or clicks=true, or judged=true")
        if self.capability == "encoder" and sources > 1:
            raise ValueError("encoder: expected either data, a file of judgments, or clicks=true, or judged=true, not both")
        if self.capability == "attributes" and not self.data:
            raise ValueError("attributes: data is missing, a file of rows whose attributes are known")
        if self.data and self.capability not in TAKE_DATA:
            raise ValueError(f"{self.capability}: it learns from the shop's own rows and takes no data")
        if (self.also or self.period != "day") and self.capability != "forecast":
            raise ValueError(f"{self.capability}: it foretells nothing and takes no {'also' if self.also else 'period'}")
        named = [name for name in ("base", *_OPTIONS) if getattr(self, name)]
        if named and self.capability not in NETWORKS and named != ["seed"]:
            raise ValueError(f"{self.capability}: it is no network and takes no {named[0]}")
        return self

    @property
    def given(self) -> dict[str, Any]:
        """The options of training that were given."""
        return {name: getattr(self, name) for name in _OPTIONS}

    @property
    def path(self) -> Path | None:
        """The file to learn from."""
        return Path(self.data) if self.data else None


def train(shop: Shop, asked: TrainArguments, progress: Progress) -> Any:
    """Trains a capability as its command does; what came of it, with whether the new version is in use."""
    return _TRAINERS[asked.capability](shop, asked, progress).to_dict()


def _rated(shop: Shop, asked: TrainArguments) -> Rated | None:
    from ..search.lessons import clicked
    from .update import kept_rated, read_rated

    if asked.path:
        return read_rated(asked.path, asked.map)
    return clicked(shop.store) if asked.clicks else kept_rated(shop) if asked.judged else None


def _encoder(shop: Shop, asked: TrainArguments, progress: Progress) -> Any:
    from .encoder_training import train_encoder

    return train_encoder(shop, _rated(shop, asked), base=asked.base or None, given=asked.given, progress=progress)


def _language_model(shop: Shop, asked: TrainArguments, progress: Progress) -> Any:
    from ..models.language.opening import CAPABILITY
    from ..store.importers import parse_mapping
    from .language_training import train_language_model

    return train_language_model(shop.store, shop.models[CAPABILITY], base=asked.base or None, files=[asked.path] if asked.path else [],
                                mapping=parse_mapping(asked.map), given=asked.given, tell=_steps(progress))


def _writer(shop: Shop, asked: TrainArguments, progress: Progress) -> Any:
    from ..store.importers import parse_mapping
    from .writer_training import train_writer

    given = {name: value for name, value in asked.given.items() if name != "tune"}
    return train_writer(shop.store, shop.models, base=asked.base or None, files=[asked.path] if asked.path else [],
                        mapping=parse_mapping(asked.map), given=given, tell=_steps(progress))


def _sentiment(shop: Shop, asked: TrainArguments, progress: Progress) -> Any:
    from .reviewed import origin, reviews_of

    where = origin(asked.path, asked.map, "drop")
    reviews, source = reviews_of(shop.store, where)
    return shop.train_sentiment(reviews, source, base=asked.base or None, given=asked.given, origin=where, progress=progress)


def _attributes(shop: Shop, asked: TrainArguments, progress: Progress) -> Any:
    from ..catalog.attributes.extractor import CAPABILITY
    from ..catalog.attributes.train import read_attributes, train
    from ..store.importers import parse_mapping, read_rows

    rows = ((row.number, row.values) for row in read_rows(Path(asked.data), parse_mapping(asked.map)))
    return train(read_attributes(rows, asked.data), shop.models[CAPABILITY], asked.data, progress)


def _forecast(shop: Shop, asked: TrainArguments, progress: Progress) -> Any:
    from ..demand.panel import Period

    return shop.demand.train(Period(asked.period), progress=progress, also=asked.also)


def _steps(progress: Progress) -> Callable[[Any], None]:
    return lambda run: progress(f"training: {run}", len(run.points), run.steps)


_TRAINERS: dict[str, Callable[[Any, TrainArguments, Progress], Any]] = {
    "ranker": lambda shop, asked, progress: shop.train_ranker(_rated(shop, asked), seed=asked.seed or 0, progress=progress),
    "encoder": _encoder,
    "language-model": _language_model,
    "writer": _writer,
    "forecast": _forecast,
    "sentiment": _sentiment,
    "attributes": _attributes,
    "recommender": lambda shop, asked, progress: shop.train_recommender(asked.path, given=asked.given, progress=progress),
    "recommend-ranker": lambda shop, asked, progress: shop.train_recommend_ranker(seed=asked.seed or 0, progress=progress),
    "customers": lambda shop, asked, progress: shop.prospects.train(progress=progress),
}
