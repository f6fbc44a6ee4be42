"""Models of other kinds than ours, brought in: tiny networks of random weights, each in the layout that its authors would give it."""

import json
import shutil

import numpy as np
import pytest

from shopkeeper.models.add import add_classifier, add_encoder, add_language_model
from shopkeeper.models.capabilities import Models
from shopkeeper.models.classify.classifier import OnnxClassifier
from shopkeeper.models.encoder import OnnxEncoder, encode_query, load_encoder
from shopkeeper.models.language.header import read_header
from shopkeeper.models.source import find_source, pooling_of
from shopkeeper.shop import InvalidFile
from tiny_bert import tiny_bert

TEXTS = ["red cotton shirt", "无线耳机", "a mug with a very long story " * 30]


@pytest.fixture
def versions(tmp_path):
    return Models(tmp_path / "models", tmp_path / "none").named("encoder")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Each kind made once; a copy is changed."""
    folder, known = tmp_path_factory.mktemp("networks"), {}

    def make(kind, **more):
        key = json.dumps([kind, more], sort_keys=True)
        if key not in known:
            known[key] = tiny_bert(folder / str(len(known)), kind=kind, **more)
        return known[key]

    return make


def sentence_transformer(source, folder, *, pooling="mean_tokens", longest=None, prompts=None, layer=None):
    """A copy in the layout of sentence-transformers."""
    shutil.copytree(source, folder)
    modules = ["Transformer", "Pooling", *([layer] if layer else []), "Normalize"]
    write(folder / "modules.json", [{"idx": i, "path": f"{i}_{kind}" if i else "", "type": f"sentence_transformers.models.{kind}"}
                                    for i, kind in enumerate(modules)])
    (folder / "1_Pooling").mkdir()
    modes = ("cls_token", "mean_tokens", "max_tokens")
    write(folder / "1_Pooling" / "config.json", {f"pooling_mode_{mode}": mode == pooling for mode in modes})
    write(folder / "sentence_bert_config.json", {"max_seq_length": longest})
    write(folder / "config_sentence_transformers.json", {"prompts": prompts or {}})
    return folder


def write(path, value):
    path.write_text(json.dumps(value))


def original(source, texts, pooling, longest=None):
    """The vectors by transformers itself."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    model, tokenizer, out = AutoModel.from_pretrained(source).eval(), AutoTokenizer.from_pretrained(source), []
    for text in texts:
        with torch.inference_mode():
            tokens = model(**tokenizer(text, truncation=True, max_length=longest, return_tensors="pt",
                                       return_token_type_ids=False)).last_hidden_state[0]
        vector = (tokens[0] if pooling == "cls" else tokens.mean(0)).numpy()
        out.append(vector / np.linalg.norm(vector))
    return np.array(out)


@pytest.mark.parametrize(("kind", "pooling", "longest"), [
    ("bert", "mean", 20), ("bert", "cls", 64), ("roberta", "mean", 63), ("xlm-roberta", "cls", 63), ("distilbert", "mean", 64),
])
def test_an_encoder_gives_the_vectors_of_its_original(made, versions, tmp_path, kind, pooling, longest):
    source = made(kind)
    if longest == 20 or pooling == "cls":
        source = sentence_transformer(source, tmp_path / "st", pooling=f"{pooling}_token{'s' * (pooling == 'mean')}", longest=longest)
    version = add_encoder(str(source), versions, ("zh", "en"))
    encoder = OnnxEncoder(version.folder)
    assert (encoder.encode(TEXTS) * original(source, TEXTS, pooling, longest)).sum(1).min() > 0.97
    assert (version.config["max_tokens"], version.config["pooling"], encoder.languages) == (longest, pooling, ("zh", "en"))
    assert version.config["metrics"]["cosine"] >= 0.98
    assert "Brought in from" in version.card
    assert not version.active


def test_prefixes_are_kept_and_used_for_queries_and_passages_apart(made, versions, tmp_path):
    plain = OnnxEncoder(add_encoder(str(made("bert")), versions).folder)
    source = sentence_transformer(made("bert"), tmp_path / "st", prompts={"query": "red ", "document": "blue "})
    encoder = OnnxEncoder(add_encoder(str(source), versions).folder)
    assert np.allclose(encoder.encode(["mug"]), plain.encode(["blue mug"]))
    assert np.allclose(encode_query(encoder, "mug"), plain.encode(["red mug"])[0])
    assert encoder.fingerprint != plain.fingerprint, "other vectors"


def test_the_prefixes_of_e5_are_known_though_its_files_do_not_say_them(made, versions, tmp_path):
    source = shutil.copytree(made("bert"), tmp_path / "multilingual-e5-tiny")
    config = add_encoder(str(source), versions).config
    assert (config["query_prefix"], config["passage_prefix"]) == ("query: ", "passage: ")


def test_an_encoder_of_noise_understands_no_language_and_one_that_is_good_does(made, versions):
    assert add_encoder(str(made("bert")), versions).config["languages"] == []
    from shopkeeper.models.probes import languages_of, related_of

    shipped = load_encoder()
    assert "en" in languages_of(shipped)
    assert related_of(shipped, shipped, ["en"]) == pytest.approx(shipped.related, abs=1e-3)


