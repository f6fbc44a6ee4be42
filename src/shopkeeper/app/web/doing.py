"""What a job does at the moment, in words: the work says it in English, for the command line too."""

from __future__ import annotations

from ...shop import Language
from .phrases import Phrases

_SAID = Phrases({
    "training: step {} of {}: loss {} (validation {}), {} tokens/s, {} left":
        "训练：第 {} 步，共 {} 步；损失 {}（验证 {}）；每秒 {} 个词元，还需 {}",
    "training: step {} of {}: loss {}, {} tokens/s, {} left": "训练：第 {} 步，共 {} 步；损失 {}；每秒 {} 个词元，还需 {}",
    "training: loss {}, {} min left": "训练：损失 {}，还需 {} 分钟", "training: loss {}, validation {}": "训练：损失 {}，验证 {}",
    "training: loss {}": "训练：损失 {}", "training: validation {}": "训练：验证 {}",
    "what shoppers came to next: by {}": "购物者接下来看了什么：用 {} 试算", "what is proposed to shoppers": "会向购物者推荐什么",
    "cross-validation": "交叉验证", "foreseeing": "试算以后的顾客", "claims": "核查说法", "writing": "写文案", "files": "文件",
    "checking": "检查", "search": "搜索", "evaluate": "评测", "reviews": "读评价", "generate": "生成", "texts": "文字",
    "products": "商品", "messages": "消息", "titles": "标题", "tasks": "题目", "shoppers": "购物者", "folds": "交叉验证",
    "origins": "预测起点", "playing the past: {}": "重演过去：{}", "playing the past": "重演过去", "reading sales": "读取销量",
    "learning from earlier sales": "从较早的销量学习", "trying methods at earlier moments": "在过去的时点试各种方法",
    "learning from all sales": "从全部销量学习", "choosing": "选择方法", "done": "完成",
    "attributes": "属性", "intention": "购买意向", "models of value": "顾客价值的模型", "{}: {} rows": "{}：{} 行",
})


def doing(what: str, language: Language) -> str:
    """What a job says that it does, in a language; in English where there are no words for it in Chinese."""
    return what if language == "en" else _SAID.chinese(what)
