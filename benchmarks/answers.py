"""How many questions get their answer from the right record, and how many that no record answers are refused.

    python benchmarks/answers.py --shop FOLDER        the demo shop, built by `shopkeeper demo --no-serve --shop FOLDER`

The questions are those of tests/questions. "other language": the same questions about documents, asked where every document is written in
the other language only.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from _machine import loop_ms, write

from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.shop import Shop
from shopkeeper.assistant.answers import Answer, Answers
from shopkeeper.assistant.desk import Desk
from shopkeeper.assistant.session import Session
from shopkeeper.evaluation.proportions import proportion
from shopkeeper.shop import Document, Language, Localized

QUESTIONS = Path(__file__).parents[1] / "tests" / "questions"
PARTS = ("dev", "test", "fresh", "last", "final")
NOW = datetime(2026, 10, 1, tzinfo=UTC)  # the day after the demo shop's last


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shop", required=True)
    parser.add_argument("--wrong", action="store_true", help="print what went wrong")
    args = parser.parse_args()
    shop = open_shop(args.shop)
    answers = Answers(desk_of(shop))
    result: dict[str, Any] = {part: measured(answers, rows(part), args.wrong) for part in PARTS}
    result["test, documents in the other language"] = {language: elsewhere(shop, language, args.wrong) for language in ("en", "zh")}
    result["processor_ms"] = speed(Answers(desk_of(shop)))
    result["loop_ms"] = loop_ms()
    print(json.dumps(result, indent=1))
    print(write("answers", "python benchmarks/answers.py --shop FOLDER", result))


def desk_of(shop: Shop) -> Desk:
    """The shop as the assistant has it."""
    def search(query: str, **how: Any) -> Any:
        how.pop("customer_id", None)
        return shop.search(query, log=False, **how).hits

    return Desk(shop.store, search=search, encode=shop.encoder.encode, sentiment=shop.sentiment, now=lambda: NOW)


def rows(part: str) -> list[dict[str, Any]]:
    """The questions of a part in both languages."""
    return [{"language": language, **json.loads(line)}
            for language in ("en", "zh") for line in (QUESTIONS / f"{language}.{part}.jsonl").read_text("utf-8").splitlines()]


def measured(answers: Answers, asked: Iterable[dict[str, Any]], show: bool) -> dict[str, Any]:
    """Shares of right answers and refusals, by language and all together."""
    judged = [(row, *judge(row, put(answers, row))) for row in asked]
    for row, right, _, refused in judged:
        if show and not (right if row["right"] else refused):
            print("wrong:", row["text"], row["right"], "|", put(answers, row).text)
    return {language: shares([j for j in judged if language in (j[0]["language"], "all")]) for language in ("en", "zh", "all")}


def put(answers: Answers, row: dict[str, Any]) -> Answer:
    """The answer to a question in a conversation of its own."""
    session = Session("s", row["language"])
    if "product" in row:
        session.memory["answers"] = {"product_id": row["product"]}
    return answers.answer(session, row["text"], row["intent"]) or Answer("", sure=False)


def judge(row: dict[str, Any], answer: Answer) -> tuple[bool, bool, bool]:
    """Whether the answer is from a right record; whether it is, or tells the right record as the nearest there is; and whether it is a
    refusal: said to be nowhere in writing, perhaps with the nearest, nothing asked back."""
    quoted = [s for s in answer.sources if s.kind != "product" or (s.quote and s.field not in ("reviews", "title"))]
    near = any(_is(want, source.kind, source.id, source.field) for want in row["right"] for source in quoted[:2])
    asks = any(action.mark.startswith("ask") for action in answer.actions)
    theirs = any(source.kind == "review" for source in answer.sources)
    return near and (answer.sure or theirs), near, not answer.sure and not asks and not theirs


def _is(want: str, kind: str, id: str, field: str) -> bool:
    if want == "reviews":
        return kind == "review"
    if "#" not in want:
        return kind == "document" and id == want
    product, _, name = want.partition("#")
    return kind == "product" and id == product and field.removeprefix("attributes.").startswith(name)


def shares(judged: list[tuple[dict[str, Any], bool, bool, bool]]) -> dict[str, Any]:
    """`right_source` of the answerable (`right_or_near`: or told as the nearest), `refused` of the unanswerable, and which share of the
    refusals was due."""
    answerable = [(right, near) for row, right, near, _ in judged if row["right"]]
    return {
        "right_source": figure([right for right, _ in answerable]), "right_or_near": figure([near for _, near in answerable]),
        "refused": figure([refused for row, _, _, refused in judged if not row["right"]]),
        "refusals_due": figure([not row["right"] for row, _, _, refused in judged if refused]),
    }  # fmt: skip


def figure(values: list[bool]) -> dict[str, Any]:
    """A share with its 95 % interval, and of how many."""
    share = proportion(sum(values), len(values))
    return {"n": 0} if share is None else {**{name: round(value or 0, 4) for name, value in share.to_dict().items()}, "n": len(values)}


class _Elsewhere:
    """The documents of a shop in one language only."""

    def __init__(self, documents: Iterable[Document], language: Language) -> None:
        def alone(text: Localized) -> Localized:
            return Localized.of(text.get(language), language)

        self._all = [replace(document, title=alone(document.title), body=alone(document.body)) for document in documents]

    def all(self) -> Iterator[Document]:
        return iter(self._all)

    def fingerprint(self) -> str:
        return "as they are"


def elsewhere(shop: Shop, language: Language, show: bool) -> dict[str, Any]:
    """The questions of a language about documents that are in the other one only."""
    other: Language = "zh" if language == "en" else "en"
    desk = desk_of(shop)
    store = SimpleNamespace(**{name: getattr(shop.store, name) for name in ("products", "reviews", "promotions", "history", "orders")},
                            documents=_Elsewhere(shop.store.documents.all(), other))
    asked = [row for row in rows("test") if row["language"] == language and "#" not in str(row["right"]) and "product" not in row]
    return dict(measured(Answers(replace(desk, store=store)), asked, show)[language])  # type: ignore[arg-type]


def speed(answers: Answers) -> dict[str, Any]:
    """Milliseconds of processor time of a question: half of them take less than `p50`, 95 in 100 less than `p95`."""
    put(answers, rows("dev")[0])  # reads the documents
    taken: dict[str, list[float]] = defaultdict(list)
    for row in rows("test"):
        start = time.process_time()
        put(answers, row)
        taken["product" if "product" in row else "document"].append(1000 * (time.process_time() - start))
    return {about: {f"p{q}": round(float(np.percentile(ms, q)), 2) for q in (50, 95)} for about, ms in taken.items()}


if __name__ == "__main__":
    main()
