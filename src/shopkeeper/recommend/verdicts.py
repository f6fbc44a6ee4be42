"""What an experiment comes to, in plain words of both languages."""

from __future__ import annotations

from ..shop import Language
from .results import ArmResult, Result

Words = dict[str, tuple[str, str]]  # 中文, English

WORDS: Words = {
    "clicked": ("点击了推荐商品的访客", "visitors who clicked a recommended product"),
    "put": ("把这件商品放进购物车的访客", "visitors who put the product into the basket"),
    "bought": ("下单的访客", "visitors who bought something"),
    "revenue": ("每位访客带来的销售额", "revenue a visitor"),
    "disliked": ("点过“不喜欢”的访客", "visitors who gave a thumb down"),
    "broken": (
        "先别相信下面的数字：各组人数的差距在正常情况下一千次试验里也难得碰上一次（p = {p:.2g}），说明有访客丢失。请先查明原因。",
        "Do not trust the figures below: arms as unequal as these come about less than once in a thousand experiments (p = {p:.2g}), so "
        "visitors of an arm are being lost. Find the cause first."),
    "few": ("“{name}”：访客还太少，什么都不能说。", "{name}: too few visitors yet to say anything."),
    "better": ("“{name}”比“{first}”好：可以改用它。", "{name} is better than {first}: take it over."),
    "unguarded": (
        "“{name}”在目标上比“{first}”好，但还不能确定其他指标没有受损：再等等。",
        "{name} is better than {first} at the goal, but whether nothing else suffers is not decided yet: wait."),
    "worse": ("“{name}”比“{first}”差：停掉它。", "{name} is worse than {first}: stop it."),
    "hurt": ("“{name}”让{measure}受损超过允许的 {margin:.0%}：停掉它。",
             "{name} loses more {measure} than the {margin:.0%} allowed: stop it."),
    "undecided": ("“{name}”和“{first}”谁更好，还没有定论。", "{name} or {first}: not decided yet."),
    "change": (
        "{measure}：“{first}”{base}，“{name}”{value}，相差 {share:+.1%}（有把握的范围 {low:+.1%} 到 {high:+.1%}）。",
        "{measure}: {base} with {first}, {value} with {name}, a change of {share:+.1%} (surely between {low:+.1%} and {high:+.1%})."),
    "plain": ("{measure}：“{first}”{base}，“{name}”{value}。", "{measure}: {base} with {first}, {value} with {name}."),
    "safe": ("{measure}：可以确定没有变差超过 {margin:.0%}。", "{measure}: surely no more than {margin:.0%} worse."),
    "guard_hurt": ("{measure}：可以确定变差超过 {margin:.0%}。", "{measure}: surely more than {margin:.0%} worse."),
    "guard_undecided": ("{measure}：是否变差超过 {margin:.0%}，还没有定论。",
                        "{measure}: whether it is more than {margin:.0%} worse is not decided yet."),
    "needed": (
        "要发现 {detect:.0%} 的变化，每组约需 {n:,} 位访客；照目前的速度还要约 {days:,.0f} 天。",
        "To find a change of {detect:.0%} each arm needs about {n:,} visitors: at this pace some {days:,.0f} days more."),
    "reached": (
        "每组已有足够访客（{n:,} 位）发现 {detect:.0%} 的变化：如果仍无定论，差别多半比这更小。",
        "Each arm has had the {n:,} visitors that a change of {detect:.0%} needs: what is not decided now is likely smaller."),
    "crossed": ("有 {n:,} 位访客见过不止一组，没有计入。", "{n:,} visitors saw more than one arm and are left out."),
    "foreign": ("有 {n:,} 笔其他货币的订单，金额没有计入。", "{n:,} purchases in other currencies are counted without their amounts."),
}


def word(key: str, language: Language) -> str:
    """A word or sentence of the table."""
    return WORDS[key][language != "zh"]


def key_of(result: Result, measure: str) -> str:
    """The key of what a measure counts: in a test of texts a click is that the product was put into the basket."""
    return "put" if measure == "clicked" and result.experiment.products else measure


def told(result: Result, language: Language) -> list[str]:
    """Sentences, the most important first: whether the figures can be trusted, what each arm comes to, how long it still takes."""
    lines = [] if result.trusted else [word("broken", language).format(p=result.ratio)]
    for arm in result.arms[1:]:
        lines.append(headline(result, arm, language))
        if arm.compared[result.experiment.goal].enough:
            lines.append(change(result, arm, result.experiment.goal, language))
        lines += [_guard(key_of(result, each.guard.measure), each.guard.margin, each.state, language) for each in arm.guards]
    return lines + _rest(result, language)


def headline(result: Result, arm: ArmResult, language: Language) -> str:
    """What an arm comes to."""
    hurt = next((each.guard for each in arm.guards if each.state == "hurt"), None)
    key = arm.verdict if arm.compared[result.experiment.goal].enough or hurt else "few"
    measure = word(key_of(result, hurt.measure), language) if hurt else ""
    return word(key, language).format(name=arm.name, first=result.arms[0].name, measure=measure, margin=hurt.margin if hurt else 0)


def change(result: Result, arm: ArmResult, measure: str, language: Language) -> str:
    """An arm by a measure, beside the first, with what is known of the difference."""
    first = result.arms[0]
    values = {"base": shown(result, first, measure), "value": shown(result, arm, measure), "name": arm.name, "first": first.name,
              "measure": _first_up(word(key_of(result, measure), language))}
    found = arm.change(measure, first)
    if found is None:
        return word("plain", language).format(**values)
    return word("change", language).format(**values, share=found[0], low=found[1], high=found[2])


def shown(result: Result, arm: ArmResult, measure: str) -> str:
    """The mean of an arm by a measure: a share, or money."""
    mean = arm.samples[measure].mean
    return f"{result.currency} {mean:,.2f}" if measure == "revenue" else f"{mean:.2%}"


def _guard(measure: str, margin: float, state: str, language: Language) -> str:
    key = state if state == "safe" else f"guard_{state}"
    return word(key, language).format(measure=_first_up(word(measure, language)), margin=margin)


def _rest(result: Result, language: Language) -> list[str]:
    lines, waits = [], any(arm.verdict in ("undecided", "unguarded") for arm in result.arms[1:])
    if waits and result.needed is not None and result.days is not None:
        key = "needed" if result.days > 0 else "reached"
        lines.append(word(key, language).format(detect=result.experiment.detect, n=result.needed, days=max(1.0, result.days)))
    counts = {"crossed": result.crossed, "foreign": result.foreign}
    return lines + [word(key, language).format(n=count) for key, count in counts.items() if count]


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]
