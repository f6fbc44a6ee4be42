"""Brings a model of Hugging Face's layout into a shop: converted once to what serving reads, and checked against the original.

Encoders and classifiers become ONNX with int8 weights, or, where that changes their answers too much, with the weights as they
are; language models become GGUF, a GGUF file is taken as it is. Needs the extra `[train]`, but for a GGUF file.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..shop import InvalidFile, Language
from .card import Card, Data
from .encoder import OnnxEncoder, load_encoder
from .language.gguf import ARCHITECTURE
from .language.header import read_header
from .language.opening import FILE
from .probes import TEXTS, languages_of, pairwise, related_of
from .source import Source, find_source, max_tokens_of, need_bert_like, pooling_of, prefixes_of
from .versions import CONFIG, Version, Versions

COSINE, ALIKE = 0.98, 0.95  # of an encoder's vectors with the original's, and of how its texts lie to each other: at least
SAME = 0.5  # share of a language model's text that is the original's: at least
APART = 0.05  # mean difference of a classifier's probabilities: at most
WORDS = 24  # tokens that a language model goes on with
PROMPTS = ("The", "A red dress", "Wireless earbuds with", "红色连衣裙", "保温杯容量", "本店")
Figures = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Made:
    """What is kept of a conversion: how it was done, in words, and how near it is to the original."""

    how: str
    figures: Figures


def add_encoder(name: str, versions: Versions, languages: Sequence[Language] = ()) -> Version:
    """A version of the sentence encoder `name`, a folder or an id on the hub. `languages` are those it understands, by default found
    by asking it for synonyms. `InvalidFile` for what cannot be brought in, or differs too much once converted."""
    source, start = find_source(name), time.monotonic()
    need_bert_like(source, "an encoder")
    pooling, longest, prefixes = pooling_of(source), max_tokens_of(source), prefixes_of(source)

    def write(folder: Path, int8: bool) -> Figures:
        from .export import export_encoder

        export_encoder(str(source.folder), folder, languages=languages, max_tokens=longest, pooling=pooling, int8=int8, **prefixes)
        encoder = OnnxEncoder(folder)
        return _vectors_agree(encoder.encode(TEXTS), _original_vectors(source, pooling, longest, encoder.passage_prefix))

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        made = _converted(source, folder, write, lambda f: f["cosine"] >= COSINE and f["alike"] >= ALIKE)
        encoder = OnnxEncoder(folder)
        spoken = tuple(languages) or languages_of(encoder)
        config = {"languages": list(spoken), "related": related_of(encoder, load_encoder(), spoken), "pooling": pooling, "source": name}
        _join(folder, config)
        told = f"understands {', '.join(spoken) or 'no language that was asked for'}; pooling {pooling}; {encoder.dimensions} dimensions"
        card = _card("Sentence encoder", source, folder / "model.onnx", made, [told], {"max_tokens": longest, **prefixes}, start)
        return versions.add(_copy(folder), card=card)


def add_classifier(name: str, versions: Versions, languages: Sequence[Language] = (), labels: Sequence[str] = ()) -> Version:
    """The same for a classifier of texts with one label each. `labels` are those it must have, in this order, whatever their case."""
    source, start = find_source(name), time.monotonic()
    need_bert_like(source, "a classifier")
    one_label = source.config.get("problem_type") in (None, "single_label_classification")
    if not source.architecture.endswith("ForSequenceClassification") or not one_label:
        raise InvalidFile(f"{name}: {source.architecture} is no classifier with one label a text; expected …ForSequenceClassification")
    longest, spoken = max_tokens_of(source), tuple(languages) or ("zh", "en")

    def write(folder: Path, int8: bool) -> Figures:
        from .classify.classifier import OnnxClassifier
        from .export import export_classifier

        export_classifier(str(source.folder), folder, languages=spoken, max_tokens=longest, int8=int8)
        classifier = OnnxClassifier(folder)
        if labels and [label.lower() for label in classifier.labels] != list(labels):
            raise InvalidFile(f"{name}: expected the labels {', '.join(labels)}, got {', '.join(classifier.labels)}")
        ours, theirs = classifier.predict(TEXTS), _original_probabilities(source, longest)
        return {"difference": float(np.abs(ours - theirs).mean()), "same label": float((ours.argmax(1) == theirs.argmax(1)).mean())}

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        made = _converted(source, folder, write, lambda f: f["difference"] <= APART)
        _join(folder, {"source": name, **({"labels": list(labels)} if labels else {})})
        card = _card("Classifier", source, folder / "model.onnx", made, [], {"max_tokens": longest}, start)
        return versions.add(_copy(folder), card=card)


def add_language_model(name: str, versions: Versions) -> Version:
    """The same for a language model: a GGUF file, or a folder or an id on the hub of a decoder in the Llama layout."""
    start = time.monotonic()
    if name.lower().endswith(".gguf"):
        return _add_gguf(Path(name), versions, start)
    source = find_source(name)
    if source.architecture != ARCHITECTURE:
        known = f"{ARCHITECTURE}, or a GGUF file of any kind that llama.cpp runs"
        raise InvalidFile(f"{name}: {source.architecture} cannot be brought in as a language model; expected {known}")
    original = _original_texts(source)

    def write(folder: Path, int8: bool) -> Figures:
        from .language.gguf import export_gguf

        export_gguf(source.folder, folder / FILE, "q8_0" if int8 else "f16")
        same = [_same(ours, theirs) for ours, theirs in zip(_texts(folder / FILE), original(), strict=True)]
        return {"same text": float(np.mean(same))}

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        made = _converted(source, folder, write, lambda f: f["same text"] >= SAME)
        _join(folder, {"kind": "gguf", "source": name})
        card = _card("Language model", source, folder / FILE, made, [], {}, start)
        return versions.add(_copy(folder), card=card)


def _add_gguf(path: Path, versions: Versions, start: float) -> Version:
    header = read_header(path)
    written = _texts(path)
    data = Data(_digest(path), 0, [path.name], str(header.get("general.license") or "not said in the file; see where it comes from"))
    what = f"Brought in from {path.name} ({header.get('general.architecture')}), taken as it is."
    figures = {"characters written": sum(map(len, written))}
    card = Card("Language model", what, data, figures, f"{len(PROMPTS)} beginnings of texts", {}, time.monotonic() - start)

    def write(folder: Path) -> None:
        shutil.copy(path, folder / FILE)
        _join(folder, {"kind": "gguf", "source": path.name})

    return versions.add(write, card=card)


def _converted(source: Source, folder: Path, write: Callable[[Path, bool], Figures], near: Callable[[Figures], bool]) -> _Made:
    """Writes the model to a folder, smaller if its answers stay near the original's, else as it is."""
    for int8, how in ((True, "weights in 8 bits"), (False, "weights as they were, as 8 bits changed the answers")):
        figures = write(folder, int8)
        if near(figures):
            return _Made(how, figures)
    said = ", ".join(f"{name} {value:.3f}" for name, value in figures.items())
    raise InvalidFile(f"{source.name}: once converted {source.architecture} differs too much from the original ({said}); it is not taken")


