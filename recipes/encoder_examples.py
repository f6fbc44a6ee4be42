"""The examples that the shipped encoder learns from, out of SHOPKEEPER_DATA and `glossary.tsv`: only rows whose weights may be
shipped, none that search is measured on, and no pair of the tenth that `held_out` keeps back."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from shopkeeper.models.sentences.pairs import Anchor, Example, Pair, shortened, translated
from shopkeeper.text.normalise import has_cjk

ALIKE = {"AFQMC": 5000, "ATEC": 5000, "BQ": 4000, "Chinese-MNLI": 2500, "PAWSX": 500}  # most pairs of a source; of others all
GLOSSARY = Path(__file__).parent / "glossary.tsv"


def held_out(pair: dict[str, Any]) -> bool:
    """Whether a pair belongs to the tenth of text_pairs that is only measured on."""
    digest = hashlib.blake2b(f"{pair['a']}\n{pair['b']}".encode(), digest_size=8).hexdigest()
    return int(digest, 16) % 10 == 0


def glossary() -> dict[str, str]:
    """English by Chinese term."""
    return dict(line.split("\t") for line in GLOSSARY.read_text().splitlines()[1:])


def chinese_texts(data: Path) -> list[str]:
    """Texts for counting words: those nearest to a shop's several times."""
    titles = [row["text"] for row in _titles(data)] + [row["title"] for row in _rows(data, "catalog/openbg_items.dev.jsonl.gz")]
    titles += [word for row in _titles(data) for kind, word in row["entities"] if kind == "HCCX"]
    titles += [f"{row['title']}. {row['brief']}. {row['category']}" for row in _rows(data, "catalog/litemall.jsonl")]
    titles += [row["text"] for row in _requests(data)]
    adverts = [row["summary"] for row in _rows(data, "writing/zh_advertisegen.dev.jsonl.gz")]
    pairs = [row for row in _rows(data, "search/zh/text_pairs.jsonl.gz") if not held_out(row)]
    return titles * 5 + adverts + [row["a"] for row in pairs] + [row["b"] for row in pairs]


def examples(data: Path, seed: int = 0) -> list[Example]:
    """All of them, in a fixed order."""
    rng, words = Random(seed), glossary()
    parts = (_alike(data, rng), _shop_queries(data, rng), _adverts(data), _english(data, rng), _anchors(data, rng, words))
    return [each for part in parts for each in part]


def _alike(data: Path, rng: Random) -> Iterator[Example]:
    """Sentences of one meaning, and a query with what answers it; with those judged different as negatives."""
    rows = _rows(data, "search/zh/text_pairs.jsonl.gz")
    kept_back = {text for row in rows if held_out(row) for text in (row["a"], row["b"])}
    rows = [row for row in rows if row["a"] not in kept_back and row["b"] not in kept_back]
    rng.shuffle(rows)
    different: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row["label"] == 0:
            different[row["a"]].append(row["b"])
            different[row["b"]].append(row["a"])
    taken: dict[str, int] = defaultdict(int)
    for row in rows:
        name, good = row["src"], row["label"] >= 0.8 or (row["src"] == "QBQTC" and row["label"] == 0.5 and rng.random() < 0.4)
        if good and row["a"] != row["b"] and taken[name] < ALIKE.get(name, 10**6):
            taken[name] += 1
            yield Pair(row["a"], row["b"], tuple((different[row["a"]] + different[row["b"]])[:1]))
    for row in rows[:60000]:
        if row["label"] == 0 and row["src"] in ("LCQMC", "OPPO", "QBQTC", "BUSTM") and rng.random() < 0.4:
            yield Pair(shortened(row["a"], rng, 0.3), row["a"], (row["b"],))


def _shop_queries(data: Path, rng: Random) -> Iterator[Example]:
    """Titles with what a shopper would type for them."""
    for row in _titles(data):
        title, kinds, others = row["text"], _tagged(row, True), _tagged(row, False)
        if kinds:
            yield Pair(rng.choice(kinds), title)
            if others:
                yield Pair("".join(rng.sample(others, min(len(others), rng.choice((1, 1, 2))))) + rng.choice(kinds), title)
        yield Pair(shortened(title, rng, 0.7), title)
    for row in _rows(data, "catalog/openbg_items.dev.jsonl.gz"):
        values = [value for _, value in row["attributes"] if has_cjk(value) and len(value) < 8]
        yield Pair(row["fine"], row["title"])
        yield Pair(" ".join(rng.sample(values, min(3, len(values)))) + " " + row["fine"], row["title"])
        yield Pair(shortened(row["title"], rng, 0.6), row["title"])
    for row in _rows(data, "catalog/litemall.jsonl"):
        yield Pair(row["category"], row["title"])
        yield Pair(row["brief"], row["title"])
        yield Pair(shortened(row["title"], rng), row["title"])
    for row in _requests(data):
        named = " ".join(word for _, word in row["entities"])
        if named and named != row["text"]:
            yield Pair(named, row["text"])


