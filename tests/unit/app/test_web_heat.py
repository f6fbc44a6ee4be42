"""The file of heat maps: whole in itself, in both languages, and a text's signs stay text."""

import base64
import json
import re
from dataclasses import replace

import numpy as np
import pytest

from shopkeeper.app.web.heat import heat_page
from unit.app.explained import explained, judged, written


def data(page):
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)[1])


@pytest.mark.parametrize(("language", "title", "total"), [
    ("en", "How alike these two texts are, and why", "Without any word: −0.14. With what all words add: 0.25."),
    ("zh", "这两段文字有多相近，为什么", "一个词都没有时是 −0.14；加上各词的作用，合计 0.25。"),
])
def test_the_page_says_in_either_language_what_each_word_adds(language, title, total):
    page = heat_page(explained("red shoe", "蓝牙耳机"), language)
    assert f"<h1>{title}</h1>" in page
    assert total in page
    shown = re.findall(r"<b>(\S+)</b><small>(\S+)</small>", page)
    assert shown == [("red", "+0.40"), ("shoe", "−0.01"), ("蓝牙", "+0.40"), ("耳机", "−0.01")]
    assert 'class="less" style="--d:2"' in page  # .01 of .4: hardly any colour, and the other one
    assert "0.2500" in page  # the sum of the pairs


def test_the_page_needs_nothing_from_elsewhere():
    page = heat_page(explained("red shoe", "蓝牙耳机"), "en")
    assert not re.search(r'(?:src|href)=|url\(|@import|https?:', page)


def test_a_text_is_text_whatever_it_holds():
    page = heat_page(explained("</script><script>alert(1)</script>", '"><img src=x>'), "en")
    assert page.count("</script>") == 2  # the data's and the page's own
    assert "<img" not in page
    assert "img" in data(page)["maps"][1]["tokens"]


def test_maps_hold_every_head_to_a_byte():
    explanation = explained("red shoe", "蓝牙耳机")
    found = data(heat_page(explanation, "en"))["maps"][0]
    assert (found["tokens"], found["marks"]) == (["[CLS]", "red", "shoe", "[SEP]"], [True, False, False, True])
    shares = (np.frombuffer(base64.b64decode(found["attention"]), np.uint8) / 255.0) ** 2
    assert np.allclose(shares.reshape(2, 3, 4, 4), explanation.texts[0].replay.attention, atol=0.005)
    assert len(base64.b64decode(found["rollout"])) == 16


def test_a_writing_lets_every_token_tell_what_it_hangs_on():
    page = heat_page(written("red shoe", " for summer"), "en")
    assert "Why the model wrote this" in page
    assert re.findall(r'<span data-word="(\d)" style="--d:0"><b>(\w+)</b>', page) == [("0", "red"), ("1", "shoe")]
    assert re.findall(r'data-word="(\d)" style="--d:0"><button type="button" data-step="(\d)">(\w+)<', page) == [
        ("2", "0", "for"), ("3", "1", "summer")]
    assert [step["shares"] for step in data(page)["steps"]] == [[0.7, 0, 0, 0]] * 2


def test_a_sentiment_has_one_text_and_no_pairs():
    page = heat_page(judged("质量很好", 2.5), "zh", outcome="正面 92 %")
    assert "正面 92 %" in page
    assert "正面与负面的对数几率：2.50" in page
    assert "余弦" not in page


def test_a_network_without_attention_has_no_maps():
    found = judged("质量很好", 2.5)
    page = heat_page(replace(found, texts=(replace(found.texts[0], replay=None),)), "zh")
    assert data(page)["maps"] == []
    assert "注意力" not in page