def _card(
    title: str, source: Source, file: Path, made: _Made, notes: Sequence[str], training: Mapping[str, Any], start: float,
) -> Card:
    data = Data(_digest(file), 0, [source.name], source.licence)
    what = f"Brought in from {source.name} ({source.architecture}), {made.how}."
    seconds, measured = time.monotonic() - start, "texts of its kind, against the original"
    return Card(title, what, data, made.figures, measured, training, seconds, notes=notes)


def _vectors_agree(ours: NDArray[np.float32], theirs: NDArray[np.float32]) -> Figures:
    cosines = (ours * theirs).sum(1)
    with np.errstate(invalid="ignore"):  # vectors that are all the same have no likeness: NaN, which is not near
        alike = float(np.corrcoef(pairwise(ours), pairwise(theirs))[0, 1])
    return {"cosine": float(cosines.mean()), "lowest cosine": float(cosines.min()), "alike": alike}


def _original_vectors(source: Source, pooling: Any, longest: int, prefix: str) -> NDArray[np.float32]:
    from transformers import AutoModel

    from .export import sentence

    return _asked(source, sentence(AutoModel.from_pretrained(source.folder).float(), pooling), [prefix + text for text in TEXTS], longest)


def _original_probabilities(source: Source, longest: int) -> NDArray[np.float32]:
    from transformers import AutoModelForSequenceClassification

    from .export import logits

    raised = np.exp(_asked(source, logits(AutoModelForSequenceClassification.from_pretrained(source.folder).float()), TEXTS, longest))
    probabilities: NDArray[np.float32] = raised / raised.sum(1, keepdims=True)
    return probabilities


def _asked(source: Source, module: Any, texts: Sequence[str], longest: int) -> NDArray[np.float32]:
    """What the original network gives for each text by itself, float32[n, …]."""
    import torch
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(source.folder)
    rows = []
    with torch.inference_mode():
        for text in texts:
            given = tokenizer(text, truncation=True, max_length=longest, return_tensors="pt")
            rows.append(module.eval()(given["input_ids"], given["attention_mask"]).numpy())
    found: NDArray[np.float32] = np.concatenate(rows)
    return found


def _original_texts(source: Source) -> Callable[[], list[str]]:
    """A function that says how the original goes on with `PROMPTS`, read when it is first called."""

    def written() -> list[str]:
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer

        model, tokenizer = AutoModelForCausalLM.from_pretrained(source.folder).float(), AutoTokenizer.from_pretrained(source.folder)
        out = []
        for prompt in PROMPTS:
            ids = torch.tensor([tokenizer(prompt)["input_ids"]])
            said = model.generate(ids, attention_mask=torch.ones_like(ids), max_new_tokens=WORDS, do_sample=False)
            out.append(tokenizer.decode(said[0, ids.shape[1]:], skip_special_tokens=True))
        return out

    return written


def _texts(path: Path) -> list[str]:
    """How a GGUF file goes on with `PROMPTS`."""
    from .language.llama import LlamaModel
    from .language.protocol import Sampling

    model = LlamaModel(path)
    try:
        sampling = Sampling(max_tokens=WORDS, temperature=0.0)
        return ["".join(piece.text for piece in model.complete(prompt, sampling=sampling)) for prompt in PROMPTS]
    finally:
        model.close()


def _same(ours: str, theirs: str) -> float:
    """Which share of the longer text both begin with."""
    alike = next((i for i, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs)))
    return alike / max(len(ours), len(theirs), 1) if ours != theirs else 1.0


def _join(folder: Path, more: Mapping[str, Any]) -> None:
    path = folder / CONFIG
    config = json.loads(path.read_text("utf-8")) if path.exists() else {}
    path.write_text(json.dumps({**config, **more}, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _copy(source: Path) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        shutil.copytree(source, folder, dirs_exist_ok=True)

    return write


def _digest(path: Path) -> str:
    digest = hashlib.blake2b(digest_size=8)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
