"""What an encoder that is brought in is asked: which languages it understands, and how near texts are that have nothing to do
with each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..shop import Language
from .encoder import Encoder, Vectors

# Pairs of the same meaning that share no character or word: whoever finds the one by the other knows the language.
SYNONYMS: dict[Language, tuple[tuple[str, str], ...]] = {
    "zh": (("手机", "移动电话"), ("电脑", "计算机"), ("土豆", "马铃薯"), ("番茄", "西红柿"), ("酒店", "宾馆"),
           ("薪水", "工资"), ("医生", "大夫"), ("厕所", "洗手间"), ("妈妈", "母亲"), ("开心", "愉快"), ("便宜", "低价"), ("礼物", "赠品")),
    "en": (("sofa", "couch"), ("cellphone", "mobile telephone"), ("laptop", "notebook computer"), ("doctor", "physician"),
           ("shop", "store"), ("kids", "children"), ("automobile", "car"), ("film", "movie"),
           ("garbage can", "trash bin"), ("sneakers", "running shoes"), ("purse", "handbag"), ("present", "gift")),
}  # fmt: skip
TEXTS = (
    "无线蓝牙耳机，续航三十小时", "纯棉短袖T恤 夏季 男款", "陶瓷茶壶套装，一壶四杯",
    "儿童益智积木玩具", "不锈钢保温杯500毫升", "真皮手提包女士",
    "机械键盘 红轴 白色背光", "有机绿茶250克礼盒", "跑步鞋 轻便透气",
    "家用电饭煲4升", "油画颜料套装24色", "宠物自动喂食器",
    "Wireless earbuds with 30 hours of battery", "Men's cotton T-shirt for summer", "Cast iron frying pan, 28 cm", "Garden hose, 15 metres",
    "LED desk lamp with USB port", "Waterproof hiking boots for women", "Acoustic guitar for beginners",
    "Stainless steel kitchen knife set",
    "Organic green tea, 100 bags", "Wooden building blocks for toddlers", "Bluetooth speaker, waterproof", "Dog bed, large, washable",
)  # fmt: skip
KNOWS = 0.5  # share of the pairs that are found, where chance finds 1 in 12
_HIGHEST = 0.99


def languages_of(encoder: Encoder) -> tuple[Language, ...]:
    """The languages of whose pairs of synonyms it finds at least half, each among all."""
    return tuple(language for language, pairs in SYNONYMS.items() if _found(encoder, pairs) >= KNOWS)


def related_of(encoder: Encoder, standard: Encoder, languages: Sequence[Language]) -> float:
    """The cosine that is as rare between unrelated texts, in deviations from their mean, as `standard.related` is with `standard`."""
    ours, theirs = (unrelated(each, languages) for each in (encoder, standard))
    rare = (standard.related - theirs.mean()) / max(float(theirs.std()), 1e-6)
    return round(min(float(ours.mean() + rare * ours.std()), _HIGHEST), 4)


def unrelated(encoder: Encoder, languages: Sequence[Language]) -> NDArray[np.float32]:
    """The cosines of all pairs of `TEXTS` in these languages (else in all), none of which has to do with another but two or three."""
    texts = [text for text in TEXTS if ("en" if text.isascii() else "zh") in languages] or list(TEXTS)
    return pairwise(encoder.encode(texts))


def pairwise(vectors: Vectors) -> NDArray[np.float32]:
    """The cosines of all pairs of n vectors of length 1, float32[n (n - 1) / 2]."""
    pairs: NDArray[np.float32] = (vectors @ vectors.T)[np.triu_indices(len(vectors), 1)]
    return pairs


def _found(encoder: Encoder, pairs: Sequence[tuple[str, str]]) -> float:
    left, right = (encoder.encode([pair[side] for pair in pairs]) for side in (0, 1))
    return float((np.argmax(left @ right.T, axis=1) == np.arange(len(pairs))).mean())
