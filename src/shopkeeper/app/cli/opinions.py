"""`reviews`, `evaluate aspects`: what buyers say of what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ...shop import InvalidQuery
from . import options
from .gates import conclude
from .output import print_json, print_table, progress, say
from .session import opened

if TYPE_CHECKING:
    from ...reviews.alerts import Alert
    from ...reviews.satisfaction import Month
    from ...reviews.summary import Summary
    from ...reviews.suspicious import Suspicious
    from ...reviews.unanswered import Unanswered

_DATA = "Rows {text, aspect, polarity}: the words of the aspect as the text has them, polarity 1, 0 or -1 (or positive, neutral, negative)."
_PER_ASPECT = 1  # quotes of each kind that are printed
_MOST = 20  # rows of a table; --json has all


def reviews(
    product: Annotated[str | None, typer.Argument(metavar="[ID]", help="One product; default: the whole shop.", show_default=False)] = None,
    alerts: Annotated[bool, typer.Option("--alerts", help="Aspects that buyers complain about more since a date than before.")] = False,
    suspicious: Annotated[bool, typer.Option("--suspicious", help="Reviews that look made, with the reasons.")] = False,
    unanswered: Annotated[bool, typer.Option("--unanswered", help="What reviews raise and the product's page leaves open.")] = False,
    months: Annotated[bool, typer.Option("--months", help="Satisfaction month by month.")] = False,
    saying: Annotated[str, typer.Option("--saying", metavar="TEXT", help='Products of which reviews say this, such as "runs small".')] = "",
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help="Reads this text: each opinion with its aspect.")] = "",
    shop: options.Shop = None, data_dir: options.DataDir = None, json: options.Json = False,
) -> None:
    """What the reviews of a product, or of the shop, say: for each aspect the share for it and against it, with quotes."""
    if sum((alerts, suspicious, unanswered, months, bool(saying), bool(text))) > 1:
        raise InvalidQuery("reviews: expected one of --alerts, --suspicious, --unanswered, --months, --saying and --text")
    with opened(shop, data_dir) as front, progress(json) as step:
        ours = front.reviews
        if text:
            return _opinions(text, [(each.aspect, each.polarity, each.quote(text)) for each in ours.opinions(text)], json)
        if alerts:
            return _alerts([each for each in ours.alerts(step) if product in (None, each.product_id)], json)
        if suspicious:
            return _suspicious([each for each in ours.suspicious(step) if product in (None, each.review.product_id)], json)
        if saying:
            return _saying(ours.saying(saying, progress=step), json)
        if months:
            return _months(ours.months(product), json)
        if unanswered:
            if product is None:
                raise InvalidQuery("reviews --unanswered: expected the ID of a product")
            return _unanswered(ours.unanswered(product), json)
        summary = ours.summary(product, step)
    if json:
        return print_json({"product_id": product, **summary.to_dict()})
    _show(summary)


def evaluate(
    data: Annotated[Path, options.flag("--data", _DATA, "FILE")],
    shop: options.Shop = None, data_dir: options.DataDir = None, map: options.Map = None,
    gate: Annotated[list[str] | None, options.flag("--gate", "Exit with 1 unless this holds. Repeatable.", "METRIC>=X")] = None,
    save: Annotated[Path | None, options.flag("--save", "Keep the whole report as JSON.", "FILE")] = None,
    json: options.Json = False,
) -> None:
    """Measures the reading of aspects: aspect_recall (the named aspect is found), polarity_accuracy (of those found), macro_f1 of the
    polarity, texts_per_s. Without a shop it measures the words alone with the shipped classifier."""
    from ...evaluation import Gate
    from ...reviews.aspect_task import measure, read_aspects
    from ...store.importers import parse_mapping, read_rows
    from .reviews import reader

    gates = [Gate.parse(each) for each in gate or ()]
    rows = read_aspects(((row.number, row.values) for row in read_rows(data, parse_mapping(map or ()))), str(data))
    with reader(shop, data_dir) as classifier, progress(json) as step:
        report = measure(classifier, rows, step)
    if save:
        report.save(save)
    conclude(report, gates, json)


def _show(summary: Summary) -> None:
    say(summary.headline("zh"))
    say(summary.headline("en"))
    print_table(["aspect", "reviews", "for", "against", "share for"], [
        [f"{each.name.en or ''} {each.name.zh or ''}".strip(), str(each.reviews), str(each.good), str(each.bad),
         f"{each.share.value:.0%}" if each.share else ""] for each in summary.aspects[:_MOST]], right=(1, 2, 3, 4))  # fmt: skip
    for each in summary.aspects[:_MOST]:
        for sign, quotes in (("+", each.praise), ("-", each.complaints)):
            for quote in quotes[:_PER_ASPECT]:
                say(f"  {sign} {each.key}: {quote.text}  ({quote.review_id}, {quote.rating:g})")


def _opinions(text: str, found: list[tuple[str, int, str]], json: bool) -> None:
    if json:
        said = [{"aspect": key, "polarity": polarity, "quote": quote} for key, polarity, quote in found]
        return print_json({"text": text, "opinions": said})
    print_table(["aspect", "polarity", "words"], [[key, {1: "+", 0: "0", -1: "-"}[polarity], quote] for key, polarity, quote in found])


def _alerts(found: list[Alert], json: bool) -> None:
    if json:
        return print_json({"alerts": [each.to_dict() for each in found]})
    for each in found:
        say(f"{each.product_id}  {each.name.en} {each.name.zh}: {each.before:.0%} -> {each.after:.0%} of reviews complain since "
            f"{each.since:%Y-%m-%d} ({each.complaints} of {each.reviews}; p = {each.p:.2g})")
        for quote in each.quotes:
            say(f"  - {quote.text}  ({quote.review_id})")
    if not found:
        say("nothing changed for the worse")


def _suspicious(found: list[Suspicious], json: bool) -> None:
    if json:
        return print_json({"suspicious": [each.to_dict() for each in found]})
    for each in found[:_MOST]:
        say(f"{each.review.id}  {each.review.product_id}  {each.review.rating:g} stars: {each.review.text[:80]}")
        for reason in each.reasons:
            say(f"  - {reason.text.en} · {reason.text.zh}")
    say(f"{len(found):,} reviews look made; a person should look")


def _saying(found: list[tuple[str, int, int]], json: bool) -> None:
    if json:
        return print_json({"products": [{"id": id, "reviews": count, "speak_of_it": speak} for id, count, speak in found]})
    rows = [[id, str(count), str(speak)] for id, count, speak in found[:_MOST]]
    print_table(["product", "reviews say so", "speak of it"], rows, right=(1, 2))


def _months(found: list[Month], json: bool) -> None:
    if json:
        return print_json({"months": [each.to_dict() for each in found]})
    rows = [[each.month, str(each.reviews), f"{each.mean:.2f}", str(each.good), str(each.bad)] for each in found]
    print_table(["month", "reviews", "stars", "good", "bad"], rows, right=(1, 2, 3, 4))


def _unanswered(found: Unanswered, json: bool) -> None:
    if json:
        return print_json(found.to_dict())
    for aspect in found.aspects:
        said = (aspect.complaints or aspect.praise)[:1]
        words = f"; {said[0].text}" if said else ""
        name = f"{aspect.name.en} {aspect.name.zh}"
        say(f"{name}: {aspect.reviews} reviews speak of it, the page does not{words}")
    for id, words in found.questions:
        say(f"? {words}  ({id})")
    if not found.aspects and not found.questions:
        say("the page leaves nothing open that reviews raise")
