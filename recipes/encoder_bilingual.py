"""Makes the shipped encoder out of all-MiniLM-L6-v2: new words, training, int8. See encoder-bilingual.sh.

    python recipes/encoder_bilingual.py BASE WORK TARGET
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from encoder_examples import chinese_texts, examples, glossary

from shopkeeper.models.export import export_encoder
from shopkeeper.models.sentences.train import blend, fit_encoder
from shopkeeper.models.sentences.vocabulary import borrowed, common_words, extend
from shopkeeper.models.training.options import TrainOptions
from shopkeeper.text.normalise import has_cjk

CHARACTERS, WORDS = 3500, 5200
OPTIONS = TrainOptions(epochs=0.75, batch_size=128, lr=1e-4, weight_decay=0.01, warmup=0.05, seed=0)
EMBEDDING_RATE = 10.0
RELATED = 0.44  # docs/experiments.md
NEW = 0.6  # of the weights, the rest as before training


def main() -> None:
    """A run that was killed goes on from WORK."""
    base, work, target = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    data = Path(os.environ.get("SHOPKEEPER_DATA", "../shared/data"))
    if not (work / "words" / "config.json").exists():
        _new_words(base, data, work / "words")
    fit_encoder(work / "words", examples(data), work / "trained", OPTIONS, _tell, embedding_rate=EMBEDDING_RATE)
    blend(work / "words", work / "trained", NEW, work / "blended")
    export_encoder(str(work / "blended"), target, languages=("en", "zh"), related=RELATED)


def _new_words(base: str, data: Path, folder: Path) -> None:
    texts, terms = chinese_texts(data), glossary()
    common = common_words(texts, CHARACTERS + WORDS, characters=CHARACTERS)
    own = [term for term in terms if 2 <= len(term) <= 4 and all(map(has_cjk, term))]
    words = [*common[:CHARACTERS], *(term for term in terms if len(term) == 1), *list(dict.fromkeys(own + common[CHARACTERS:]))[:WORDS]]
    words = list(dict.fromkeys(words))
    extend(base, words, borrowed(words, {word: [terms[word]] for word in words if word in terms}, texts), folder)


def _tell(step: int, steps: int, loss: float) -> None:
    if step % 20 == 0:
        print(f"step {step} of {steps}, loss {loss:.3f}", flush=True)


if __name__ == "__main__":
    main()
