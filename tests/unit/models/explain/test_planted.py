"""The word that a classifier was taught to decide by is the word that its explanation names, in both languages. Needs `[train]`."""

import numpy as np
import pytest

from shopkeeper.models import export
from shopkeeper.models.explain.explanation import judge
from shopkeeper.models.explain.replay import Replayer

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

FILLERS = {"en": "the box is blue and came on monday with two more small cups".split(),
           "zh": ["盒子", "蓝色", "周一", "收到", "还有", "两个", "杯子", "快递", "下单"]}
DECIDES = {"en": {"splendid": 1, "broken": 0}, "zh": {"满意": 1, "失望": 0}}


def review(language, word, random, length):
    """Fillers in any order with the one word, if any, somewhere among them."""
    said = list(random.choice(FILLERS[language], length))
    said[int(random.integers(length))] = word or said[0]
    return (" " if language == "en" else "，").join(said)


@pytest.fixture(scope="module")
def classifier(tmp_path_factory):
    """A tiny BERT that has learnt which reviews are positive, as it is served."""
    source, folder = tmp_path_factory.mktemp("bert"), tmp_path_factory.mktemp("classifier")
    words = [word for spoken in (*FILLERS.values(), *DECIDES.values()) for word in spoken]
    signs = sorted({sign for word in words for sign in ([word] if word.isascii() else word)})
    (source / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "，", *signs]), "utf-8")
    tokenizer = transformers.BertTokenizerFast(str(source / "vocab.txt"))
    torch.manual_seed(0)
    model = transformers.BertForSequenceClassification(transformers.BertConfig(
        vocab_size=len(tokenizer), hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=48))
    random = np.random.default_rng(0)
    # Texts without such a word are as often the one as the other: so the word has to be learnt for both answers.
    rows = [(review(language, said, random, int(random.integers(2, 12))), label) for _ in range(40) for language in DECIDES
            for word, label in DECIDES[language].items() for said in (word, word, "")]
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    for _ in range(8):
        for part in (rows[start : start + 60] for start in range(0, len(rows), 60)):
            optimizer.zero_grad()
            given = tokenizer([text for text, _ in part], padding=True, return_tensors="pt")
            model(**given, labels=torch.tensor([label for _, label in part])).loss.backward()
            optimizer.step()
    model.save_pretrained(source)
    tokenizer.save_pretrained(source)
    export.export_classifier(str(source), folder, languages=("zh", "en"))
    return Replayer(folder)


def log_odds(classifier):
    return lambda texts: np.array([float(logits[1] - logits[0]) for logits in (classifier.replay(text).output for text in texts)])


@pytest.mark.parametrize("length", [5, 14])  # computed exactly, and sampled
@pytest.mark.parametrize(("language", "word", "label"), [(a, word, label) for a in DECIDES for word, label in DECIDES[a].items()])
def test_the_planted_word_decides(classifier, language, word, label, length):
    text = review(language, word, np.random.default_rng(7), length)
    found = judge(text, log_odds(classifier), classifier.replay if length > 5 else None)  # it may also show no attention
    assert (found.value > 0) == bool(label)
    (reading,) = found.texts
    shares = {}
    for name, share in reading.shares:
        shares[name] = max(shares.get(name, 0.0), share if label else -share)
    assert max(shares, key=shares.get) == (word if word in shares else word[0])
    strongest, second = sorted(shares.values())[::-1][:2]
    assert strongest > 2 * second
    assert reading.attribution.base + sum(share for _, share in reading.shares) == pytest.approx(found.value, abs=1e-4)
