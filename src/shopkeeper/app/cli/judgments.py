"""`judgments`: how well products fit queries, as people say."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from . import options
from .output import print_json, print_table, say
from .session import opened

app = typer.Typer(help="How well products fit queries, as people say: 0 does not fit, 3 fits exactly.", no_args_is_help=True)

Query = Annotated[str, typer.Argument(help="The query.", show_default=False)]
ProductId = Annotated[str, typer.Argument(metavar="PRODUCT", help="The id of a product.", show_default=False)]


@app.command("list")
def list_(
    query: Annotated[str, typer.Option("--query", help="Only those of this query.", show_default=False)] = "",
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:  # fmt: skip
    """Shows the judgments."""
    from ...shop import to_dict

    with opened(shop, data_dir) as front:
        found = front.store.judgments.of(query) if query else list(front.store.judgments.all())
    if json:
        return print_json([to_dict(each) for each in found])
    if not found:
        return say("none")
    print_table(["ID", "query", "product", "rating", "by"], [[j.id, j.query, j.product_id, j.rating, j.by] for j in found])


@app.command()
def add(
    query: Query,
    product: ProductId,
    rating: Annotated[int, typer.Argument(min=0, max=3, help="0 does not fit, 1 a little, 2 fits, 3 exactly.", show_default=False)],
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:  # fmt: skip
    """Says how well a product fits a query, in place of what was said before."""
    from ...shop import judgment, to_dict

    made = judgment(query, product, rating, datetime.now(UTC), "cli")
    with opened(shop, data_dir) as front:
        front.store.products.get(product)
        front.store.judgments.put([made])
    print_json(to_dict(made)) if json else say(f"{made.query} · {product}: {rating}")


@app.command()
def delete(
    ids: Annotated[list[str], typer.Argument(help="Ids, as `judgments list` shows them.", show_default=False)],
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:  # fmt: skip
    """Removes judgments. Exit code 1 when there was none of these."""
    with opened(shop, data_dir) as front:
        count = front.store.judgments.delete(ids)
    print_json({"deleted": count}) if json else say(f"{count} deleted")
    if not count:
        raise typer.Exit(1)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="Rows {query, product_id, rating}; JSONL, CSV, TSV or Parquet, also .gz.",
                                         show_default=False)],
    map: options.Map = None, shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:  # fmt: skip
    """Adds the judgments of a file, all or none."""
    from ...search.judging import read_judged
    from ...store.importers import parse_mapping, read_rows

    rows = ((row.number, row.values) for row in read_rows(file, parse_mapping(map or ())))
    judged = list(read_judged(rows, str(file), datetime.now(UTC), "cli"))
    with opened(shop, data_dir) as front:
        written = front.store.judgments.put(judged)
    counts = {"new": written.new, "changed": written.changed, "unchanged": written.unchanged}
    print_json(counts) if json else say(" · ".join(f"{count} {name}" for name, count in counts.items()))


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="Where to; CSV where the name ends so, else a JSON object a line.", show_default=False)],
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:  # fmt: skip
    """Writes the judgments as `evaluate search --data` and `train ranker --data` read them."""
    from ...search.judging import export_judged

    with opened(shop, data_dir) as front:
        count = export_judged(front.store.judgments.all(), file)
    print_json({"rows": count, "file": str(file)}) if json else say(f"{count} judgments in {file}")


@app.command()
def measure(shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False) -> None:
    """How well the judged queries are answered: ndcg@10 of all and of each, the worst first."""
    with opened(shop, data_dir) as front:
        found = front.tuner.measure()
    if json:
        return print_json(found.to_dict())
    say(f"ndcg@10  {found.before or 'no product that fits is known'}")
    rows = sorted(found.queries, key=lambda each: (each.before is None, each.before or 0.0))
    print_table(["query", "ndcg@10", "judged@10"],
                [[each.query, "–" if each.before is None else f"{each.before:.3f}", f"{each.judged:.0%}"] for each in rows])
