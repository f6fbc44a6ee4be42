"""`models`: which versions of a trained model there are, and which one is in use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ...shop import NotFound
from . import options
from .output import print_json, print_table, say
from .session import opened

if TYPE_CHECKING:
    from ...models.versions import Versions

app = typer.Typer(no_args_is_help=True, help="The versions of the shop's trained models, and which is in use.")

Capability = Annotated[str, typer.Argument(help="What the model is for, such as ranker.", show_default=False)]
Name = Annotated[str, typer.Argument(metavar="VERSION", help="A version that `models list` shows.", show_default=False)]


@app.command("list")
def list_(shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """Every version of every model, oldest first."""
    with opened(shop, data_dir) as front:
        found = [(capability, version) for capability, versions in front.models.items() for version in versions.all()]
    if json:
        return print_json([{"capability": capability, **version.to_dict()} for capability, version in found])
    if not found:
        return say("no trained model yet; next: shopkeeper train ranker")
    print_table(["model", "version", "in use", "learnt from"],
                [[capability, each.name, "yes" if each.active else "", each.config.get("source", "")] for capability, each in found])


@app.command()
def show(capability: Capability, version: Name, shop: options.Shop = None, data_dir: options.DataDir = None,
         json: options.Json = False) -> None:
    """The card of a version: what it was learnt from and how well it did."""
    with _versions(capability, shop, data_dir) as versions:
        found = versions.get(version)
        _answer({"capability": capability, **found.to_dict()}, found.card.rstrip(), json)


@app.command()
def promote(capability: Capability, version: Name, shop: options.Shop = None, data_dir: options.DataDir = None,
            json: options.Json = False) -> None:
    """Puts a version in use; running servers take it up with their next search."""
    with _versions(capability, shop, data_dir) as versions:
        found = versions.promote(version)
        _answer({"capability": capability, **found.to_dict()}, f"{capability} {found.name} is in use", json)


@app.command()
def rollback(capability: Capability, shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """Puts what was in use before back, which may be no model."""
    with _versions(capability, shop, data_dir) as versions:
        name = versions.rollback()
        text = f"{capability} {name} is in use" if name else f"no {capability} is in use: the untrained order holds"
        _answer({"capability": capability, "version": name}, text, json)


@contextmanager
def _versions(capability: str, shop: str | None, data_dir: str | None) -> Iterator[Versions]:
    with opened(shop, data_dir) as front:
        if capability not in front.models:
            raise NotFound("model", capability)
        yield front.models[capability]


def _answer(value: Any, text: str, json: bool) -> None:
    print_json(value) if json else say(text)
