"""Trains a shop's models anew from what came in since, and puts one in use only where it is not worse."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ..customers.intention import CAPABILITY as INTENTION
from ..customers.intention_train import data_of as visits_data
from ..customers.intention_train import looks_of, train_intention
from ..customers.value_train import CAPABILITY as VALUE
from ..customers.value_train import data_of as purchases_data
from ..customers.value_train import train_value
from ..evaluation import Difference
from ..models.capabilities import ENCODER, Models
from ..models.language.opening import CAPABILITY as LANGUAGE_MODEL
from ..models.sequences.options import DEFAULTS
from ..models.versions import SHIPPED, Version, Versions
from ..recommend.choice import CAPABILITY as LOOKS
from ..recommend.train import CAPABILITY as RECOMMENDER
from ..recommend.train import events_of
from ..recommend.train import train as train_recommender
from ..reviews.sentiment import CAPABILITY as SENTIMENT
from ..reviews.train import lesson as reviews_lesson
from ..search.judging import kept_judgments
from ..search.lessons import CLICKS, Rated, against, clicked, judged, learn, lesson_of
from ..search.ranker import CAPABILITY as RANKER
from ..search.ranker import TreeRanker
from ..search.task import read_judgments
from ..shop import InvalidFile, InvalidQuery
from ..store.importers import parse_mapping, read_rows
from .reviewed import reviews_of

if TYPE_CHECKING:
    from .shop import Shop

Outcome = Literal["nothing new", "in use", "not in use"]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Updated:
    """What became of a capability: the version that was made, or the newest where there was nothing new; and how much better it is than
    the one that was in use, on rows that neither learnt from."""

    capability: str
    outcome: Outcome
    version: str
    metric: str = ""
    difference: Difference | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"capability": self.capability, "outcome": self.outcome, "version": self.version, "metric": self.metric,
                "difference": self.difference.to_dict() if self.difference else None}

    def __str__(self) -> str:
        if self.outcome == "nothing new":
            return f"{self.capability}: nothing new since {self.version}"
        told = f", {self.metric} {self.difference}" if self.difference else ""
        worse = "worse than the one in use, which stays" if self.difference else "not better than none"
        return f"{self.capability}: version {self.version}{told}: " + ("in use now" if self.outcome == "in use" else worse)


def own(versions: Versions) -> list[Version]:
    """The versions that were trained here, oldest first."""
    return [version for version in versions.all() if version.name != SHIPPED and version.config.get("data", {}).get("rows")]


def update(shop: Shop, capabilities: Sequence[str] = (), progress: Progress | None = None) -> list[Updated]:
    """Updates these capabilities, by default all that a model was trained for here. `InvalidQuery` for one that cannot be updated."""
    for name in capabilities:
        if name not in UPDATES:
            raise InvalidQuery(f"{name}: cannot be updated; expected one of {', '.join(UPDATES)}")
        if not own(shop.models[name]):
            raise InvalidQuery(f"{name}: no model was trained here yet; next: shopkeeper train {name}")
    return [UPDATES[name](shop, progress) for name in capabilities or trained(shop.models)]


def trained(models: Models) -> list[str]:
    """The capabilities that can be updated and that a model was trained for here."""
    return [name for name in UPDATES if own(models[name])]


def update_ranker(shop: Shop, progress: Progress | None = None) -> Updated:
    """The ranker, from the search log or the file of judgments that the newest was learnt from."""
    versions = shop.models[RANKER]
    newest = own(versions)[-1]
    rated = _rated(shop, RANKER, newest.config)
    if not newest.marked and rated.data.fingerprint == newest.config["data"]["fingerprint"]:
        return Updated(RANKER, "nothing new", newest.name)
    lesson = lesson_of(rated, shop.examined, progress)
    in_use = versions.active
    made = learn(lesson, versions, progress=progress, promote=in_use is None)
    if in_use is None:
        return Updated(RANKER, "in use" if made.active else "not in use", made.version)
    new, old = (TreeRanker(versions.get(name).folder) for name in (made.version, in_use))
    difference = against(lesson, new, old)
    good = made.trial.better if difference is None else difference.not_worse
    return _settled(versions, Updated(RANKER, "in use" if good else "not in use", made.version, "ndcg@10", difference), in_use)


def _rated(shop: Shop, capability: str, config: Mapping[str, Any]) -> Rated:
    if config.get("source") == CLICKS:
        return clicked(shop.store)
    origin = config.get("origin") or {}
    if origin.get("kept"):
        return kept_rated(shop)
    path = Path(origin.get("file", ""))
    if not path.is_file():
        gone = f"the judgments that it was learnt from are no longer{f' in {path}' if origin else ' known'}"
        raise InvalidFile(f"{capability}: {gone}; next: shopkeeper train {capability} --data FILE")
    return read_rated(path, origin.get("map", ()))


def kept_rated(shop: Shop) -> Rated:
    """The judgments that are kept in the shop, as they are now."""
    return judged(kept_judgments(shop.store), {"kept": True})


def read_rated(path: Path, mapping: Sequence[str]) -> Rated:
    """The judgments of a file, which a later update can read again."""
    rows = ((row.number, row.values) for row in read_rows(path, parse_mapping(mapping)))
    return judged(read_judgments(rows, str(path)), {"file": str(path.resolve()), "map": list(mapping)})


def _settled(versions: Versions, found: Updated, before: str) -> Updated:
    """Puts the new version in use if it may be, and writes into its card how it stands to the one before."""
    versions.note(found.version, f"Against version {before} on the rows that neither learnt from: {found.metric} {found.difference}.",
                  metric=found.metric, difference=found.difference)
    if found.outcome == "in use":
        versions.promote(found.version)
    return found


def update_encoder(shop: Shop, progress: Progress | None = None) -> Updated:
    """The sentence encoder, from the catalogue and the clicks or judgments that the newest was learnt from, with its options."""
    from .encoder_training import CATALOGUE, lesson, train_encoder

    newest = own(shop.models[ENCODER])[-1]
    rated = None if newest.config.get("source") == CATALOGUE else _rated(shop, ENCODER, newest.config)
    told = lesson(shop, rated)
    if not newest.marked and told.data.fingerprint == newest.config["data"]["fingerprint"]:
        return Updated(ENCODER, "nothing new", newest.name)
    given = {**newest.config["training"], "tune": 0}
    made = train_encoder(shop, rated, base=newest.config.get("base"), given=given, progress=progress, found=told)
    return Updated(ENCODER, "in use" if made.active else "not in use", made.version, made.metric, made.difference)


def update_language_model(shop: Shop, progress: Progress | None = None) -> Updated:
    """The language model, from the shop's texts and the files that the newest was learnt from, as it was made."""
    from ..models.corpus import collect
    from .language_training import train_language_model
    from .texts import texts

    versions = shop.models[LANGUAGE_MODEL]
    newest = own(versions)[-1]
    origin = newest.config.get("origin", {})
    files, mapping = [Path(each) for each in origin.get("files", ())], origin.get("map") or None
    if not newest.marked and collect(texts(shop.store, files, mapping)).fingerprint == newest.config["data"]["fingerprint"]:
        return Updated(LANGUAGE_MODEL, "nothing new", newest.name)
    options = {**newest.config["training"], "tune": 0}
    recipe = {name: options.pop(name) for name in ("size", "base", "lora") if name in options}
    made = train_language_model(
        shop.store, versions, **recipe, files=files, mapping=mapping, given=options,
        tell=lambda run: progress(f"training: {run}", len(run.points), run.steps) if progress else None)
    if made is None:
        raise InvalidQuery("update: expected one process; for several run `torchrun … shopkeeper train language-model`")
    outcome: Outcome = "in use" if made.active else "not in use"
    return Updated(LANGUAGE_MODEL, outcome, made.version, "bits a byte saved", made.saved)


