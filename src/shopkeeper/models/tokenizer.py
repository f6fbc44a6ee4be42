"""Texts as numbers: byte-level byte-pair encoding for Chinese and English, learnt from the shop's own texts.

Byte-pair encoding joins the commonest neighbours again and again (Sennrich et al. 2016); on bytes it needs no unknown token
(Radford et al. 2019), so every text comes back as it was, whatever it is written in. Words are cut apart as GPT-2 cuts them, which
llama.cpp knows by the name "gpt-2".
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from tokenizers import Tokenizer, decoders, pre_tokenizers, processors, trainers
from tokenizers.models import BPE

from ..shop import InvalidFile

END, TURN, TURN_END, PAD = SPECIAL = "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|pad|>"
TOKENIZER, TOKENIZER_CONFIG = "tokenizer.json", "tokenizer_config.json"
PRE_TOKENIZER = "gpt-2"  # what llama.cpp calls the way in which words are cut apart
LONGEST = 24  # bytes of a token: eight Chinese characters


def learn(texts: Iterable[str], size: int) -> Tokenizer:
    """A tokenizer of `size` tokens, fewer where the texts hold no more; the first are `SPECIAL`, then the 256 bytes.

    A text that is encoded begins with <|endoftext|>, which also ends each document.
    """
    tokenizer = Tokenizer(BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=size, special_tokens=list(SPECIAL), show_progress=False, max_token_length=LONGEST,
                                  initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(single=f"{END} $A", special_tokens=[(END, tokenizer.token_to_id(END))])
    return tokenizer


def as_data(tokenizer: Tokenizer) -> Tokenizer:
    """The tokenizer, which from now on reads a special token in a text as the letters that it is written with: a review that
    says <|endoftext|> ends nothing."""
    tokenizer.encode_special_tokens = True
    return tokenizer


def save(tokenizer: Tokenizer, folder: Path, context: int) -> None:
    """Writes `tokenizer.json` and `tokenizer_config.json`, as transformers reads them; `context` is the model's, in tokens."""
    tokenizer.save(str(folder / TOKENIZER), pretty=False)
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": context, "bos_token": END, "eos_token": END, "pad_token": PAD,
        "add_bos_token": True, "add_eos_token": False, "clean_up_tokenization_spaces": False,
    }
    (folder / TOKENIZER_CONFIG).write_text(json.dumps(config, indent=1) + "\n", "utf-8")


def load(folder: Path) -> Tokenizer:
    """The tokenizer of a model folder; `InvalidFile` where there is none."""
    path = folder / TOKENIZER
    if not path.exists():
        raise InvalidFile(f"{folder}: expected a model with {TOKENIZER}")
    return Tokenizer.from_file(str(path))
