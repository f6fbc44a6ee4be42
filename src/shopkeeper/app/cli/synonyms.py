"""`synonyms`: which words mean the same in this shop."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import options
from .output import print_json, print_table, say
from .session import opened

if TYPE_CHECKING:
    from ...shop import Synonym

app = typer.Typer(help="Words that mean the same in this shop.", no_args_is_help=True)


@app.command("list")
def list_(shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """Shows the synonyms."""
    from ...shop import to_dict

    with opened(shop, data_dir) as front:
        synonyms = front.synonyms.all()
    if json:
        return print_json([to_dict(synonym) for synonym in synonyms])
    print_table(["ID", "synonyms"], [[synonym.id, _shown(synonym)] for synonym in synonyms])


@app.command()
def add(
    words: Annotated[str, typer.Argument(help='"耳机 = headphones" both ways; "trainers > sneakers" for who asks for trainers.',
                                         show_default=False)],
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    json: options.Json = False,
) -> None:
    """Adds a synonym; the next search knows it."""
    from ...shop import to_dict

    with opened(shop, data_dir) as front:
        synonym = front.synonyms.add(words)
    if json:
        return print_json(to_dict(synonym))
    say(f"{synonym.id}: {_shown(synonym)}")


@app.command()
def delete(
    ids: Annotated[list[str], typer.Argument(help="Ids, as `synonyms list` shows them.", show_default=False)],
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    json: options.Json = False,
) -> None:
    """Removes synonyms. Exit code 1 when there was none of these."""
    with opened(shop, data_dir) as front:
        count = front.synonyms.delete(ids)
    print_json({"deleted": count}) if json else say(f"{count} deleted")
    if not count:
        raise typer.Exit(1)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help='Solr or Elasticsearch text ("a, b => c"), or CSV.', show_default=False)],
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    json: options.Json = False,
) -> None:
    """Adds the synonyms of a file, all or none."""
    with opened(shop, data_dir) as front:
        written = front.synonyms.import_file(file)
    counts = {"new": written.new, "changed": written.changed, "unchanged": written.unchanged}
    print_json(counts) if json else say(" · ".join(f"{count} {name}" for name, count in counts.items()))


def _shown(synonym: Synonym) -> str:
    return f"{synonym.source} > {', '.join(synonym.terms)}" if synonym.source else " = ".join(synonym.terms)
