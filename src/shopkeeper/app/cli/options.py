"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import typer


def flag(name: str, help: str, metavar: str | None = None) -> Any:
    """An option that may be left out: its help shows no default."""
    return typer.Option(name, metavar=metavar, help=help, show_default=False)


Shop = Annotated[str | None, flag(
    "--shop", "The shop: its folder or the URL of its database (else $SHOPKEEPER_SHOP, else ./shop).", "PATH_OR_URL")]
DataDir = Annotated[str | None, flag("--data-dir", "Where index, pictures and rejects lie, when not in the shop's folder.", "FOLDER")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
K = Annotated[int, typer.Option("--k", "-k", min=1, max=1000, help="How many to show.")]
Where = Annotated[list[str] | None, flag(
    "--where", 'A filter, such as "price<500", "brand=Edifier", "color=red|blue", "in_stock=true". Repeatable.', "FILTER")]
LanguageName = Literal["zh", "en"]
Language = Annotated[LanguageName | None, flag("--language", "Language of the answer; default: the query's.")]
Map = Annotated[list[str] | None, flag(
    "--map", "Which column is which field: in place, or a TOML or JSON file of such pairs. Repeatable.", "FILE|theirs=ours,…")]
Port = Annotated[int | None, typer.Option("--port", min=0, max=65535, show_default=False,
                                          help="Port to listen on (else the setting, 8777); 0: any free one.")]
Ray = Annotated[str | None, flag(
    "--ray", "Do the models' work on a Ray cluster: its address (host:6379, ray://host:10001), auto, or local.", "ADDRESS")]
