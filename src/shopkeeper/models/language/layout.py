"""Language models in Hugging Face's layout: made, read and written. Needs the extra `[train]`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import nn

from ...shop import InvalidFile
from .. import tokenizer as tokens
from ..transformer import Llama, Shape
from .sizes import CONTEXT, PLANS, Size

_LORA_RANK = 16
_LORA_LAYERS = "all-linear"


class Trainable:
    """A decoder with its tokenizer, ready to be trained: `end` is the token that ends a document, `context` the block length."""

    def __init__(self, model: nn.Module, tokenizer: Tokenizer, end: int, context: int, theirs: Any = None) -> None:
        self.model, self.tokenizer, self.end, self.context = model, tokens.as_data(tokenizer), end, context
        self._theirs = theirs  # the tokenizer as transformers has it, in a model that was not ours from the start

    @property
    def weights(self) -> int:
        """Numbers in the network, those it shares counted once."""
        return sum(p.numel() for p in self.model.parameters())

    @property
    def operations(self) -> float:
        """Of a prediction, forwards and backwards: 6 a weight, and 12 LHQT of attention (Chowdhery et al. 2022, appendix B)."""
        config: Any = self.model.shape if isinstance(self.model, Llama) else self.model.config
        layers, width = (config.layers, config.width) if isinstance(config, Shape) else (config.num_hidden_layers, config.hidden_size)
        return 6.0 * self.weights + 12.0 * layers * width * self.context

    def save(self, folder: Path) -> None:
        """config.json, model.safetensors, tokenizer.json, tokenizer_config.json and generation_config.json."""
        model: Any = self.model
        if isinstance(model, Llama):
            _save_ours(model, folder, self.end)
            tokens.save(self.tokenizer, folder, self.context)
            return
        merged = model.merge_and_unload() if hasattr(model, "merge_and_unload") else model
        merged.save_pretrained(folder)
        self._theirs.save_pretrained(folder)


def scratch(size: Size, tokenizer: Tokenizer, seed: int) -> Trainable:
    """A decoder of ours with weights drawn by `seed`."""
    torch.manual_seed(seed)
    shape = Shape(vocabulary=tokenizer.get_vocab_size(), **PLANS[size].shape)
    return Trainable(Llama(shape), tokenizer, tokens.SPECIAL.index(tokens.END), shape.context)


def pretrained(base: str, *, lora: bool = False, seed: int = 0, device: torch.device | None = None) -> Trainable:
    """A decoder of a folder or of the hub; with `lora` low-rank parts of its matrices are learnt only (Hu et al. 2022).

    `InvalidFile` when it cannot be read.
    """
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()
    torch.manual_seed(seed)
    try:
        model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
        theirs = AutoTokenizer.from_pretrained(base)
    except (OSError, ValueError) as error:
        why = str(error).splitlines()[0][:200]
        raise InvalidFile(f"{base}: expected a folder or a hub id of a causal language model ({why})") from None
    if theirs.eos_token_id is None or not getattr(theirs, "is_fast", False):
        raise InvalidFile(f"{base}: expected a tokenizer.json with a token that ends a text (eos_token)")
    context = min(CONTEXT, getattr(model.config, "max_position_embeddings", None) or CONTEXT)
    if lora:
        from peft import LoraConfig, get_peft_model

        low_rank = LoraConfig(r=_LORA_RANK, lora_alpha=2 * _LORA_RANK, target_modules=_LORA_LAYERS, task_type="CAUSAL_LM")
        model = get_peft_model(model, low_rank)
    made = Trainable(model.to(device) if device else model, theirs.backend_tokenizer, theirs.eos_token_id, context, theirs)
    made.tokenizer.no_truncation()
    made.tokenizer.no_padding()
    return made


def _save_ours(model: Llama, folder: Path, end: int) -> None:
    from safetensors.torch import save_file

    weights = {name: p.detach().cpu().contiguous() for name, p in model.state_dict().items()}
    save_file(weights, str(folder / "model.safetensors"), metadata={"format": "pt"})
    ends = {"bos_token_id": end, "eos_token_id": end, "pad_token_id": tokens.SPECIAL.index(tokens.PAD)}
    _write(folder / "config.json", {**model.shape.to_config(), **ends, "dtype": "float32"})
    _write(folder / "generation_config.json", ends)


def _write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=1) + "\n", "utf-8")
