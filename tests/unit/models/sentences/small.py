"""A BERT of a few weights with a vocabulary of its own; as a program it trains: `python small.py BASE FOLDER [PAUSE]`."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from shopkeeper.models.sentences.pairs import Anchor, Pair
from shopkeeper.models.sentences.train import fit_encoder
from shopkeeper.models.training.options import TrainOptions

WORDS = "red blue dress shirt tea pot cup green lamp desk".split()
OPTIONS = TrainOptions(epochs=6, batch_size=4, lr=3e-3, warmup=0.1, seed=1)
EXAMPLES = [Pair(f"{a} {b}", f"{b} {a}", (f"{c} {b}",)) for a, b, c in zip(WORDS, WORDS[1:], WORDS[2:], strict=False)]
EXAMPLES += [Anchor(word, word) for word in WORDS]


def base(folder: Path) -> Path:
    """The encoder, of Hugging Face layout."""
    import torch
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(0)
    tokens = ["[PAD]", "[unused0]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "!", "шап", "茶", *"abcdefghijklmnopqrstuvwxyz", *WORDS, "##s"]
    size = BertConfig(vocab_size=len(tokens), hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64,
                      max_position_embeddings=64)
    model = BertModel(size, add_pooling_layer=False)
    for weights in model.parameters():  # no two the same, as in a model that has learnt
        weights.data += 0.05 * torch.randn(weights.shape)
    model.save_pretrained(folder)
    tokenizer = Tokenizer(models.WordPiece({token: row for row, token in enumerate(tokens)}, unk_token="[UNK]"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = normalizers.BertNormalizer(), pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 3), ("[SEP]", 4)])
    named = {f"{name}_token": f"[{name.upper()}]" for name in ("pad", "unk", "cls", "sep", "mask")}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **named).save_pretrained(folder)
    return folder


def train(base: Path, folder: Path, pause: float = 0.0, examples=EXAMPLES) -> list[float]:
    """The losses of all steps; a checkpoint after each."""
    return fit_encoder(base, examples, folder, OPTIONS, lambda *_: time.sleep(pause), save_every=1)


if __name__ == "__main__":
    print(json.dumps(train(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]) if len(sys.argv) > 3 else 0.0)))