def _adverts(data: Path) -> Iterator[Example]:
    for row in _rows(data, "writing/zh_advertisegen.dev.jsonl.gz"):
        facts = [fact.split("#")[-1] for fact in row["content"].split("*")]
        yield Pair(" ".join(facts[:6]), re.split("[。！]", row["summary"].replace("<UNK>", ""))[0][:60])


def _english(data: Path, rng: Random) -> Iterator[Example]:
    for row in rng.sample(_rows(data, "search/icecat/products.jsonl.gz"), 5000):
        title, brand = row["title"], row.get("supplier", "")
        kind = row.get("attr_t_product_type") or ""
        values = [str(value) for name, value in row.items() if name.startswith("attr_t_") and 2 < len(str(value)) < 18]
        yield Pair(shortened(title.removeprefix(brand), rng, 0.6), title)
        if values:
            yield Pair(" ".join([*rng.sample(values, min(2, len(values))), kind or brand]).strip(), title)
        if row.get("short_description") and rng.random() < 0.4:
            yield Pair(row["short_description"][:120], title)
    for row in _rows(data, "catalog/livostyle.jsonl.gz"):
        kind = (row["category_full_path"] or "").split(">")[-1].strip() or row["product_type"]
        yield Pair(kind or shortened(row["title"], rng), row["title"])
        yield Pair(row["title"], (row["description"] or shortened(row["title"], rng))[:150])
    for row in rng.sample(_rows(data, "catalog/myntra.jsonl.gz"), 2500):
        yield Pair(shortened(row["ProductName"], rng, 0.4), (row["Description"] or row["ProductName"])[:120])


def _anchors(data: Path, rng: Random, words: dict[str, str]) -> Iterator[Example]:
    """What holds English where it is, and puts Chinese there: terms, phrases of two, titles with their terms put over."""
    back = {english: chinese for chinese, english in words.items() if len(chinese) > 1}
    yield from (Anchor(chinese, english) for chinese, english in words.items())
    terms = [(c, e) for c, e in list(words.items())[:1250]]
    for _ in range(5000):
        (c1, e1), (c2, e2) = rng.sample(terms, 2)
        yield Anchor(c1 + c2, f"{e1} {e2}")
    titles = [row["title"] for row in rng.sample(_rows(data, "search/icecat/products.jsonl.gz"), 6000)]
    titles += [row["ProductName"] for row in rng.sample(_rows(data, "catalog/myntra.jsonl.gz"), 3000)]
    titles += [row["title"] for row in _rows(data, "catalog/livostyle.jsonl.gz")]
    for title in titles:
        mixed, share = translated(title, back, rng, 0.8)
        if share > 0.15:
            yield Anchor(mixed, title)
    for row in _titles(data) + [{"text": r["title"]} for r in _rows(data, "catalog/openbg_items.dev.jsonl.gz")]:
        english, share = translated(row["text"][:30], words, rng)
        if share > 0.6:
            yield Anchor(row["text"][:30], re.sub(r"[\u4e00-\u9fff]+", " ", english))
    with (data / "service/bitext/intents.train.csv").open() as file:
        asked = [row["utterance"] for row in csv.DictReader(file)]
    kinds = [line.split(">")[-1].split(" - ")[-1].strip() for line in (data / "catalog/google_taxonomy.txt").read_text().splitlines()[1:]]
    reviews = [re.split("[.!?]", row["Review Text"])[0][:90] for row in _rows(data, "reviews/en_womens_clothing.dev.jsonl.gz")]
    short = [shortened(title, rng, 0.6) for title in titles[:6000]]
    english_texts = titles + short + kinds[::2] + rng.sample(asked, 1000) + rng.sample(reviews, 1500)
    yield from (Anchor(text, text) for text in english_texts if text)


def _tagged(row: dict[str, Any], product: bool) -> list[str]:
    return [word for kind, word in row["entities"] if (kind == "HCCX") == product]


def _titles(data: Path) -> list[dict[str, Any]]:
    return [row for part in ("train", "dev") for row in _rows(data, f"search/zh/taobao_titles_tagged.{part}.jsonl.gz")]


def _requests(data: Path) -> list[dict[str, Any]]:
    return [row for part in ("train", "dev") for row in _rows(data, f"service/zh/shopper_requests_tagged.{part}.jsonl")]


def _rows(data: Path, name: str) -> list[dict[str, Any]]:
    path = data / name
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        return [json.loads(line) for line in file if line.strip()]