def update_sentiment(shop: Shop, progress: Progress | None = None) -> Updated:
    """The reading of reviews, from the shop's own or the file that the newest was learnt from, with its options."""
    newest = own(shop.models[SENTIMENT])[-1]
    reviews, source = reviews_of(shop.store, newest.config["origin"])
    if not newest.marked and reviews_lesson(reviews, source).data.fingerprint == newest.config["data"]["fingerprint"]:
        return Updated(SENTIMENT, "nothing new", newest.name)
    given = {**newest.config["training"], "tune": 0}
    made = shop.train_sentiment(
        reviews, source, base=newest.config["base"], given=given, origin=newest.config["origin"], progress=progress)
    return Updated(SENTIMENT, "in use" if made.active else "not in use", made.version, "accuracy", made.difference)


def update_value(shop: Shop, progress: Progress | None = None) -> Updated:
    """What says the value of customers, from the orders of now."""
    newest, purchases = own(shop.models[VALUE])[-1], shop.prospects.purchases()
    if not newest.marked and purchases_data(purchases).fingerprint == newest.config["data"]["fingerprint"]:
        return Updated(VALUE, "nothing new", newest.name)
    made = train_value(purchases, shop.models[VALUE], int(newest.config["days"]), progress)
    return Updated(VALUE, "in use", made.version, "deviance saved", made.difference)


def update_intention(shop: Shop, progress: Progress | None = None) -> Updated:
    """The reading of intentions, from the visits of now."""
    newest = own(shop.models[INTENTION])[-1]
    if not newest.marked and visits_data(looks_of(shop.store)).fingerprint == newest.config["data"]["fingerprint"]:
        return Updated(INTENTION, "nothing new", newest.name)
    made = train_intention(shop.store, shop.models[INTENTION], progress)
    return Updated(INTENTION, "in use" if made.active else "not in use", made.version, "squared error saved", made.difference)


def update_recommender(shop: Shop, progress: Progress | None = None) -> Updated:
    """What shoppers come to next, from the shop's events or the file that the newest was learnt from, with its options."""
    newest = own(shop.models[RECOMMENDER])[-1]
    events = events_of(shop.store, newest.config["origin"])
    if not newest.marked and events.data.fingerprint == newest.config["data"]["fingerprint"]:
        return Updated(RECOMMENDER, "nothing new", newest.name)
    given = {name: newest.config["training"][name] for name in DEFAULTS.to_dict()}
    made = train_recommender(
        events, shop.models[RECOMMENDER], sources=shop.models[LOOKS], given={**given, "tune": 0}, progress=progress)
    return Updated(RECOMMENDER, "in use" if made.active else "not in use", made.version, "ndcg@10", made.against)


UPDATES: dict[str, Callable[[Shop, Progress | None], Updated]] = {
    RANKER: update_ranker, ENCODER: update_encoder, LANGUAGE_MODEL: update_language_model, SENTIMENT: update_sentiment,
    VALUE: update_value, INTENTION: update_intention,
    RECOMMENDER: update_recommender,
}  # fmt: skip
