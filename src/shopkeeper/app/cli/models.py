"""`models`: which versions of a trained model there are, and which one is in use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast, get_args

import typer

from ...models.capabilities import CAPABILITIES
from ...models.versions import SHIPPED
from ...shop import InvalidQuery, Language
from . import options
from .output import print_json, print_table, progress, remark, say
from .session import opened

if TYPE_CHECKING:
    from ...models.versions import Versions

app = typer.Typer(no_args_is_help=True, help="The versions of the shop's trained models, and which is in use.")

Capability = Annotated[str, typer.Argument(help="What the model is for: ranker, encoder …", show_default=False)]
Name = Annotated[str, typer.Argument(metavar="VERSION", help="A version that `models list` shows.", show_default=False)]


@app.command("list")
def list_(capability: Annotated[str | None, typer.Argument(help="Only of this; default: of all.", show_default=False)] = None,
          shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """Every version of every model, oldest first; `shipped` is the one that came with Shopkeeper."""
    with opened(shop, data_dir) as front:
        found = [(name, version) for name in ([capability] if capability else front.models) for version in front.models[name].all()]
    if json:
        return print_json([{"capability": name, **version.to_dict()} for name, version in found])
    print_table(["model", "version", "in use", "learnt from"],
                [[name, each.name, "yes" if each.active else "", _origin(each.config)] for name, each in found])
    if all(version.name == SHIPPED for _, version in found):
        say("none is this shop's own yet; next: shopkeeper train ranker")


def _origin(config: Mapping[str, Any]) -> str:
    data: Mapping[str, Any] = config.get("data", {})
    return ", ".join(data.get("sources", ())) or str(config.get("source", ""))


@app.command()
def show(
    capability: Capability,
    version: Annotated[str | None, typer.Argument(
        metavar="[VERSION]", help="A version that `models list` shows; default: the one in use.", show_default=False)] = None,
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:
    """The card of a version: what it was learnt from and how well it did."""
    with _versions(capability, shop, data_dir) as versions:
        name = version or versions.active
        if name is None:
            raise InvalidQuery(f"no {capability} is in use; expected the name of a version that `shopkeeper models list` shows")
        found = versions.get(name)
        _answer({"capability": capability, **found.to_dict()}, found.card.rstrip(), json)


@app.command()
def promote(
    capability: Capability, version: Name,
    anyway: Annotated[bool, typer.Option("--anyway", help="Also one that was measured and is worse, or has to be made anew.")] = False,
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:  # fmt: skip
    """Puts a version in use; running servers take it up with their next search. Exit code 1 where it is known to be worse.

    Another encoder makes other vectors: the index is built anew aside, and running servers change to both at once.
    """
    from ..promotion import obstacle

    with opened(shop, data_dir) as front, progress(json) as step:
        against = obstacle(front.models[capability], version)
        if against and against.why != "in-use" and not anyway:
            remark(f"{capability} {version} is not put in use: {against}; to do so all the same: --anyway")
            raise typer.Exit(1)
        found = front.promote(capability, version, progress=step)
    _answer({"capability": capability, **found.to_dict()}, f"{capability} {found.name} is in use", json)


@app.command()
def rollback(capability: Capability, shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """Puts what was in use before back, which may be no model."""
    with opened(shop, data_dir) as front, progress(json) as step:
        name = front.rollback(capability, progress=step)
    known = CAPABILITIES.get(capability)
    text = f"{capability} {name} is in use" if name else f"no {capability} is in use" + (f": {known.without}" if known else "")
    _answer({"capability": capability, "version": name}, text, json)


@app.command()
def add(
    source: Annotated[str, typer.Argument(
        metavar="ID|FOLDER|FILE", help="A model's id on the Hugging Face hub, its folder, or a GGUF file.", show_default=False)],
    kind: Annotated[Literal["encoder", "classifier", "language-model"], options.flag("--as", "What it is to be here.")],
    name: Annotated[str | None, options.flag("--name", "What a classifier is for, such as sentiment; default: classifier.", "NAME")] = None,
    language: Annotated[list[str] | None, options.flag(
        "--language", "A language that it understands; default: found by asking it for synonyms. Repeatable.", "zh|en")] = None,
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:
    """Brings in a Hugging Face model: converted once, checked against the original, kept as a version that is not in use yet.

    Converting needs the extra [train]; serving what was converted does not. A GGUF file is taken as it is.
    """
    from ...models.add import add_classifier, add_encoder, add_language_model
    from ...reviews.sentiment import CAPABILITY as SENTIMENT
    from ...reviews.sentiment import LABELS

    if find_spec("transformers") is None and not source.lower().endswith(".gguf"):
        raise InvalidQuery("converting a model needs the extra [train]; next: pip install 'shopkeeper[train]'")
    if unknown := [each for each in language or () if each not in get_args(Language)]:
        raise InvalidQuery(f"--language: expected zh or en, got {unknown[0]}")
    spoken = cast(list[Language], language or [])
    if name is not None and kind != "classifier":
        raise InvalidQuery(f"--name: expected only with --as classifier, got it with --as {kind}")
    capability = name or kind
    with opened(shop, data_dir) as front:
        versions = front.models.named(capability)
        if kind == "encoder":
            found = add_encoder(source, versions, spoken)
        elif kind == "classifier":
            found = add_classifier(source, versions, spoken, LABELS if capability == SENTIMENT else ())
        else:
            found = add_language_model(source, versions)
    text = f"{found.card.rstrip()}\n\nnext: shopkeeper models promote {capability} {found.name}"
    _answer({"capability": capability, **found.to_dict()}, text, json)


@contextmanager
def _versions(capability: str, shop: str | None, data_dir: str | None) -> Iterator[Versions]:
    with opened(shop, data_dir) as front:
        yield front.models[capability]


def _answer(value: Any, text: str, json: bool) -> None:
    print_json(value) if json else say(text)
