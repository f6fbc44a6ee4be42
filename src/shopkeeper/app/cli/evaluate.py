"""`evaluate`: how well a capability does on a user's own labelled data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from . import assistant, catalog_tasks, forecasts, foreseen, foretold, intents, judged, language_model, opinions, options, reviews
from .gates import conclude
from .output import progress, remark
from .session import opened, similarity_of

_PAIRS = "Pairs of texts: rows {a, b, label}, label 1 = they mean the same, 0 = they do not; JSONL, CSV, TSV or Parquet, also .gz."
_DATA = "Judgments: rows {query, product_id, rating}, rating 0 = not relevant; JSONL, CSV, TSV or Parquet, also .gz."

app = typer.Typer(no_args_is_help=True, help="Measures a capability on your own labelled data.")


app.command("aspects")(opinions.evaluate)
app.command("attributes")(catalog_tasks.attributes)
app.command("classify")(catalog_tasks.classify)
app.command("price")(catalog_tasks.price)
app.command("assistant")(assistant.evaluate)
app.command("claims")(judged.claims)
app.command("forecast")(forecasts.evaluate)
app.command("intents")(intents.evaluate)
app.command("intention")(foretold.intention)
app.command("language-model")(language_model.evaluate)
app.command("recommend")(foreseen.evaluate)
app.command("sentiment")(reviews.evaluate)
app.command("value")(foretold.value)
app.command("writing")(judged.writing)


@app.command()
def search(
    data: Annotated[Path | None, options.flag("--data", f"{_DATA} Default: the judgments that are kept in the shop.", "FILE")] = None,
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    map: options.Map = None,
    gate: Annotated[list[str] | None, options.flag("--gate", "Exit with 1 unless this holds. Repeatable.", "METRIC>=X")] = None,
    against: Annotated[Path | None, options.flag("--against", "Compare with an earlier run's --save.", "FILE")] = None,
    save: Annotated[Path | None, options.flag("--save", "Keep the whole report as JSON.", "FILE")] = None,
    per_query: Annotated[Path | None, options.flag("--per-query", "Keep a CSV with a row for each query, worst first.", "FILE")] = None,
    json: options.Json = False,
) -> None:
    """Measures search: ndcg@10, ndcg@10_judged, mrr@10, recall@100, judged@10 and latency, with 95 % intervals."""
    from ...evaluation import Gate, Report
    from ...search.judging import kept_judgments
    from ...search.task import measure, read_judgments, write_rows
    from ...store.importers import parse_mapping, read_rows

    gates = [Gate.parse(text) for text in gate or ()]
    earlier = Report.load(against) if against else None
    told = read_judgments(((row.number, row.values) for row in read_rows(data, parse_mapping(map or ()))), str(data)) if data else None
    with opened(shop, data_dir) as front, progress(json) as step:
        judgments = told or kept_judgments(front.store)
        report = measure(lambda query: [hit.id for hit in front.search(query, k=200, log=False).hits], judgments, progress=step)
        relevant = {id for ratings in judgments.values() for id, rating in ratings.items() if rating > 0}
        missing = len(relevant) - len(front.store.products.get_many(list(relevant)))
    if missing:
        found = f"{missing:,} of {len(relevant):,} relevant products are not in this shop and count as not found"
        remark(f"{found}; is product_id the shop's id?")
    comparison = report.against(earlier, str(against)) if earlier else None
    if save:
        report.save(save)
    if per_query:
        write_rows(report, per_query)
    conclude(report, gates, json, comparison)


@app.command()
def similarity(
    data: Annotated[Path, options.flag("--data", _PAIRS, "FILE")],
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    map: options.Map = None,
    gate: Annotated[list[str] | None, options.flag("--gate", "Exit with 1 unless this holds. Repeatable.", "METRIC>=X")] = None,
    json: options.Json = False,
) -> None:
    """Measures how well similarity parts pairs of one meaning from others: auc, and accuracy at the threshold that is best on half
    of the pairs, measured on the other half; with 95 % intervals. Without a shop it measures the shipped encoder."""
    from ...evaluation import Gate
    from ...search.similarity_task import measure, read_pairs
    from ...store.importers import parse_mapping, read_rows

    gates = [Gate.parse(text) for text in gate or ()]
    pairs = read_pairs(((row.number, row.values) for row in read_rows(data, parse_mapping(map or ()))), str(data))
    with similarity_of(shop, data_dir) as scores:
        report = measure(scores, pairs)
    conclude(report, gates, json)
