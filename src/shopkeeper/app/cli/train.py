"""`train`: makes a model from the shop's own data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ...shop import InvalidQuery
from . import catalog_tasks, customers, encoder, forecasts, language_model, options, recommend_ranker, recommender, reviews, writer
from .output import print_json, progress, say
from .session import opened

_DATA = "Judgments: rows {query, product_id, rating}, rating 0 = not relevant; JSONL, CSV, TSV or Parquet, also .gz."

app = typer.Typer(no_args_is_help=True, help="Makes a model from the shop's own data, and uses it where it is better.")


app.command("customers")(customers.train)
app.command("uplift")(customers.train_uplift)
app.command("encoder")(encoder.train)
app.command("language-model")(language_model.train)
app.command("writer")(writer.train)
app.command("forecast")(forecasts.train)
app.command("sentiment")(reviews.train)
app.command("attributes")(catalog_tasks.train)
app.command("recommender")(recommender.train)
app.command("recommend-ranker")(recommend_ranker.train)


@app.command()
def ranker(
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    data: Annotated[Path | None, options.flag("--data", _DATA, "FILE")] = None,
    map: options.Map = None,
    clicks: Annotated[bool, typer.Option("--clicks", help="Learn from the shop's own search log instead.")] = False,
    judged: Annotated[bool, typer.Option("--judged", help="Learn from the judgments that are kept in the shop instead.")] = False,
    seed: Annotated[int, typer.Option("--seed", help="Of the draws; the same seed and data make the same ranker.")] = 0,
    json: options.Json = False,
) -> None:
    """Learns to rank search results. It is used from now on if it is better on queries that were left out, else exit code 1."""
    from ..update import kept_rated, read_rated

    if (data is not None) + clicks + judged != 1:
        raise InvalidQuery("expected either --data FILE with judgments or --clicks or --judged")
    judgments = read_rated(data, map or ()) if data else None
    with opened(shop, data_dir) as front, progress(json) as step:
        trained = front.train_ranker(kept_rated(front) if judged else judgments, seed=seed, progress=step)
    if json:
        print_json(trained.to_dict())
    else:
        say(f"{trained.queries:,} queries of {trained.source}; on queries left out, against the untrained order:")
        say(f"  ndcg@10         {trained.trial.untrained:.4f} -> {trained.trial.trained:.4f}  {trained.trial.ndcg}")
        say(f"  ndcg@10_judged                    {trained.trial.ndcg_judged}")
        say(f"version {trained.version}: " + ("better, in use now" if trained.active else "not better, not activated"))
    if not trained.active:
        raise typer.Exit(1)
