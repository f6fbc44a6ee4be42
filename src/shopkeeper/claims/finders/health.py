"""That it does something to a body or an illness: "cures insomnia", "boosts immunity", "clinically proven", "治疗失眠", "降血压", "提高免疫力".

The value is what is done to what ("blood pressure", "immunity"), so that both languages and all verbs compare.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..claim import Kind
from ..finder import Finder
from ..said import Found, Said
from ..triggers import chinese

# What a body has, in English and in Chinese, that something is said to help.
_ILLS = {
    "sleep": (r"insomnia|sleeplessness|sleep disorders?", "失眠|睡眠(?:障碍|质量)|入睡困难"), "blood pressure": (r"(?:high )?blood pressure|hypertension", "血压"),
    "blood sugar": (r"blood sugar|glucose levels?|diabetes|diabetic", "血糖|糖尿病"), "cholesterol": (r"cholesterol|blood lipids?", "血脂|胆固醇|三高"),
    "cancer": (r"cancers?|tumours?|tumors?", "癌症?|肿瘤"), "heart": (r"heart (?:disease|attacks?|health)|cardiovascular(?: \w+)?|strokes?", "心脏病|心血管|心脑血管|中风"),
    "immunity": (r"immunity|immune (?:system|response|function)", "免疫力?|抵抗力"), "inflammation": (r"inflammations?|swelling|swollen \w+", "炎症|发炎|红肿"),
    "joints": (r"arthritis|joint pains?|rheumatism|sore joints|joint health", "关节(?:炎|痛|疼痛)|风湿|痛风"),
    "pain": (r"(?:\w+ )?pains?|aches?|headaches?|migraines?|cramps?|sciatica", "疼痛|头痛|痛经|偏头痛|腰痛|酸痛|腰腿痛"),
    "skin disease": (r"eczema|psoriasis|dermatitis|acne|rosacea|fungal infections?|athlete's foot|rashes|rash", "湿疹|皮炎|痤疮|青春痘|粉刺|痘痘|脚气|灰指甲|牛皮癣"),
    "allergy": (r"allergy|allergies|hay ?fever|asthma", "过敏|哮喘|鼻炎"), "infection": (r"colds|common cold|cold(?= and flu| or flu|[.,;!]| symptoms?)|flu|viruses|virus|infections?|covid(?:-19)?|coughs?|sore throats?", "感冒|流感|病毒|感染|新冠|咳嗽"),
    "digestion": (r"constipation|indigestion|bloating|digestive (?:issues|problems|health)|ibs|ulcers?|acid reflux|diarrhoea|diarrhea", "便秘|消化不良|胃病|肠胃病|胃痛|腹泻|胃溃疡"),
    "anxiety": (r"anxiety|depression|stress disorders?|adhd|panic attacks?", "焦虑症?|抑郁症?|神经衰弱"), "ageing": (r"(?:fine lines and )?wrinkles|ageing|aging", "衰老|皱纹"),
    "hair loss": (r"hair (?:loss|fall)|baldness|alopecia", "脱发|掉发|秃顶"), "memory": (r"alzheimer'?s?|dementia|memory loss", "老年痴呆|健忘症?"),
    "weight": (r"obesity", "肥胖症?"), "sight": (r"myopia|short-?sightedness|cataracts?|glaucoma", "近视|白内障|青光眼|老花眼"), "liver": (r"fatty liver|liver (?:disease|damage)", "脂肪肝|肝炎|肝病"),
    "kidneys": (r"kidney (?:disease|stones)", "肾虚|肾病|肾结石"), "bones": (r"osteoporosis", "骨质疏松|颈椎病|腰椎病|腰间盘突出"), "scars": (r"scars?|stretch marks?", "疤痕|妊娠纹"),
    "anaemia": (r"anaemia|anemia", "贫血"), "hangover": (r"hangovers?", "宿醉"), "disease": (r"diseases?|illnesses|illness|ailments?", "疾病|百病|各种病"),
}  # fmt: skip
# What is done without a word for an illness.
_EFFECTS = {
    "weight": (r"(?:burns?|melts?|dissolves?|blocks?) (?:\w+ )?fat|fat[- ]burning|weight[- ]loss|lose weight|los(?:e|es|ing) (?:\d+ ?)?(?:kg|pounds|lbs|inches)|slimming effect|appetite suppress\w+|boosts? (?:your )?metabolism",
               "减肥|瘦身(?!款|衣|裤|版)|燃脂|燃烧脂肪|溶脂|抑制食欲|排油|瘦(?:脸|腿|腰|肚子)(?!袖|裤|款|效果图)"),
    "detox": (r"detox(?:if(?:y|ies|ying|ication)|es|ing)?|flush(?:es)? (?:out )?toxins|cleanses? (?:your |the )?(?:body|liver|colon|blood)", "排毒|解毒|清除毒素|清肠"),
    "immunity": (r"immun(?:ity|e)[- ]boost\w*", "增强体质|提高抵抗力"),
    "inflammation": (r"anti[- ]?inflammatory", "消炎|抗炎"), "cells": (r"repairs? (?:your |damaged )*(?:dna|cells)|regenerates? (?:your )?cells|stimulates? (?:your )?collagen(?: production)?", "细胞再生|修复细胞|激活细胞"), "side effects": (r"(?:no|without|zero|free of) side[- ]effects", "[无零]副作用"), "germs": (r"anti[- ]?(?:viral|fungal)|kills? (?:\d+(?:\.\d+)?% of )?(?:all )?(?:germs|bacteria|viruses)", "抗病毒|杀灭病毒|灭菌率"),
    "cancer": (r"anti[- ]?cancer|cancer[- ](?:fighting|preventing)", "抗癌|防癌"), "ageing": (r"reverses? (?:the signs of )?ag(?:e)?ing|turns? back the clock|anti[- ]?ag(?:e)?ing", "抗衰老?|逆龄|返老还童|延年益寿|延缓衰老"),
    "virility": (r"increases? (?:testosterone|libido|virility)|aphrodisiac", "壮阳|补肾|固精"), "bust": (r"enlarges? (?:your )?(?:breasts?|bust)|breast enlargement", "丰胸"),
    "blood": (r"(?:improves?|boosts?|promotes?|stimulates?|increases?) (?:your |the |blood )*circulation|purif(?:y|ies) (?:the )?blood", "活血|化瘀|补血|养血|促进血液循环|改善血液循环|疏通经络|通经络"),
    "damp": (r"", "祛湿|除湿气|祛风|去湿气|驱寒|清热|降火|去火"), "medicine": (r"medicinal (?:properties|effects?|benefits)|therapeutic (?:properties|effects?|benefits|grade)|medical[- ]grade|pharmaceutical[- ]grade|healing (?:properties|powers?|effects?)",
               "药效|疗效|医用级|医疗级|医学级|药用(?:价值|功效)|保健(?:作用|功效|功能)|理疗|食疗|养生功效|治病|妙手回春|药到病除|神医|偏方|祖传秘方"),
    "clinic": (r"clinically (?:proven|tested|shown|studied)|(?:scientifically|medically) proven|(?:clinical|scientific) (?:studies|trials|research) (?:prove|show|confirm)s?|proven to (?:cure|treat|heal|prevent|reduce|relieve|improve|work)",
               "临床(?:验证|证明|试验|测试|证实)|科学(?:证明|证实)|医学(?:证明|验证|证实)"),
    "sleep": (r"(?:helps?|makes?|lets?) you (?:to )?(?:sleep better|fall asleep (?:faster|quickly))|sleep aid|improves? (?:your )?sleep(?: quality)?|promotes? (?:deep |restful |better )?sleep", "助眠|安神|改善睡眠|促进睡眠"),
    "pain": (r"pain[- ]relie(?:f|ving)|analgesic", "止痛|镇痛"), "growth": (r"makes? (?:children|kids|you) (?:grow )?taller|increases? height", "助?(?:身体)?长高|增高(?=药|贴|丸|效果|身高)"),
    "sight": (r"(?:improves?|restores?|protects?) (?:your )?(?:eyesight|vision|hearing)", "治近视|恢复视力|提高视力|改善视力"), "brain": (r"(?:boosts?|improves?) (?:your )?(?:memory|brain (?:power|function)|cognitive \w+)", "健脑|补脑|提高智商|增强智力|开发(?:大脑|智力|潜能)|提高记忆力|增强记忆"),
    "digestion": (r"aids? (?:in )?digestion|(?:helps?|improves?|promotes?|supports?) (?:your |proper |healthy |good )*(?:digestion|gut health)", "促进消化|助消化|健脾|养胃|养肝|护肝|护肾|清肝|明目|润肺|止咳|化痰|养颜|滋阴|益气|润肠通便|通便|调理肠胃|健胃"),
    "hair loss": (r"hair re-?growth|regrows? hair", "生发(?!艺)|防脱(?!落|线|针)|育发"), "skin disease": (r"anti[- ]?acne", "祛痘|祛斑|祛疤|除螨止痒|止痒"),
    "heart": (r"(?:supports?|good for|improves?) (?:your |a |the )?(?:heart health|healthy heart|heart\b)", "保护心血管|软化血管"),
}  # fmt: skip
_DOES = (
    r"keeps?(?= [a-z ]{3,30} (?:at bay|away|in check))|cures?|curing|no more|(?:say )?goodbye to|ends?|treats?|treating|treatment (?:of|for)|heals?|healing|prevents?|preventing|prevention of|relieves?|relieving|relief (?:from|of|for)|reduces?|reducing|eases?|easing|fights?|fighting|alleviates?|"
    r"alleviating|soothes?|soothing|lowers?|lowering|eliminates?|eliminating|combats?|combating|boosts?|boosting|strengthens?|strengthening|improves?|improving|enhances?|supports?|supporting|remedy for|"
    r"protects? (?:you )?against|protects? (?:you )?from|wards? off|gets? rid of|regulates?|controls?|controlling|manages?|builds? up|builds?|build|helps? (?:with|against)|erases?|removes?|maintains?|effective against"
)
_DOES_ZH = r"治疗?|治愈|根治|医治|主治|预防|防治|防|缓解|减轻|改善|消除|抑制|抗|降低?|调节|控制|提高|提升|增强|对抗|祛除?|去除|赶走|告别|远离|舒缓|平衡|稳定|杀灭"
_ALL_ILLS = "|".join(f"(?P<i{n}>{english})" for n, (english, _) in enumerate(_ILLS.values()))
_ALL_ILLS_ZH = "|".join(f"(?P<i{n}>{chinese})" for n, (_, chinese) in enumerate(_ILLS.values()))
_EFFECT = "|".join(f"(?P<e{n}>{english})" for n, (english, _) in enumerate(_EFFECTS.values()) if english)
_ENGLISH_EFFECTS = re.compile(rf"\b(?:{_EFFECT})\b")
_ENGLISH_ILLS = re.compile(
    rf"\b(?:{_DOES}) (?:(?:your|the|my|an?|symptoms of|signs of|all|any|high|chronic|mild|severe|even|stubborn|proper|healthy|against|risk of|the risk of|effects of|"
    rf"seasonal|common|serious|everyday|normal|appearance of|the appearance of) )*(?:{_ALL_ILLS})\b")
_CHINESE = re.compile(
    rf"(?:{_DOES_ZH})(?:了|您的?|你的?|人体|各种|各类|慢性|身体|自身|机体|高){{0,2}}(?:{_ALL_ILLS_ZH})"
    rf"|(?:{'|'.join(f'(?P<e{n}>{chinese})' for n, (_, chinese) in enumerate(_EFFECTS.values()) if chinese)})"
    r"|(?P<cure>治疗(?!师|仪配件)|治愈(?!的|系|感|心灵|的色|风|人心|你|了?我|一切)|根治)")
_NAMES = (tuple(_ILLS), tuple(_EFFECTS))
_NEGATED = re.compile(
    r"(?:\b(?:not|doesn't|don't|cannot|can't|won't|no|never|nor|isn't|not intended to(?: diagnose,?| treat,?| cure,?| or)*|diagnose,?|without)(?: \w+){0,2}|不能?|无法|不可|没有|并非|不具有?|不(?:能)?(?:代替|替代|用于)(?:药物|药品)?(?:的)?|未经|非)\s*$")
_DISCLAIMER = re.compile(r"not intended to|does not (?:cure|treat)|not a (?:medicine|drug)|consult (?:a|your) (?:doctor|physician)|不能?(?:代替|替代)药|非药品|不具备?疗效|保健食品不是药|遵医嘱|请咨询医")
_COMMON = frozenset("you your the and grade good for high health healthy disease common attacks".split())


def _words(patterns: Iterable[str]) -> frozenset[str]:
    """The English words of patterns, those that end with an optional s without it, too."""
    found = frozenset(re.findall(r"[a-z]{3,}\??", " ".join(patterns)))
    return frozenset(word for each in found for word in (each.rstrip("?"), each.rstrip("?")[:-1] if each.endswith("?") else each)) - _COMMON


_TRIED = (
    (_ENGLISH_EFFECTS, _words(english for english, _ in _EFFECTS.values())),
    (_ENGLISH_ILLS, _words(english for english, _ in _ILLS.values()) | {"disease"}),
    (_CHINESE, chinese(_CHINESE.pattern)),
)


def find(said: Said) -> Iterator[Found]:
    """Every effect on health that a text claims; none that it denies or asks for, and none in a disclaimer."""
    for pattern, some in _TRIED:
        if not said.holds(some):
            continue
        for match in pattern.finditer(said.plain):
            denied = _NEGATED.search(said.before(match.start(), 40)) or _DISCLAIMER.search(said.sentence(match.start()))
            if not denied and not said.asks(match.start()):
                yield Found(*match.span(), _named(match))


def _named(match: re.Match[str]) -> str:
    group = str(match.lastgroup)
    return "disease" if group == "cure" else _NAMES[group[0] == "e"][int(group[1:])]


def same(claim: str, fact: str) -> bool:
    """Whether both are about one ill; "it cures" alone is about any."""
    return claim == fact


FINDER = Finder(Kind.HEALTH, find, same=same)