@pytest.mark.parametrize(("change", "said"), [
    ({"pooling": "max_tokens"}, "pooling by max_tokens cannot be brought in; expected mean or cls"),
    ({"layer": "Dense"}, "its layer Dense cannot be brought in; expected only Transformer, Pooling, Normalize"),
])
def test_what_serving_cannot_do_is_refused_by_name(made, versions, tmp_path, change, said):
    source = sentence_transformer(made("bert"), tmp_path / "st", **change)
    with pytest.raises(InvalidFile, match=said):
        add_encoder(str(source), versions)
    assert versions.all() == []


def test_an_unknown_architecture_is_refused_by_name(versions, tmp_path):
    write(tmp_path / "config.json", {"model_type": "t5", "architectures": ["T5ForConditionalGeneration"]})
    with pytest.raises(InvalidFile, match="T5ForConditionalGeneration cannot be brought in as an encoder; expected one of BERT, RoBERTa"):
        add_encoder(str(tmp_path), versions)
    with pytest.raises(InvalidFile, match="T5ForConditionalGeneration cannot be brought in as a language model; expected LlamaForCausalLM"):
        add_language_model(str(tmp_path), versions)


def test_a_model_with_code_of_its_own_is_refused(tmp_path):
    write(tmp_path / "config.json", {"architectures": ["NiceModel"], "auto_map": {"AutoModel": "nice.NiceModel"}})
    with pytest.raises(InvalidFile, match="NiceModel comes as code of its own"):
        find_source(str(tmp_path))


def test_a_folder_that_is_none_is_said():
    with pytest.raises(InvalidFile, match="no such folder"):
        find_source("./ghost/of/a/model")


def test_newer_files_that_name_their_pooling_are_understood(made, tmp_path):
    source = sentence_transformer(made("bert"), tmp_path / "st")
    write(source / "1_Pooling" / "config.json", {"pooling_mode": "cls", "include_prompt": True})
    assert pooling_of(find_source(str(source))) == "cls"


def test_an_encoder_that_is_another_once_converted_is_refused(made, versions, monkeypatch):
    monkeypatch.setattr("shopkeeper.models.add._original_vectors", lambda *asked: original(made("bert", seed=9), ["shirt"] * 24, "mean"))
    with pytest.raises(InvalidFile, match=r"BertModel differs too much from the original \(cosine .*it is not taken"):
        add_encoder(str(made("bert")), versions)


@pytest.mark.parametrize("kind", ["bert", "distilbert"])
def test_a_classifier_gives_the_probabilities_of_its_original(made, tmp_path, kind):
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    source = made(kind, head="ForSequenceClassification", id2label={0: "Negative", 1: "POSITIVE"})
    version = add_classifier(str(source), Models(tmp_path / "models", tmp_path).named("sentiment"), labels=("negative", "positive"))
    classifier = OnnxClassifier(version.folder)
    model, tokenizer = AutoModelForSequenceClassification.from_pretrained(source).eval(), AutoTokenizer.from_pretrained(source)
    with torch.inference_mode():
        wanted = [model(**tokenizer(text, truncation=True, return_tensors="pt", return_token_type_ids=False)).logits[0].softmax(0).numpy()
                  for text in TEXTS]
    assert np.allclose(classifier.predict(TEXTS), wanted, atol=0.1)
    assert classifier.labels == ("negative", "positive")
    assert version.config["metrics"]["difference"] <= 0.05


def test_a_classifier_with_other_labels_or_none_is_refused(made, versions):
    source = made("bert", head="ForSequenceClassification", id2label={0: "Negative", 1: "POSITIVE"})
    with pytest.raises(InvalidFile, match="expected the labels spam, ham, got Negative, POSITIVE"):
        add_classifier(str(source), versions, labels=("spam", "ham"))
    with pytest.raises(InvalidFile, match="BertModel is no classifier with one label a text; expected …ForSequenceClassification"):
        add_classifier(str(made("bert")), versions)
    assert versions.all() == []


def test_a_language_model_becomes_gguf_and_writes_what_its_original_writes(small_model, tmp_path):
    versions = Models(tmp_path / "models", tmp_path).named("language-model")
    version = add_language_model(str(small_model), versions)
    assert version.config["metrics"]["same text"] > 0.8
    assert read_header(version.folder / "model.gguf")["general.architecture"] == "llama"
    again = add_language_model(str(version.folder / "model.gguf"), versions)
    assert (again.folder / "model.gguf").read_bytes() == (version.folder / "model.gguf").read_bytes()
    assert "taken as it is" in again.card


def test_a_file_that_is_no_gguf_is_said(tmp_path):
    (tmp_path / "x.gguf").write_text("hello")
    with pytest.raises(InvalidFile, match="expected a language model as a GGUF file"):
        add_language_model(str(tmp_path / "x.gguf"), Models(tmp_path / "models", tmp_path).named("language-model"))
