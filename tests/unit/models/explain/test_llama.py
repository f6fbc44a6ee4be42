"""The replay in numpy is transformers' Llama. Needs `[train]`."""

import numpy as np
import pytest

from shopkeeper.models.explain.llama import Llama
from shopkeeper.shop import InvalidFile

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")


@pytest.mark.parametrize("more", [
    {"num_key_value_heads": 2, "tie_word_embeddings": True, "rope_theta": 5000.0},
    {"num_key_value_heads": 4, "tie_word_embeddings": False, "rms_norm_eps": 1e-3},
    {"num_key_value_heads": 1, "tie_word_embeddings": True, "dtype": "bfloat16"},
])
def test_logits_and_attention_are_those_of_transformers(tmp_path, more):
    torch.manual_seed(0)
    config = transformers.LlamaConfig(vocab_size=50, hidden_size=32, intermediate_size=48, num_hidden_layers=3, num_attention_heads=4,
                                      initializer_range=0.3, attn_implementation="eager", **more)
    transformers.LlamaForCausalLM(config).to(getattr(torch, more.get("dtype", "float32"))).save_pretrained(tmp_path)
    model = transformers.LlamaForCausalLM.from_pretrained(tmp_path, dtype=torch.float32, attn_implementation="eager").eval()
    ids = np.array([0, 7, 7, 13, 49, 2, 30])
    with torch.no_grad():
        wanted = model(torch.tensor(ids[None]), output_attentions=True)
    found = Llama(tmp_path)(ids)
    assert np.allclose(found.logits, wanted.logits[0].numpy(), atol=1e-4)
    assert np.allclose(found.attention, np.stack([layer[0].numpy() for layer in wanted.attentions]), atol=1e-4)
    assert np.allclose(found.attention.sum(-1), 1, atol=1e-5)


def test_a_folder_without_a_llama_is_named(tmp_path):
    (tmp_path / "config.json").write_text('{"kind": "encoder"}')
    with pytest.raises(InvalidFile, match=r"config\.json: expected the description of a Llama model .*num_hidden_layers"):
        Llama(tmp_path)
