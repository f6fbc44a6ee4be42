"""`evaluate attributes|classify|price`, `train attributes`: how well the catalogue is read, on a user's own rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from ...shop import NotFound
from . import options
from .gates import conclude
from .output import Step, print_json, progress, say
from .session import opened

if TYPE_CHECKING:
    from ...catalog.attributes.extractor import Extractor
    from ...catalog.words import Encode
    from ...evaluation import Report

T = TypeVar("T")
_ATTRIBUTES = "Rows {input, category, target_scores: {attribute: {value: 1}}}; the value n/a says that the text states none."
_PLACED = 'Rows {title, description?, path}, a path such as "Clothing > Dresses"; JSONL, CSV, TSV or Parquet, also .gz.'
_PRICED = "Rows {title, description?, category?, brand?, price}; JSONL, CSV, TSV or Parquet, also .gz."
Gates = Annotated[list[str] | None, options.flag("--gate", "Exit with 1 unless this holds. Repeatable.", "METRIC>=X")]
Save = Annotated[Path | None, options.flag("--save", "Keep the whole report as JSON.", "FILE")]


def attributes(
    data: Annotated[Path, options.flag("--data", _ATTRIBUTES, "FILE")],
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    map: options.Map = None,
    gate: Gates = None,
    save: Save = None,
    json: options.Json = False,
) -> None:
    """Measures the reading of attributes out of titles: micro_f1, precision, recall. Without a shop it measures the shipped extractor."""
    from ...catalog.attributes.task import measure
    from ...catalog.attributes.train import read_attributes

    rows = read_attributes(_rows(data, map), str(data))
    _measured(_extractor(shop, data_dir), lambda extractor, step: measure(extractor, rows, step), gate, save, json)


def classify(
    data: Annotated[Path, options.flag("--data", _PLACED, "FILE")],
    labels: Annotated[
        int | None, typer.Option("--labels", metavar="N", min=0, help="Learn from so many rows a category; 0: from names alone.")
    ] = None,
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    map: options.Map = None,
    gate: Gates = None,
    save: Save = None,
    json: options.Json = False,
) -> None:
    """Measures classification: learns from four fifths of the rows, and is measured (macro_f1, accuracy) on the other fifth."""
    from ...catalog.classify.task import measure, read_placed

    rows = read_placed(_rows(data, map), str(data))
    _measured(_encode(shop, data_dir), lambda encode, step: measure(rows, encode, labels, step), gate, save, json)


def price(
    data: Annotated[Path, options.flag("--data", _PRICED, "FILE")],
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    map: options.Map = None,
    gate: Gates = None,
    save: Save = None,
    json: options.Json = False,
) -> None:
    """Measures the price to expect: learns from four fifths of the rows, and is measured (mape, coverage_80, width) on the other fifth."""
    from ...catalog.price.task import measure, read_priced

    rows = read_priced(_rows(data, map), str(data))
    _measured(_encode(shop, data_dir), lambda encode, step: measure(rows, encode, step), gate, save, json)


def train(
    data: Annotated[Path, options.flag("--data", _ATTRIBUTES, "FILE")],
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    map: options.Map = None,
    json: options.Json = False,
) -> None:
    """Learns to read attributes out of titles from rows whose attributes are known. It is used from now on unless it is worse than the one
    in use on a fifth that was held out, else exit code 1."""
    from ...catalog.attributes.train import read_attributes, train

    rows = read_attributes(_rows(data, map), str(data))
    with opened(shop, data_dir) as front, progress(json) as step:
        made = train(rows, front.models["attributes"], str(data), step)
    if json:
        print_json(made.to_dict())
    else:
        say(f"learnt from {made.learnt:,} titles; on {made.held_out:,} held out:\n{made.report}")
        say(f"version {made.version}: " + ("in use now" if made.active else "worse than the one in use, not activated"))
    if not made.active:
        raise typer.Exit(1)


def _measured(
    opening: AbstractContextManager[T], measure: Callable[[T, Step | None], Report], gate: list[str] | None, save: Path | None, json: bool,
) -> None:
    """Measures what is opened, keeps the report where asked and holds it against the gates."""
    from ...evaluation import Gate

    gates = [Gate.parse(each) for each in gate or ()]
    with opening as used, progress(json) as step:
        report = measure(used, step)
    if save:
        report.save(save)
    conclude(report, gates, json)


def _rows(data: Path, map: list[str] | None) -> Iterator[tuple[int, Mapping[str, Any]]]:
    from ...store.importers import parse_mapping, read_rows

    return ((row.number, row.values) for row in read_rows(data, parse_mapping(map or ())))


@contextmanager
def _extractor(shop: str | None, data_dir: str | None) -> Iterator[Extractor]:
    """The extractor that the shop uses; without a shop the shipped one."""
    from ...catalog.attributes.extractor import CAPABILITY, Extractor
    from ...models.capabilities import SHIPPED
    from .. import settings

    database = settings.load(shop, data_dir).database
    if shop is None and isinstance(database, Path) and not database.exists():
        yield Extractor.load(SHIPPED / CAPABILITY)
        return
    with opened(shop, data_dir) as front:
        version = front.models[CAPABILITY].active
        if version is None:
            raise NotFound("model in use", CAPABILITY)
        yield Extractor.load(front.models[CAPABILITY].get(version).folder)


@contextmanager
def _encode(shop: str | None, data_dir: str | None) -> Iterator[Encode]:
    """The encoder of the shop, without a shop the shipped one."""
    from ...models.encoder import load_encoder
    from .. import settings

    database = settings.load(shop, data_dir).database
    if shop is None and isinstance(database, Path) and not database.exists():
        yield load_encoder().encode
        return
    with opened(shop, data_dir) as front:
        yield lambda texts: front.cached(front.encoder).encode(texts)
