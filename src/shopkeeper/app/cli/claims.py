"""`claims check`: whether what a text claims is true."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from . import options
from .output import print_json, say
from .session import opened

if TYPE_CHECKING:
    from ...claims import Claim

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
    language: Annotated[options.LanguageName | None, options.flag("--language", "Language of the reasons; default: English.")] = None,
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    json: options.Json = False,
) -> None:
    """Finds every claim of a text and holds it against records. Exit code 1 when one does not hold."""
    from ...claims import check
    from ..claiming import answer, read_facts, read_text

    said = read_text(text)
    known = _known(shop, data_dir, read_facts(facts) if facts else None, product)
    claims = check(said, known, market=market)
    print_json(answer(said, claims)) if json else _show(claims, language)
    if not all(claim.holds for claim in claims):
        raise typer.Exit(1)


def _known(shop: str | None, data_dir: str | None, facts: Any, product: str | None) -> Any:
    from ..claiming import facts_for

    if product is None:
        return facts or {}
    with opened(shop, data_dir) as front:
        return facts_for(front, facts, product)


def _show(claims: list[Claim], language: str | None) -> None:
    for claim in claims:
        reason = claim.reason.get("zh" if language == "zh" else "en")
        say(f"{claim.verdict:12} {claim.kind:13} {claim.span[0]}-{claim.span[1]} “{claim.text.strip()}”  {reason}")
    if not claims:
        say("no claims")
