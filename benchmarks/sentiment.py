"""How well the shipped model reads reviews, by source, on the tenth that no training saw; how fast, beside a linear model.

    python benchmarks/sentiment.py [--linear] [--without SOURCE/DOMAIN]

`--linear` trains logistic regression on character 1-3-grams (Chinese) and word 1-2-grams (English) on the same training part.
`--without` instead trains the small network without a domain and measures it there: as the shipped one, but with tokens learnt from the
training part and without first vectors.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from _machine import RESULTS, data, write
from _reviews import Review, read, split

from shopkeeper.evaluation import values
from shopkeeper.models.capabilities import SHIPPED
from shopkeeper.models.classify.classifier import OnnxClassifier
from shopkeeper.reviews.sentiment import load
from shopkeeper.reviews.task import Labelled, measure

SPEED = 300  # texts of each language that are timed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--linear", action="store_true")
    parser.add_argument("--without", metavar="SOURCE/DOMAIN")
    args = parser.parse_args()
    reviews = read(data() / "reviews")
    if args.without:
        found = kept() | {args.without: left_out(reviews, args.without)}
        return print(write("sentiment_without", "python benchmarks/sentiment.py --without SOURCE/DOMAIN", found))
    parts = split(reviews)
    classifier = load(SHIPPED / "sentiment")
    result: dict[str, Any] = {"learnt_from": len(parts.train), "held_out": by_source(classifier, parts.held_out),
                              "texts_per_s_one_core": speeds(classifier, parts.held_out)}
    if args.linear:
        result["linear"] = linear(parts.train, parts.held_out)
    print(write("sentiment", "python benchmarks/sentiment.py" + (" --linear" if args.linear else ""), result))


def kept() -> dict[str, Any]:
    """What was measured without other domains before."""
    path = RESULTS / "sentiment_without.json"
    before = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return {name: found for name, found in before.items() if "/" in name}


def by_source(classifier: OnnxClassifier, reviews: list[Review]) -> dict[str, Any]:
    """The report of each source, and of each domain its accuracy."""
    groups: dict[str, list[Review]] = defaultdict(list)
    for each in reviews:
        groups[each.source].append(each)
    return {source: {**measure(classifier, labelled(rows)).to_dict(rows=False)} for source, rows in groups.items()}


def left_out(reviews: list[Review], domain: str) -> dict[str, Any]:
    """Trains without a domain and measures there."""
    from shopkeeper.models.classify.base import new_base
    from shopkeeper.models.classify.train import Examples, fit
    from shopkeeper.models.training.options import TrainOptions

    source, _, name = domain.partition("/")
    parts = split(reviews, [(source, name)])
    learn, choose = (Examples([each.text for each in part], [each.label for each in part]) for part in (parts.train, parts.validation))
    with tempfile.TemporaryDirectory() as scratch:
        base = new_base(learn.texts, 2, Path(scratch) / "base")
        fitted = fit(learn, choose, ("negative", "positive"), Path(scratch) / "made", base=str(base), work=Path(scratch), measure=values,
                     options=TrainOptions(epochs=2, batch_size=128, lr=1.5e-3, device="cpu"), max_tokens=256)
        return {"without": domain, "learnt_from": len(learn), "seconds": round(fitted.seconds),
                **measure(load(Path(scratch) / "made"), labelled(parts.held_out)).to_dict(rows=False)}


def linear(train: list[Review], held_out: list[Review]) -> dict[str, Any]:
    """Logistic regression, its accuracy by source, and texts a second."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    found: dict[str, Any] = {}
    for language, kind, lengths in (("zh", "char", (1, 3)), ("en", "word", (1, 2))):
        learn, look = ([each for each in part if each.source.startswith(language)] for part in (train, held_out))
        features = TfidfVectorizer(analyzer=kind, ngram_range=lengths, sublinear_tf=True, min_df=2, dtype=np.float32)
        model = make_pipeline(features, LogisticRegression(C=4, solver="liblinear"))
        model.fit([each.text for each in learn], [each.label for each in learn])
        start = time.perf_counter()
        said = model.predict([each.text for each in look])
        rate = len(look) / (time.perf_counter() - start)
        right = np.array([each.label for each in look]) == said
        for source in sorted({each.source for each in look}):
            found[source] = {"accuracy": round(float(right[[each.source == source for each in look]].mean()), 4)}
        found[f"{language}_texts_per_s"] = round(rate)
    return found


def speeds(classifier: OnnxClassifier, reviews: list[Review]) -> dict[str, int]:
    """Texts a second, one after another."""
    found = {}
    for language in ("zh", "en"):
        texts = [each.text for each in reviews if each.source.startswith(language)][:SPEED]
        start = time.perf_counter()
        for text in texts:
            classifier.predict([text])
        found[language] = round(len(texts) / (time.perf_counter() - start))
    return found


def labelled(reviews: list[Review]) -> Labelled:
    return Labelled([each.text for each in reviews], [each.label for each in reviews])


if __name__ == "__main__":
    main()
