"""The tokenizer of a Hugging Face model as metadata of a GGUF file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...shop import InvalidFile

# How a text is split before BPE: the pattern in tokenizer.json, and what llama.cpp calls it.
_PATTERNS = {
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+": "qwen2",
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+": "llama-bpe",
}


def add_vocabulary(writer: Any, folder: Path, config: Mapping[str, Any]) -> None:
    """Adds tokens, merges, special tokens and chat template of the model in `folder` to a `gguf.GGUFWriter`.

    `InvalidFile` when llama.cpp could not split a text just as this tokenizer does.
    """
    path = folder / "tokenizer.json"
    try:
        tokenizer: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidFile(f"{path}: expected the JSON of a tokenizer ({error})") from None
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(_split_name(tokenizer, path))
    tokens, types = _tokens(tokenizer, config["vocab_size"], path)
    writer.add_token_list(tokens)
    writer.add_token_types(types)
    writer.add_token_merges([merge if isinstance(merge, str) else " ".join(merge) for merge in tokenizer["model"]["merges"]])
    _add_special(writer, path, config)
    if template := _template(folder):
        writer.add_chat_template(template)


def _split_name(tokenizer: Mapping[str, Any], path: Path) -> str:
    if (kind := tokenizer["model"].get("type")) != "BPE":
        raise InvalidFile(f"{path}, model: expected byte-level BPE, got {kind}")
    if tokenizer.get("normalizer"):
        raise InvalidFile(f"{path}, normalizer: expected none, as llama.cpp applies none, got {tokenizer['normalizer'].get('type')}")
    split = tokenizer.get("pre_tokenizer") or {}
    steps = split.get("pretokenizers", [split])
    if any(step.get("add_prefix_space") for step in steps):
        raise InvalidFile(f"{path}, pre_tokenizer: expected add_prefix_space false, got true")
    if [step.get("type") for step in steps] == ["ByteLevel"] and steps[0].get("use_regex", True):
        return "gpt-2"
    if [step.get("type") for step in steps] == ["Split", "ByteLevel"] and not steps[1].get("use_regex", True):
        pattern = steps[0]["pattern"].get("Regex", "")
        if pattern in _PATTERNS and steps[0].get("behavior") == "Isolated":
            return _PATTERNS[pattern]
    raise InvalidFile(f"{path}, pre_tokenizer: expected ByteLevel with its own pattern, or that of Llama 3 or Qwen 2")


def _tokens(tokenizer: Mapping[str, Any], size: int, path: Path) -> tuple[list[str], list[int]]:
    from gguf import TokenType

    added = {token["id"]: token for token in tokenizer.get("added_tokens", ())}
    names = {id: name for name, id in tokenizer["model"]["vocab"].items()} | {id: token["content"] for id, token in added.items()}
    if names and max(names) >= size:
        raise InvalidFile(f"{path}: expected at most {size} tokens, the vocab_size of config.json, got one with the id {max(names)}")

    def type_of(id: int) -> int:
        if id not in names:
            return int(TokenType.UNUSED)
        if id not in added:
            return int(TokenType.NORMAL)
        return int(TokenType.CONTROL if added[id]["special"] else TokenType.USER_DEFINED)

    return [names.get(id, f"[unused{id}]") for id in range(size)], [type_of(id) for id in range(size)]


def _add_special(writer: Any, path: Path, config: Mapping[str, Any]) -> None:
    from tokenizers import Tokenizer

    begin, end = config.get("bos_token_id"), config.get("eos_token_id")
    end = end[0] if isinstance(end, list) else end
    put = Tokenizer.from_file(str(path)).encode("").ids  # what the tokenizer puts round every text
    if begin is not None:
        writer.add_bos_token_id(begin)
    if end is not None:
        writer.add_eos_token_id(end)
    writer.add_add_bos_token(begin is not None and begin in put[:1])


def _template(folder: Path) -> str:
    own, config = folder / "chat_template.jinja", folder / "tokenizer_config.json"
    if own.exists():
        return own.read_text("utf-8")
    return str(json.loads(config.read_text("utf-8")).get("chat_template") or "") if config.exists() else ""
