"""Questions about products: facts, opinions, stock, prices."""

from __future__ import annotations

import pytest

from shopkeeper.assistant.session import Session
from small_answers import Ask, marks


@pytest.mark.parametrize(("text", "product", "said"), [
    ("how much water does it hold?", "kettle", "“Capacity: 1.5 L”"), ("能装多少水", "kettle", "“容量：1.5 L”"),
    ("can I set the temperature", "kettle", "No."), ("能控温吗", "kettle", "没有"),
    ("what's the inside made of?", "kettle", "Stainless steel"), ("内胆什么材质", "kettle", "不锈钢"),
    ("can it go in the washing machine", "shirt", "Yes."), ("是纯棉的吗", "shirt", "纯棉"),
    ("how heavy is it in pounds", "kettle", "2.2 pounds"), ("这个有几斤重", "kettle", "2 斤"),
    ("is it under 900 g?", "kettle", "No."), ("is it under 2 kg?", "kettle", "Yes."),
    ("what colours are there", "shirt", "Red, White"), ("有哪些颜色", "shirt", "朱红、白色"),
    ("what brand is it", "kettle", "Farhill"),
])  # fmt: skip
def test_a_fact_of_the_page_is_quoted(ask: Ask, text: str, product: str, said: str) -> None:
    answer = ask(text, product_id=product)
    assert said in answer.text
    assert answer.sure
    assert {source.id for source in answer.sources} == {product}


def test_what_the_page_does_not_say_is_not_guessed(ask: Ask) -> None:
    for text in ("does it have bluetooth?", "能连蓝牙吗"):
        answer = ask(text, product_id="kettle")
        assert not answer.sure
        assert answer.actions[0].data == {"offer": "person"}
        assert "page" in answer.text + "page" * ("商品页" in answer.text)


def test_customers_words_are_marked_as_theirs_and_counted(ask: Ask) -> None:
    answer = ask("is it noisy?", product_id="kettle")
    assert "In customers' words" in answer.text
    assert "3 of its 4 reviews" in answer.text
    assert "“Very quiet.”" in answer.text
    assert "“It is loud and slow.”" in answer.text
    assert {source.id for source in answer.sources if source.kind == "review"} == {"r1", "r2"}
    assert "声音很轻" in ask("吵不吵", product_id="kettle").text


def test_a_review_that_speaks_to_a_machine_is_never_quoted(ask: Ask) -> None:
    answer = ask("what do people say about it?", product_id="kettle")
    assert "reviews: 4," in answer.text
    assert "75%" in answer.text
    assert "refund" not in answer.text
    assert "r4" not in {source.id for source in answer.sources}


def test_a_product_is_known_by_its_name_and_remembered(ask: Ask) -> None:
    session = Session("s")
    assert "1.5 L" in ask("how much does the Farhill kettle hold?", session=session).text
    assert "Stainless" in ask("and what is it made of?", session=session).text
    assert "4.5 L" in ask("and how much does the Hivecook fryer hold?", session=session).text


def test_without_a_product_it_asks_which(ask: Ask) -> None:
    assert marks(ask("does it have bluetooth?")) == ["ask:choice"]
    assert marks(ask("多重")) == ["ask:choice"]


@pytest.mark.parametrize(("text", "product", "said"), [
    ("is it in stock?", "kettle", "only 3 left"), ("还有货吗", "kettle", "只剩3件"),
    ("got it in red, size M?", "shirt", "in stock in Red, M"),
    ("红色L码还有吗", "shirt", "目前缺货"), ("in stock?", "fryer", "sold out"),
    ("do you have it in size XXL", "shirt", "does not come like that"),
    ("有黑色的吗", "shirt", "没有这个规格"), ("still available?", "shirt", "Sold out: Red, L"),
])  # fmt: skip
def test_stock_by_variant(ask: Ask, text: str, product: str, said: str) -> None:
    assert said in ask(text, "check_stock", product_id=product).text


def test_prices_now_and_before_and_what_is_reduced(ask: Ask) -> None:
    assert "¥99.00" in ask("how much is it", "check_price", product_id="kettle").text
    assert "¥79.00 from 3 July 2026" in ask("was it ever cheaper?", "check_price", product_id="kettle").text
    fryer = ask("多少钱，有活动吗", "check_price", product_id="fryer").text
    assert "¥399.00" in fryer
    assert "¥499.00" in fryer
    assert "秋季" in fryer
    assert "夏季" not in fryer


def test_two_products_side_by_side(ask: Ask) -> None:
    answer = ask("compare the Farhill kettle and the Hivecook fryer", "compare_products")
    assert "Capacity: 1.5 L | 4.5 L" in answer.text
    assert "Price: ¥99.00 | ¥399.00" in answer.text
    assert "Temperature control: no | not stated" in answer.text
    assert "show:comparison" in marks(answer)
