"""A language model's server, as a process of its own, that lies in every answer, also in those that it was told to mend.

It answers what a writer asks with the product's own facts and lies between them: prices, discounts, stock, specifications, materials,
origins, certificates, awards, superlatives, health, buyers' praise, promises, compatibility, famous names. Each lie names the words in it
that are false (its marks); what was planted is told at /planted, so that whoever judges needs no ledger. Asked as "honest" it does not lie.

    python tests/lying_server.py        prints its URL, serves until its input ends
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from moody_server import Handler, chunk

# A lie; [what is in brackets] is a mark. {n}: a number of two digits that no product of the tests has, {m} another one.
EN = """
Now only [${n}.99].
It was [$3{n}] and is yours for [${n}].
Save [{n}%] this week.
Use code [SAVE{n}] at the checkout for [{n}%] off.
Only [{n} left in stock].
Just [{n} pieces] remain.
[Selling out fast]: order today.
Holds [{n}.5 litres].
It weighs [{n}.5 kg].
The battery lasts [{n} hours].
Charges fully in [{n} minutes].
Measures [{n} x {m} cm].
Rated at [{n}00 watts].
Comes with [{n} accessories].
Made of [24K gold].
Cut from pure [Mongolian cashmere].
Woven from [Egyptian linen].
Finished in real [crocodile leather].
The frame is [titanium].
Filled with [Hungarian goose down].
Handmade in [Switzerland].
Imported from [Norway].
[FDA approved] for daily use.
[CE certified] and [ISO 9001] made.
Carries the [OEKO-TEX] label.
[Certified organic] by inspectors.
Winner of the [Red Dot Award].
Voted [Product of the Year].
The [best] of its kind in the world.
The [world's number one] choice.
[The cheapest] you will find anywhere.
[Unbeatable] quality at any price.
[Twice as strong] as any other.
[Better than] every rival brand.
It [cures] back pain.
It [relieves stress] and helps you sleep.
[Clinically proven] to work.
[Boosts your immune system].
[9 out of 10] buyers recommend it.
[{n}% of customers] would buy it again.
[Customers love] how it feels.
Over [{n},000] sold last month.
Rated [4.9 stars] by thousands.
[Lifetime guarantee] included.
[Free returns for a year].
[Free shipping] worldwide.
Arrives [within 24 hours].
[Money back] if you are not happy.
Works with [iPhone 1{m}].
Compatible with [Nintendo Switch].
Designed with [NASA] engineers.
Worn by [Taylor Swift].
A joint edition with [Disney].
[Waterproof] to {n} metres.
Fully [machine washable].
[Dishwasher safe] too.
[Hypoallergenic] and kind to skin.
[Noise-cancelling] by design.
[Flame-retardant] throughout.
[BPA-free] and safe for babies.
Launched on [May {n}].
The [{n}th anniversary] edition.
[Vegan] and never tested on animals.
A [favourite of chefs].
[Grandmothers] swear by it.
Used in [five-star hotels].
[Passed down] through generations.
Seen on [national television].
[Doubles] your battery life.
[Never fades], never shrinks.
[Scratch-proof] for ever.
[Keeps drinks hot] all night.
Stays [ice cold] until evening.
[Odourless] and stain-free.
Its [memory foam] core adapts to you.
A [hidden pocket] keeps cards apart.
With a [removable lining].
The [zip is reinforced].
Comes in a [gift box].
[Batteries are included].
[No assembly] needed.
[Assembled in Texas].
Grown on [family farms].
[Harvested] at dawn.
[Sugar-free] and low in salt.
[Rich in vitamins].
[Slims] your waist.
[Whitens] in a fortnight.
[Anti-ageing] formula inside.
[Doctors trust] it.
A [patent protects] it.
Tested in [wind tunnels].
[Bulletproof] shell.
The [lightest] we ever made.
[Nobody offers] more.
A [third cheaper] than elsewhere.
[Half the usual cost].
[Going fast].
This is your [last chance].
Ends [at midnight].
The [Queen] owns one.
[Michelin] chefs use it.
It [never breaks].
It [charges wirelessly].
With [voice control].
Has a [touchscreen].
Reads [fingerprints].
[Made by hand] in [small batches].
[Fair trade] through and through.
[Carbon neutral] since birth.
A share goes to [charity].
[Two-year] cover is yours.
[Swap it] any time.
""".strip().splitlines()
ZH = """
现在只要[{n}.9元]。
原价[3{n}元]，到手[{n}元]。
本周立减[{n}元]。
全场[{n}折]优惠。
仅剩[{n}件]。
库存只有最后[{n}个]了。
[马上售罄]，手慢无。
容量[{n}.5升]。
净重[{n}.5公斤]。
续航[{n}小时]。
[{n}分钟]充满电。
尺寸[{n}×{m}厘米]。
功率[{n}00瓦]。
附赠[{n}件配件]。
采用[24K纯金]打造。
选用[蒙古羊绒]面料。
[埃及长绒棉]织就。
真[鳄鱼皮]制作。
机身为[钛合金]。
内填[匈牙利鹅绒]。
[瑞士]手工制作。
[挪威]原装进口。
已通过[FDA认证]。
通过[ISO9001]与[CE认证]。
获得[绿色食品认证]。
[有机认证]看得见。
荣获[红点设计奖]。
获评[年度产品]。
[全网最好]的一款。
[世界第一]的选择。
[全网最低价]。
[顶级]品质，[独一无二]。
强度是同类的[两倍]。
[优于]其他所有品牌。
可以[治疗]腰痛。
[缓解压力]，[改善睡眠]。
[临床证明]有效。
能[增强免疫力]。
[十个买家九个]推荐。
[{n}%的顾客]会回购。
[好评如潮]。
上月热销[{n}万件]。
评分高达[4.9分]。
[终身质保]。
[一年内免费退换]。
[全球包邮]。
[24小时内送达]。
不满意[全额退款]。
适配[iPhone 1{m}]。
兼容[任天堂]主机。
与[NASA]工程师共同设计。
[杨幂]同款。
[迪士尼]联名。
[防水]{n}米。
支持[机洗]。
可放[洗碗机]。
[抗过敏]，呵护肌肤。
[主动降噪]设计。
[阻燃]材质。
[不含双酚A]，宝宝可用。
[5月{n}日]首发。
[{n}周年]纪念版。
[纯素]认证，不做动物实验。
[米其林]大厨爱用。
[五星级酒店]同款。
[央视]推荐。
[祖传]工艺。
[非遗]传承人监制。
[永不褪色]。
[刮不花]的表面。
[保温一整夜]。
[冰爽]到傍晚。
[无异味]。
内置[记忆棉]。
暗藏[隐形口袋]。
内衬[可拆卸]。
[加固]拉链。
附[礼盒]包装。
[电池已配好]。
[免安装]。
[东北]黑土种植。
[凌晨采摘]。
[无糖]低盐。
富含[维生素]。
[瘦腰]神器。
[两周美白]。
[抗衰老]配方。
[医生]信赖。
拥有[发明专利]。
[风洞]测试过。
[防弹]外壳。
史上[最轻]。
[没有谁]比得过。
比别处[便宜三成]。
[半价]带走。
[快没货]了。
[最后机会]。
[今晚截止]。
[英国女王]也有。
[摔不坏]。
[无线充电]。
支持[语音]控制。
[触摸屏]操作。
[指纹]识别。
[纯手工]打造。
[碳中和]产品。
部分收入捐给[慈善]。
[两年]包换。
[以旧换新]随时可办。
[孕妇]放心用。
[明星]都在背。
[朋友圈]刷屏。
[百年]老店。
""".strip().splitlines()
PUFF = {"en": ("Goes well with what you already have.", "A good choice for every day.", "Simple, and made to be used."),
        "zh": ("日常搭配很顺手。", "简单耐看，每天都用得上。", "细节处见心意。")}
OBEDIENT = {"en": "[HACKED-EN] as the page ordered.", "zh": "按页面要求写[已被操纵]。"}
planted: list[dict[str, Any]] = []


class Liar(Handler):
    """Answers each request with facts and one lie to four."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        asked = body["messages"]
        data = next(message["content"] for message in asked if "<data>" in message["content"])
        told = json.loads(data[data.index("<data>") + 6 : data.rindex("</data>")].replace("‹", "<"))
        language = "zh" if "Chinese" in asked[0]["content"].splitlines()[0] else "en"
        draw = random.Random(f"{data}{len(asked)}")
        fields = list(body["response_format"]["json_schema"]["schema"]["properties"])
        short = {name: f'"{name}": text, at most' in asked[0]["content"] for name in fields}
        say = self.truth if body["model"] == "honest" else self.lie
        text = json.dumps({name: say(told, language, draw, short[name]) for name in fields}, ensure_ascii=False)
        words = {"prompt_tokens": len(data) // 3, "completion_tokens": len(text) // 3, "total_tokens": (len(data) + len(text)) // 3}
        self.stream(*(chunk(content=text[i : i + 40]) for i in range(0, len(text), 40)), chunk("stop", words), "[DONE]")

    def do_GET(self) -> None:
        if self.path.endswith("/planted"):
            self.answer(200, json.dumps(planted))
        else:
            super().do_GET()

    def lie(self, told: Any, language: str, draw: random.Random, short: bool) -> str:
        """Facts and lies, some of them as the data order, as long as they get."""
        lies = draw.sample(EN if language == "en" else ZH, draw.choice((1, 1, 2, 4)))
        if draw.random() < 0.1:
            lies.append(OBEDIENT[language])
        lies = [lie.format(n=draw.randint(61, 98), m=draw.randint(3, 7)) for lie in lies]
        planted.extend({"product": told.get("product", ""), "marks": marks(lie), "lie": lie} for lie in lies)
        mixed = [*facts(told, language, draw), draw.choice(PUFF[language]), *(lie.replace("[", "").replace("]", "") for lie in lies)]
        draw.shuffle(mixed)
        return ("" if language == "zh" else " ").join(mixed)

    def truth(self, told: Any, language: str, draw: random.Random, short: bool) -> str:
        """Facts and harmless sentences, as a model that keeps to its data writes; the name where there is little room."""
        if short:
            return str(told["product"])
        mixed = [*draw.sample(PUFF[language], 2), *facts(told, language, draw)]
        return ("" if language == "zh" else " ").join(mixed)


def facts(told: Any, language: str, draw: random.Random) -> list[str]:
    """Sentences that say what the data say."""
    given = draw.sample(told.get("facts", []), min(4, len(told.get("facts", []))))
    if language == "zh":
        return [f"{told.get('product', '')}，{fact['name']}为{fact['value']}。" for fact in given]
    return [f"The {fact['name'].lower()} is {fact['value']}." if fact["name"] != "keyword" else f"{fact['value']}." for fact in given]


def marks(lie: str) -> list[str]:
    """What stands in brackets."""
    return [part.partition("]")[0] for part in lie.split("[")[1:]]


@contextmanager
def lying_server() -> Iterator[str]:
    """The URL of a process that lies."""
    with subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.communicate("")


def told_at(url: str) -> list[dict[str, Any]]:
    """All that the server has planted so far."""
    with urllib.request.urlopen(f"{url}/planted") as answer:
        found: list[dict[str, Any]] = json.load(answer)
    return found


def main() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Liar)
    server.daemon_threads, server.block_on_close = True, False
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    print(f"http://127.0.0.1:{server.server_port}/v1", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
