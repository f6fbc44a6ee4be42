from pathlib import Path

import numpy as np
import pytest

from shopkeeper.assistant.understand.slots import find_slots
from shopkeeper.assistant.understand.slots.goods import PLACES, TAGS, GoodsTagger, named, shipped, surroundings
from shopkeeper.shop import InvalidFile


def test_tags_become_parts() -> None:
    tags = [TAGS.index(tag) for tag in ("O", "B-brand", "I-brand", "B-product", "I-product", "B-product", "O", "I-size")]
    assert [(part.kind, part.text) for part in named("买花王尿布湿巾的大", tags)] == [
        ("brand", "花王"), ("product", "尿布"), ("product", "湿"), ("size", "的"),
    ]  # fmt: skip


def test_every_letter_has_surroundings() -> None:
    assert len(surroundings("iPhone 15手机壳")) == len("iPhone 15手机壳")
    assert all(0 <= place < PLACES for places in surroundings("Ａ壹") for place in places)
    assert shipped()("") == []


@pytest.mark.parametrize(("text", "product"), [("推荐一款保湿面霜", "面霜"), ("想买电饭煲", "电饭煲"), ("婴儿湿巾哪个好", "湿巾")])
def test_products_are_found(text: str, product: str) -> None:
    assert any(part.kind == "product" and part.text.endswith(product) for part in shipped()(text))


def test_goods_that_no_list_knows_are_items() -> None:
    assert any(item.kind for item in find_slots("想买一瓶洗洁精", "zh").items)
    assert find_slots("我的快递到哪了", "zh").items == ()


def test_it_is_kept(tmp_path: Path) -> None:
    tagger = GoodsTagger(np.eye(PLACES, len(TAGS), dtype=np.float32), np.zeros((len(TAGS), len(TAGS)), np.float32))
    tagger.save(tmp_path / "w.npz")
    assert GoodsTagger.load(tmp_path / "w.npz").weights == pytest.approx(tagger.weights, abs=0.01)
    with pytest.raises(InvalidFile):
        GoodsTagger.load(tmp_path / "none.npz")
