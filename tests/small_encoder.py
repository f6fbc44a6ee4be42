"""An encoder of 12,000 weights that knows nothing yet, in Hugging Face's layout, and reviews that it can learn by heart in a second."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np

from shopkeeper.models.classify.train import Examples
from shopkeeper.models.training.options import TrainOptions

GOOD = ("很好", "喜欢", "满意", "great", "love", "perfect")
BAD = ("很差", "失望", "退货", "awful", "broken", "returned")
THINGS = ("手机", "裙子", "鞋", "phone", "dress", "it")
REVIEWS = [(f"{thing} {word}", int(word in GOOD)) for thing, word in product(THINGS, GOOD + BAD)]
LABELS = ("negative", "positive")
EXAMPLES = Examples([text for text, _ in REVIEWS], [label for _, label in REVIEWS])
OPTIONS = TrainOptions(epochs=12, batch_size=12, lr=3e-3, device="cpu")


def measure(labels, probabilities):
    """The share of right answers, under the name by which the best checkpoint is chosen."""
    return {"macro_f1": float((np.asarray(probabilities).argmax(1) == labels).mean())}


def small_encoder(folder: Path) -> Path:
    """Writes the encoder and its tokenizer, whose pieces are words and single Chinese characters."""
    import torch
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, BertTokenizerFast

    words = sorted({piece for text, _ in REVIEWS for word in text.split() for piece in ([word] if word.isascii() else word)})
    vocabulary = {piece: i for i, piece in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "not", "不", *words])}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    BertTokenizerFast(tokenizer_object=tokenizer).save_pretrained(folder)
    torch.set_num_threads(1)  # of so small a network threads would only wait for each other
    torch.manual_seed(0)
    BertModel(BertConfig(
        vocab_size=len(vocabulary), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64,
        max_position_embeddings=64,
    )).save_pretrained(folder)  # fmt: skip
    return folder
