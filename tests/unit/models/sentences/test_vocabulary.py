import sys
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from shopkeeper.models.sentences.vocabulary import aliases, borrowed, common_words, extend  # noqa: E402

sys.path.insert(0, str(Path(__file__).parent))
import small  # noqa: E402

WORDS = ["茶", "壶", "杯", "机", "耳", "茶壶", "耳机", "蓝牙耳机", "手表"]
MEANINGS = {"茶": ["tea"], "壶": ["pot"], "杯": ["cup"], "茶壶": ["tea pot"]}


@pytest.fixture(scope="module")
def extended(tmp_path_factory):
    from transformers import AutoModel, AutoTokenizer

    base, target = small.base(tmp_path_factory.mktemp("base")), tmp_path_factory.mktemp("extended")
    vectors = extend(str(base), WORDS, MEANINGS, target, positions=16)
    model = AutoModel.from_pretrained(target, add_pooling_layer=False).eval()
    return vectors, model, AutoTokenizer.from_pretrained(target), AutoModel.from_pretrained(base, add_pooling_layer=False).eval()


def test_chinese_is_cut_into_its_longest_words_in_both_spellings(extended):
    tokenizer = extended[2]
    assert tokenizer.tokenize("红蓝牙耳机茶壶Tea") == ["[UNK]", "蓝牙耳机", "##茶壶", "tea"]
    assert tokenizer.tokenize("藍牙耳機茶壺") == ["藍牙耳機", "##茶壺"]
    assert tokenizer.tokenize("錶蓝") == ["錶", "##蓝"]
    assert tokenizer.tokenize("Ｔｅａ! 杯") == ["tea", "!", "杯"]
    ids = tokenizer("茶" * 40, truncation=True)["input_ids"]
    assert len(ids) == 16
    assert tokenizer.convert_ids_to_tokens(ids[:2] + ids[-1:]) == ["[CLS]", "茶", "[SEP]"]


def test_all_spellings_of_a_word_have_one_vector(extended):
    vectors, model, tokenizer, _ = extended
    table = model.get_input_embeddings().weight.detach().numpy()
    rows = tokenizer.convert_tokens_to_ids(["茶壶", "##茶壶", "茶壺", "##茶壺", "茶", "壶"])
    assert (table[rows[:4]] == table[rows[0]]).all()
    assert len({*aliases(table)[rows].tolist()}) == 3
    assert len({*aliases(table).tolist()}) == vectors == len(small.WORDS) + 26 + len(WORDS) + 7


def test_a_word_begins_where_its_meaning_is(extended):
    _, model, tokenizer, before = extended
    table, old = (each.get_input_embeddings().weight.detach().numpy() for each in (model, before))

    def cosine(word, meaning):
        a, b = table[tokenizer.convert_tokens_to_ids(word)], table[tokenizer.convert_tokens_to_ids(meaning)].mean(0)
        return a @ b / np.linalg.norm(a) / np.linalg.norm(b)

    assert cosine("茶壶", ["tea", "pot"]) > 0.95
    assert cosine("蓝牙耳机", ["耳", "机"]) > 0.95
    assert np.median(np.linalg.norm(table, axis=1)) == pytest.approx(np.median(np.linalg.norm(old, axis=1)), rel=0.2)


def test_english_is_read_as_before(extended):
    from transformers import AutoTokenizer

    _, model, tokenizer, before = extended
    old = AutoTokenizer.from_pretrained(before.config._name_or_path)
    assert not {"[unused0]", "шап"} & set(tokenizer.get_vocab())
    for text in ("Red tea pots!", "blue shirt 茶"):
        assert tokenizer.tokenize(text) == old.tokenize(text)
    with torch.no_grad():
        a, b = (m(**t("red tea pots !", return_tensors="pt")).last_hidden_state for m, t in ((model, tokenizer), (before, old)))
    assert torch.allclose(a, b, atol=1e-6)


def test_the_most_frequent_characters_and_words():
    words = common_words(["蓝牙耳机 ABC 耳机", "耳機，耳机壳"], 6, characters=3)
    assert words[:2] == ["耳", "机"]
    assert words[3] == "耳机"
    assert len(words) == 5


def test_a_word_without_a_meaning_borrows_from_its_neighbours():
    texts = ["喝茶用茶杯", "泡茶用茶壶", "喝茶用茶壶", "穿裙子配鞋子", "穿裙子配靴子", "买鞋子配裙子"] * 4
    words = [*dict.fromkeys("".join(texts)), "茶杯", "茶壶", "裙子", "鞋子", "靴子"]
    told = borrowed(words, {"茶壶": ["tea pot"], "裙子": ["skirt"], "鞋子": ["shoes"]}, texts, most=1)
    assert told["茶杯"] == ["tea pot"]
    assert told["靴子"][0] in ("skirt", "shoes")
    assert told["鞋子"] == ["shoes"]
