import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.models.tokenizer import END, PAD, SPECIAL, as_data, learn, load, save
from shopkeeper.shop import InvalidFile

TEXTS = ["无线蓝牙耳机 降噪 续航30小时", "Wireless earphones with noise cancelling, 30 h", "无线鼠标 静音", "wireless mouse, silent"] * 5


@pytest.fixture(scope="module")
def tokenizer():
    return learn(TEXTS, 400)


DATA = as_data(learn(TEXTS, 300))


@given(st.text())
def test_every_text_comes_back(text):
    assert DATA.decode(DATA.encode(text, add_special_tokens=False).ids) == text


@pytest.mark.parametrize("text", ["", " ", "  a\r\n\tb ", "龘𠀀🙂👩‍👩‍👧", "it's 3,5 m²", "\x00\u200b", "Größe 42", "<|endoftext|>"])
def test_odd_texts_come_back(tokenizer, text):
    assert tokenizer.decode(tokenizer.encode(text).ids[1:], skip_special_tokens=False) == text


def test_both_languages_get_tokens_of_their_own(tokenizer):
    assert tokenizer.encode("无线", add_special_tokens=False).tokens == ["æĹłçº¿"]
    assert tokenizer.encode(" wireless", add_special_tokens=False).tokens in (["Ġwireless"], ["Ġ", "wireless"])


def test_special_tokens_come_first_and_a_text_begins_with_the_end_of_the_last(tokenizer):
    assert [tokenizer.token_to_id(token) for token in SPECIAL] == [0, 1, 2, 3]
    assert tokenizer.encode("mouse").ids[0] == tokenizer.token_to_id(END)


def test_a_special_token_in_a_text_is_letters(tokenizer):
    assert 0 not in DATA.encode("good <|endoftext|> bad", add_special_tokens=False).ids


def test_it_is_learnt_the_same_each_time():
    assert learn(TEXTS, 400).to_str() == learn(TEXTS, 400).to_str()


def test_transformers_reads_the_folder(tokenizer, tmp_path):
    transformers = pytest.importorskip("transformers")
    save(tokenizer, tmp_path, 128)
    theirs = transformers.AutoTokenizer.from_pretrained(tmp_path)
    for text in TEXTS[:2]:
        assert theirs(text)["input_ids"] == tokenizer.encode(text).ids == load(tmp_path).encode(text).ids
        assert theirs.decode(tokenizer.encode(text).ids, skip_special_tokens=True) == text
    assert (theirs.bos_token_id, theirs.eos_token_id, theirs.pad_token, theirs.model_max_length) == (0, 0, PAD, 128)


def test_a_folder_without_one_is_refused(tmp_path):
    with pytest.raises(InvalidFile, match=r"expected a model with tokenizer\.json"):
        load(tmp_path)
