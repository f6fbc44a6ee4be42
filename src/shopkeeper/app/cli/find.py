"""`search`, `suggest`, `similar`, `similarity`, `match`: what a shopper is looking for."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ...shop import InvalidFile
from . import options, why
from .output import print_json, print_table, say
from .session import opened

if TYPE_CHECKING:
    from ...search.result import SearchResult

_WORDS = {
    "en": {"total": "{n:,} products", "one": "1 product", "title": "Product", "price": "Price", "stock": "In stock", "yes": "yes",
           "no": "no", "read": "read as: {}", "mean": "did you mean: {}", "relaxed": "left out: {}", "more": "more: {}",
           "foreign": "not applied, as it is not the shop's money: {}"},
    "zh": {"total": "共 {n:,} 件商品", "one": "共 1 件商品", "title": "商品", "price": "价格", "stock": "有货", "yes": "是", "no": "否",
           "read": "理解为：{}", "mean": "您是不是要找：{}", "relaxed": "已放宽：{}", "more": "下一页：{}",
           "foreign": "不是本店的币种，没有按它筛选：{}"},
}
Explain = Annotated[bool, typer.Option("--explain", help="Say why each product was found.")]


def search(
    query: Annotated[str, typer.Argument(help="What to look for, in Chinese or English; empty: everything.")] = "",
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    where: options.Where = None,
    facet: Annotated[list[str] | None, options.flag("--facet", "Count the products by this field. Repeatable.", "FIELD")] = None,
    sort: Annotated[Literal["relevance", "price", "-price", "newest", "popularity", "rating"] | None, options.flag(
        "--sort", "The order; -price is dearest first. Default: what the query asks for, else relevance.")] = None,
    k: options.K = 10,
    language: options.Language = None,
    next: Annotated[str | None, options.flag("--next", "The following page of an earlier answer.", "CURSOR")] = None,
    synonyms: Annotated[bool, typer.Option("--synonyms/--no-synonyms", help="Look for the shop's synonyms of the words too.")] = True,
    literal: Annotated[bool, typer.Option("--literal", help="Look for every word as it stands: none is read as a filter.")] = False,
    explain: Explain = False,
    json: options.Json = False,
) -> None:
    """Finds products by words and by meaning; words such as "under 500" or 红色 are read as filters."""
    with opened(shop, data_dir) as front:
        result = front.search(query, k=k, where=where or (), facets=facet or (), language=language, next=next, explain=explain,
                              synonyms=synonyms, literal=literal, sort=sort or "")
    _show(result, shop, json, explain)


def suggest(
    prefix: Annotated[str, typer.Argument(help="What a shopper has begun to type: words, Chinese or pinyin.", show_default=False)],
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    k: Annotated[int, typer.Option("--k", "-k", min=1, max=50, help="How many to show.")] = 8,
    json: options.Json = False,
) -> None:
    """Completes what a shopper has begun to type."""
    with opened(shop, data_dir) as front:
        suggestions = front.suggest(prefix, k)
    if json:
        return print_json({"suggestions": [each.to_dict() for each in suggestions]})
    print_table(["suggestion", "kind", ""], [[each.text, each.kind, each.where or each.id or ""] for each in suggestions])


def similar(
    id: Annotated[str, typer.Argument(help="The id of a product.", show_default=False)],
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    where: options.Where = None,
    k: options.K = 10,
    language: options.Language = None,
    explain: Explain = False,
    json: options.Json = False,
) -> None:
    """Finds products like one of the shop's."""
    with opened(shop, data_dir) as front:
        result = front.similar(id, k=k, where=where or (), language=language)
    _show(result, shop, json, explain)


def similarity(
    a: Annotated[str, typer.Argument(help="A text.", show_default=False)],
    b: Annotated[str, typer.Argument(help="Another text.", show_default=False)],
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    explain: why.Explain = False,
    explain_html: why.ExplainHtml = None,
    language: why.Language = None,
    json: options.Json = False,
) -> None:
    """Says how near two texts are in meaning, from -1 to 1."""
    with opened(shop, data_dir) as front:
        explanation = front.explain_similarity(a, b) if explain or explain_html else None
        value = explanation.value if explanation else front.similarity(a, b)
    if explanation and explain_html:
        why.write_html(explain_html, explanation, language)
    if json:
        return print_json({"similarity": round(value, 6), **why.as_json(explanation)})
    say(f"{value:.4f}")
    if explanation:
        why.show(explanation)


def match(
    query: Annotated[str, typer.Argument(help="A text.", show_default=False)],
    among: Annotated[Path, options.flag("--among", "Texts to choose from, one a line; - reads them from stdin.", "FILE")],
    shop: options.Shop = None,
    data_dir: options.DataDir = None,
    k: options.K = 10,
    explain: why.Explain = False,
    json: options.Json = False,
) -> None:
    """Ranks texts by how near they are to the query in meaning."""
    texts = _lines(among)
    with opened(shop, data_dir) as front:
        matches = front.match(query, texts, k)
        explanations = [front.explain_similarity(query, m.text) if explain else None for m in matches]
    if json:
        return print_json([{"index": m.index, "text": m.text, "score": round(m.score, 6), **why.as_json(explanation)}
                           for m, explanation in zip(matches, explanations, strict=True)])
    if not explain:
        return print_table(["score", "text"], [[f"{m.score:.4f}", m.text] for m in matches], right=[0])
    for m, explanation in zip(matches, explanations, strict=True):
        say(f"{m.score:.4f}  {m.text}")
        if explanation:
            why.show(explanation)


def _lines(path: Path) -> list[str]:
    try:
        content = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidFile(f"{path}: expected a text file in UTF-8") from None
    except OSError as error:
        raise InvalidFile(f"{path}: expected a text file ({error.strerror})") from None
    if not (texts := [line.strip() for line in content.splitlines() if line.strip()]):
        raise InvalidFile(f"{path}: expected at least one line of text")
    return texts


def _show(result: SearchResult, shop: str | None, json: bool, explain: bool) -> None:
    if json:
        return print_json(result.to_dict())
    words = _WORDS[result.language]
    say(words["one" if result.total == 1 else "total"].format(n=result.total))
    if result.understood.where:
        say(words["read"].format(" · ".join(filter(None, [result.understood.text, *result.understood.where]))))
    if result.did_you_mean:
        say(words["mean"].format(result.did_you_mean))
    if result.relaxed:
        say(words["relaxed"].format(" · ".join(result.relaxed)))
    if result.understood.foreign:
        say(words["foreign"].format(" · ".join(result.understood.foreign)))
    if explain:
        say(result.explain())
    elif result.hits:
        _table(result, words)
    for field, counts in result.facets.items():
        say(f"{field}: " + " · ".join(f"{c.value} {c.count}" for c in counts))
    if result.next:
        say(words["more"].format(f"shopkeeper search --next {result.next}" + (f" --shop {shlex.quote(shop)}" if shop else "")))


def _table(result: SearchResult, words: dict[str, str]) -> None:
    rows = [[i, hit.title, hit.price, words["yes" if hit.product.in_stock else "no"], hit.id] for i, hit in enumerate(result.hits, 1)]
    print_table(["#", words["title"], words["price"], words["stock"], "ID"], rows, right=[0, 2])
