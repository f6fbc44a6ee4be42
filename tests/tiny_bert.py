"""Networks of a few thousand random weights in the Hugging Face layout, made in a second: what is brought in, exported, switched to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

WORDS = "the a for with and of cotton linen wool shirt dress earbuds wireless teapot kettle mug red blue hat toy lamp".split()
SIGNS = "无线耳机棉衬衫茶壶红蓝色帽子杯灯"
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def tiny_bert(folder: Path, *, seed: int = 0, hidden: int = 32, kind: str = "bert", head: str = "Model", **config: Any) -> Path:
    """Writes a random network of BERT's kind (bert, roberta, xlm-roberta, distilbert …) with its tokenizer to a folder."""
    import torch
    import transformers

    names = {"bert": "Bert", "roberta": "Roberta", "xlm-roberta": "XLMRoberta", "distilbert": "DistilBert"}
    shape = ({"dim": hidden, "hidden_dim": 64, "n_layers": 2, "n_heads": 2} if kind == "distilbert" else
             {"hidden_size": hidden, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2})
    made = getattr(transformers, f"{names[kind]}Config")(
        vocab_size=len(_vocabulary()), max_position_embeddings=64, pad_token_id=0, initializer_range=0.6, **shape, **config)
    torch.manual_seed(seed)
    model = getattr(transformers, f"{names[kind]}{head}")(made).eval()
    with torch.no_grad():
        for each in model.parameters():
            if each.ndim == 1:  # trained biases are no zeros
                each += 0.1 * torch.randn_like(each)
    model.save_pretrained(folder)
    _tokenizer().save_pretrained(folder)
    return folder


def _vocabulary() -> dict[str, int]:
    letters = [prefix + letter for letter in "abcdefghijklmnopqrstuvwxyz0123456789" for prefix in ("", "##")]
    return {word: i for i, word in enumerate([*SPECIAL, *dict.fromkeys([*WORDS, *SIGNS, *letters])])}


def _tokenizer() -> Any:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.WordPiece(_vocabulary(), unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]",
                                   mask_token="[MASK]", model_max_length=64)
