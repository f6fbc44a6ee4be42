"""What was exported says the same as the original: the same tokens of a text, the same next token."""

from __future__ import annotations

import json
import shutil

import httpx
import numpy as np
import pytest
import xllamacpp

from shopkeeper.models.language.gguf import export_gguf
from shopkeeper.models.language.header import read_header
from shopkeeper.models.language.tensors import tensors
from shopkeeper.shop import InvalidFile
from small_model import SENTENCES

TEXTS = [
    *SENTENCES, "", " ", "  two  spaces ", "\n", "\n\n\r\n\t x\n", "a\nb", "1234567890 12,5 ３８０", "don't we'll I'M",
    "🙂👨‍👩‍👧🫖", "é à ü ñ",
    "龘靐", "中文English混排123件￥59.9！？", "——……「」", "日本語とハングル한글", "٣٤ اردو", "x" * 300, "　全角　空格",
]


def server(path):
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    params.warmup, params.verbosity, params.n_parallel, params.cache_ram_mib = False, -1, 1, 0
    return xllamacpp.Server(params)


@pytest.fixture(scope="module")
def original(small_model):
    import torch
    from tokenizers import Tokenizer
    from transformers import LlamaForCausalLM

    torch.set_num_threads(1)
    model, tokenizer = LlamaForCausalLM.from_pretrained(small_model), Tokenizer.from_file(str(small_model / "tokenizer.json"))

    def go_on(ids):
        return model.generate(torch.tensor([ids]), max_new_tokens=60, do_sample=False)[0, len(ids):].tolist()

    return go_on, tokenizer


def changed(small_model, tmp_path, name, change):
    folder = shutil.copytree(small_model, tmp_path / "changed")
    value = json.loads((folder / name).read_text("utf-8"))
    change(value)
    (folder / name).write_text(json.dumps(value), "utf-8")
    return folder


@pytest.mark.parametrize("kind", ["f16", "q8_0"])
def test_the_same_tokens_follow_as_in_transformers(small_model, original, tmp_path, kind):
    go_on, tokenizer = original
    export_gguf(small_model, tmp_path / "model.gguf", kind)
    running = server(tmp_path / "model.gguf")
    for sentence in SENTENCES:
        prompt = tokenizer.encode(sentence).ids[:4]
        asked = {"prompt": prompt, "n_predict": 60, "temperature": 0, "return_tokens": True}
        written = httpx.post(f"{running.listening_address}/completion", json=asked).json()["tokens"]
        assert written == go_on(prompt)
        assert tokenizer.decode(prompt + written) == sentence


def test_a_text_has_the_same_tokens(small_model, original):
    running = server(small_model / "model.gguf")
    for text in TEXTS:
        found = httpx.post(f"{running.listening_address}/tokenize", json={"content": text, "add_special": True}).json()["tokens"]
        assert found == original[1].encode(text).ids, text


def test_a_matrix_of_its_own_for_the_output_and_bfloat16_in_several_files(small_model, tmp_path):
    import torch
    from transformers import LlamaForCausalLM

    model = LlamaForCausalLM.from_pretrained(small_model)
    model.config.tie_word_embeddings = False
    model.lm_head.weight = torch.nn.Parameter(model.model.embed_tokens.weight.detach().clone())
    model.to(torch.bfloat16).save_pretrained(tmp_path / "wide", max_shard_size="100KB")
    shutil.copy(small_model / "tokenizer.json", tmp_path / "wide")
    assert len(list((tmp_path / "wide").glob("*.safetensors"))) > 1
    export_gguf(tmp_path / "wide", tmp_path / "model.gguf", "f16")
    answer = server(tmp_path / "model.gguf").handle_completions({"prompt": [0], "max_tokens": 1, "temperature": 0})
    assert answer["usage"]["completion_tokens"] == 1
    exact, rounded = dict(tensors(small_model)), dict(tensors(tmp_path / "wide"))
    assert np.allclose(exact["model.norm.weight"], rounded["model.norm.weight"], rtol=1e-2)
    assert np.array_equal(rounded["lm_head.weight"], rounded["model.embed_tokens.weight"])


def test_the_header_tells_the_shape_and_no_part_of_a_file_passes_for_a_model(small_model, tmp_path):
    header = read_header(small_model / "model.gguf")
    assert (header["general.architecture"], header["llama.context_length"], header["llama.rope.freq_base"]) == ("llama", 1024, 5000.0)
    assert header["tokenizer.ggml.pre"] == "gpt-2"
    assert "tokenizer.ggml.tokens" not in header
    assert read_header(small_model / "model.gguf", ["tokenizer.ggml.tokens"])["tokenizer.ggml.tokens"][0] == "<|endoftext|>"
    data = (small_model / "model.gguf").read_bytes()
    for broken, reason in ((b"", "expected a language model"), (data[:300], "broken or cut short"), (data[:30] + b"\xff" * 300, "broken")):
        (tmp_path / "broken.gguf").write_bytes(broken)
        with pytest.raises(InvalidFile, match=reason):
            read_header(tmp_path / "broken.gguf")
    with pytest.raises(InvalidFile, match="No such file"):
        read_header(tmp_path / "none.gguf")


@pytest.mark.parametrize(("name", "change", "expected"), [
    ("config.json", lambda c: c.update(architectures=["GPT2LMHeadModel"]), "architecture LlamaForCausalLM, got GPT2LMHeadModel"),
    ("config.json", lambda c: c.update(attention_bias=True), "attention_bias: expected False, got True"),
    ("config.json", lambda c: c.update(rope_parameters={"rope_type": "yarn"}), "rope_type: expected 'default', got 'yarn'"),
    ("config.json", lambda c: c.update(vocab_size=300), "at most 300 tokens"),
    ("tokenizer.json", lambda t: t.update(normalizer={"type": "NFC"}), "normalizer: expected none"),
    ("tokenizer.json", lambda t: t["pre_tokenizer"].update(add_prefix_space=True), "add_prefix_space false"),
    ("tokenizer.json", lambda t: t.update(pre_tokenizer={"type": "Whitespace"}), "pre_tokenizer: expected ByteLevel"),
    ("tokenizer.json", lambda t: t["model"].update(type="Unigram"), "byte-level BPE, got Unigram"),
])
def test_what_llama_cpp_would_read_otherwise_is_refused(small_model, tmp_path, name, change, expected):
    folder = changed(small_model, tmp_path, name, change)
    with pytest.raises(InvalidFile, match=expected):
        export_gguf(folder, tmp_path / "model.gguf")
    assert not (tmp_path / "model.gguf").exists()


def test_a_folder_without_weights_is_refused(small_model, tmp_path):
    folder = shutil.copytree(small_model, tmp_path / "bare", ignore=shutil.ignore_patterns("*.safetensors"))
    with pytest.raises(InvalidFile, match="expected the weights of a model"):
        export_gguf(folder, tmp_path / "model.gguf")


def test_the_template_for_chats_comes_along(small_model, tmp_path):
    folder = shutil.copytree(small_model, tmp_path / "chat")
    (folder / "tokenizer_config.json").write_text(json.dumps({"chat_template": "{{ messages[0].content }}"}))
    export_gguf(folder, tmp_path / "model.gguf")
    assert read_header(tmp_path / "model.gguf")["tokenizer.chat_template"] == "{{ messages[0].content }}"
