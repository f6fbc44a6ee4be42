import json
import random

import pytest

from shopkeeper.models.corpus import ALIKE, LONGEST, Corpus, Text, collect, minhash, part

WORDS = "wireless mouse silent click ergonomic grip charges fast battery lasts weeks black white compact travel office gaming".split()
CHARACTERS = "无线鼠标静音舒适手感续航充电快速办公游戏便携黑色白色轻巧耐用送礼推荐品质售后客服物流包装满意喜欢"


def english(seed, count=40):
    draw = random.Random(seed)
    return " ".join(draw.choice(WORDS) + str(draw.randint(0, 99)) for _ in range(count))


def chinese(seed, count=80):
    return "".join(random.Random(seed).choices(CHARACTERS, k=count))


def reviews(texts):
    return (Text("review", text) for text in texts)


def everything(corpus: Corpus):
    return corpus.train + corpus.validation + corpus.held_out


def test_texts_become_clean():
    corpus = collect(reviews(["<p>Soft &amp; warm,\x00 very  soft</p><script>alert(1)</script>"]))
    assert everything(corpus) == ["Soft & warm, very soft"]


def test_personal_data_is_masked():
    corpus = collect(reviews(["请联系 13812345678 或 li@example.com，谢谢", "A mouse, SKU 13812345678901"]))
    assert everything(corpus) == ["请联系 [phone] 或 [email]，谢谢", "A mouse, SKU 13812345678901"]
    assert corpus.masked == 1


def test_copies_in_another_spelling_go():
    texts = ["这款無線滑鼠很好用，推薦給大家", "这款无线滑鼠很好用，  推荐给大家", "ＧＲＥＡＴ mouse, buy it", "great mouse, buy it"]
    corpus = collect(reviews(texts))
    assert (len(everything(corpus)), corpus.left_out["copies"]) == (2, 2)


@pytest.mark.parametrize("write", [english, chinese])
def test_near_copies_go_and_different_texts_stay(write):
    texts = [write(seed, 200) for seed in range(60)]
    nearly = [text[:-6] + "x" for text in texts]
    corpus = collect(reviews(texts + nearly))
    assert everything(corpus) == everything(collect(reviews(texts)))
    assert corpus.left_out["near-duplicates"] == 60


def test_no_held_out_document_has_a_near_copy_in_the_training_part():
    base = [english(seed, 60) for seed in range(200)]
    corpus = collect(reviews(text + f" {i}" for text in base for i in range(3)))
    kept = [minhash(text) for text in corpus.train]
    for text in corpus.held_out + corpus.validation:
        assert all((minhash(text) == other).mean() < ALIKE for other in kept)


def test_signatures_agree_as_often_as_runs_are_shared():
    a, b = chinese(1, 600), chinese(2, 600)
    half = a[:400] + b[:400]
    runs = [{text[i : i + 5] for i in range(len(text) - 4)} for text in (a, half)]
    jaccard = len(runs[0] & runs[1]) / len(runs[0] | runs[1])
    assert (minhash(a) == minhash(half)).mean() == pytest.approx(jaccard, abs=0.15)
    assert (minhash(a) == minhash(b)).mean() < 0.1


def test_a_document_stays_in_its_part_when_others_come():
    before = collect(reviews(english(seed) for seed in range(0, 300, 3)))
    after = collect(reviews(english(seed) for seed in range(300)))
    for name in ("train", "validation", "held_out"):
        assert set(getattr(before, name)) <= set(getattr(after, name))
    assert before.fingerprint != after.fingerprint


def test_the_parts_have_about_the_shares_that_they_should():
    parts = [part(english(seed)) for seed in range(2000)]
    assert parts.count("held_out") == pytest.approx(100, abs=35)
    assert parts.count("validation") == pytest.approx(100, abs=35)


def test_a_long_text_becomes_several_at_lines():
    text = "\n".join(english(seed) for seed in range(400))
    documents = everything(collect(reviews([text])))
    assert len(documents) > 1
    assert max(map(len, documents)) <= LONGEST
    assert sorted(line for document in documents for line in document.split("\n")) == sorted(text.split("\n"))


def test_a_long_text_without_lines_or_spaces_is_cut():
    assert sum(map(len, everything(collect(reviews([chinese(1, 2 * LONGEST + 100)]))))) == 2 * LONGEST + 100


def test_what_was_done_is_told():
    told = collect([Text("product", chinese(1)), Text("review", english(2)), Text("review", "ok"), Text("review", english(2))])
    assert told.to_dict()["sources"] == {"product": 1, "review": 1}
    assert told.to_dict()["languages"] == {"zh": 1, "en": 1}
    assert told.to_dict()["left_out"] == {"too short": 1, "copies": 1}
    assert str(told).startswith("2 documents (train ")


def test_it_can_be_kept_and_read():
    corpus = collect([*reviews(english(seed) for seed in range(30)), Text("product", "ok"), Text("product", "Call 13812345678 now")])
    assert Corpus.of(json.loads(json.dumps(corpus.kept()))) == corpus


def test_broken_surrogates_do_no_harm():
    assert everything(collect(reviews(["good mouse \ud83d, works"]))) == ["good mouse , works"]
