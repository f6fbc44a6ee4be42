"""A model of Hugging Face's layout that is brought in: where it lies, what it is, how its own files say it is to be used."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ..shop import InvalidFile

Pooling = Literal["mean", "cls"]
ENCODERS = {"bert": "BERT", "roberta": "RoBERTa", "xlm-roberta": "XLM-RoBERTa", "distilbert": "DistilBERT"}
LONGEST = 512  # tokens of a text that an encoder or a classifier reads, however many it could
_AFTER_PADDING = ("roberta", "xlm-roberta")  # their positions are counted from behind the padding token's
_FILES = ["*.json", "*.safetensors", "*.txt", "*.model", "pytorch_model*.bin", "1_Pooling/*", "README.md"]
_MODULES = ("Transformer", "Pooling", "Normalize")


@dataclass(frozen=True, slots=True)
class Source:
    """A model's folder, the name it was asked for by, and its config.json."""

    name: str
    folder: Path
    config: Mapping[str, Any]

    @property
    def architecture(self) -> str:
        """The class that holds its weights, such as BertModel."""
        found = self.config.get("architectures") or [self.config.get("model_type", "a model of no known kind")]
        return str(found[0])

    @property
    def licence(self) -> str:
        """What its README says of its licence."""
        return self._about("license") or "not said; see where it comes from"

    def _about(self, key: str) -> str:
        readme = self.folder / "README.md"
        head = readme.read_text("utf-8", "replace").split("---")[1:2] if readme.exists() else []
        found = re.search(rf"^{key}:\s*(\S+)", head[0], re.MULTILINE) if head else None
        return found[1] if found else ""

    def read(self, name: str) -> Any:
        """A JSON file of the folder; an empty object when it is not there."""
        path = self.folder / name
        try:
            return json.loads(path.read_text("utf-8")) if path.exists() else {}
        except ValueError as error:
            raise InvalidFile(f"{path}: expected JSON ({error})") from None


def find_source(name: str) -> Source:
    """The model in a folder, or of an id on the Hugging Face hub, from where it is fetched once; `InvalidFile` when there is none, or
    it would need code of its own."""
    folder = Path(name) if Path(name).is_dir() else _fetched(name)
    if not (folder / "config.json").exists():
        raise InvalidFile(f"{name}: expected a model of Hugging Face's layout with config.json")
    source = Source(name, folder, {})
    config = source.read("config.json")
    if not isinstance(config, dict):
        raise InvalidFile(f"{folder / 'config.json'}: expected an object")
    if "auto_map" in config:
        raise InvalidFile(f"{name}: {Source(name, folder, config).architecture} comes as code of its own, which is not run here")
    return Source(name, folder, config)


def _fetched(name: str) -> Path:
    from huggingface_hub import snapshot_download

    if not re.fullmatch(r"[\w.-]+(/[\w.-]+)?", name):
        raise InvalidFile(f"{name}: no such folder")
    try:
        return Path(snapshot_download(name, allow_patterns=_FILES))
    except Exception as error:  # of the network or of the hub: each has its own kind
        said = " ".join(str(error).split())[:200]
        raise InvalidFile(f"{name}: no such folder, and the Hugging Face hub did not give a model of this id ({said})") from None


def need_bert_like(source: Source, role: str) -> None:
    """`InvalidFile`, with its name, for an architecture that cannot be brought in to that role, such as "an encoder"."""
    if source.config.get("model_type") not in ENCODERS:
        known = ", ".join(ENCODERS.values())
        raise InvalidFile(f"{source.name}: {source.architecture} cannot be brought in as {role}; expected one of {known}")


def pooling_of(source: Source) -> Pooling:
    """How sentence-transformers' files say that token vectors become one; the mean where they say nothing. `InvalidFile`, with its
    name, for another way or a further layer."""
    modules = source.read("modules.json") or []
    for module in modules:
        if (kind := str(module.get("type", "")).rpartition(".")[2]) not in _MODULES:
            raise InvalidFile(f"{source.name}: its layer {kind} cannot be brought in; expected only {', '.join(_MODULES)}")
    path = next((module.get("path") for module in modules if str(module.get("type", "")).endswith("Pooling")), "1_Pooling")
    config = source.read(f"{path}/config.json")
    said = config.get("pooling_mode")
    on = [said] if isinstance(said, str) else [name.removeprefix("pooling_mode_") for name, value in config.items()
                                               if name.startswith("pooling_mode_") and value is True]
    match [name.removesuffix("_token").removesuffix("_tokens") for name in on]:
        case [] | ["mean"]:
            return "mean"
        case ["cls"]:
            return "cls"
    raise InvalidFile(f"{source.name}: pooling by {' and '.join(on)} cannot be brought in; expected mean or cls")


def max_tokens_of(source: Source) -> int:
    """How many tokens of a text it reads."""
    places = int(source.config.get("max_position_embeddings", LONGEST))
    if source.config.get("model_type") in _AFTER_PADDING:
        places -= int(source.config.get("pad_token_id") or 0) + 1
    said = (source.read("sentence_bert_config.json").get("max_seq_length"), source.read("tokenizer_config.json").get("model_max_length"))
    return min([places, LONGEST, *(int(each) for each in said if each)])


def prefixes_of(source: Source) -> dict[str, str]:
    """What it wants before a query and before a passage, as `query_prefix` and `passage_prefix`; empty when nothing."""
    prompts = source.read("config_sentence_transformers.json").get("prompts") or {}
    query = prompts.get("query") or ""
    passage = next((prompts[name] for name in ("passage", "document", "corpus") if prompts.get(name)), "")
    if not prompts and re.search(r"(^|[^a-z0-9])e5([^a-z0-9]|$)", source.name.lower()):  # its files do not say what its authors do
        query, passage = "query: ", "passage: "
    return {"query_prefix": query, "passage_prefix": passage} if query or passage else {}
