"""`claims check`: whether what a text claims is true."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from . import options
from .output import print_json, progress, say
from .session import opened

app = typer.Typer(help="The claim ledger: what a text claims, and the record that supports it.", no_args_is_help=True)
Market = Annotated[Literal["cn", "eu", "uk", "us"] | None, options.flag(
    "--market", "Find what the law of this market forbids to say, too.")]


@app.command()
def check(
    text: Annotated[str, typer.Argument(help="The text, or the name of a file that holds it.", metavar="TEXT|FILE", show_default=False)],
    product: Annotated[str | None, options.flag("--product", "Hold it against this product of the shop.", "ID")] = None,
    facts: Annotated[Path | None, options.flag(
        "--facts", "Hold it against these facts: JSON, [[name, value], …] or an object.", "FILE")] = None,
    market: Market = None,
    mend: Annotated[bool, typer.Option("--mend", help="Print the text without what does not hold.")] = False,
    language: Annotated[options.LanguageName | None, options.flag("--language", "Language of the reasons; default: English.")] = None,
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    json: options.Json = False,
) -> None:
    """Finds every claim of a text and holds it against records, and says where it presses or shames. Exit code 1 when a claim does not
    hold."""
    from ..claiming import examined, read_facts, read_text

    said = read_text(text)
    known = _known(shop, data_dir, read_facts(facts) if facts else None, product)
    found = examined(said, known, market, mend=mend)
    print_json(found) if json else _show(found, "zh" if language == "zh" else "en")
    if not found["holds"]:
        raise typer.Exit(1)


def _known(shop: str | None, data_dir: str | None, facts: Any, product: str | None) -> Any:
    from ..claiming import facts_for

    if product is None:
        return facts or {}
    with opened(shop, data_dir) as front:
        return facts_for(front, facts, product)


def _show(found: dict[str, Any], language: str) -> None:
    for claim in found["claims"]:
        _line(claim["verdict"], claim["kind"], claim, language)
    for remark in found["tone"]:
        _line("tone", remark["manner"], remark, language)
    if not found["claims"] and not found["tone"]:
        say("no claims")
    if "mended" in found:
        say("\n" + (found["mended"]["text"] or "(nothing is left)"))


def _line(verdict: str, kind: str, found: dict[str, Any], language: str) -> None:
    start, end = found["span"]
    say(f"{verdict:12} {kind:13} {start}-{end} “{found['text'].strip()}”  {found['reason'][language]}")


@app.command()
def catalogue(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", show_default=False, help=(
        "Where the findings go: JSON lines, one a product, or .csv, one a claim. Run it again after a stop to go on."))],
    market: Market = None,
    language: Annotated[options.LanguageName | None, options.flag(
        "--language", "Language of the reasons in a CSV; default: English.")] = None,
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    json: options.Json = False,
) -> None:
    """Finds what the titles and descriptions of the catalogue say that its own records do not. Exit code 1 when there is any."""
    from ..catalogue_claims import check_catalogue

    with opened(shop, data_dir) as front, progress(json) as step:
        found = check_catalogue(front.store, out, market=market, language=language or "en", progress=step)
    if json:
        print_json(found.to_dict() | {"out": str(out)})
    else:
        before = f", {found.earlier:,} were there before" if found.earlier else ""
        say(f"{found.products:,} products checked{before}; {found.doubtful:,} say what their record does not; written to {out}")
        for (verdict, kind), count in found.counts.most_common():
            say(f"  {verdict:12} {kind:13} {count:,}")
    if found.doubtful:
        raise typer.Exit(1)
