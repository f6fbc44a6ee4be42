"""The sentences of the pages of conversations that are not in the table of `strings.py`, in both languages; part of that table."""

from __future__ import annotations

TALK: dict[str, tuple[str, str]] = {
    "conversations_note": ("助手把自己办不了的对话交给人，等得最久的在前。接手之后由您来答，办完交还给助手。",
                           "The assistant hands over what it may not or cannot do; who waits longest comes first. Take over, answer, "
                           "and hand back."),
    "waits_minutes": ("等了 {n} 分钟", "waits for {n} min"),
    "waits_minutes_one": ("等了 1 分钟", "waits for 1 min"),
    "waits_hours": ("等了 {n} 小时", "waits for {n} h"),
    "waits_hours_one": ("等了 1 小时", "waits for 1 h"),
    "waits_days": ("等了 {n} 天", "waits for {n} days"),
    "waits_days_one": ("等了 1 天", "waits for 1 day"),
    "talk_case": ("事由", "What it is about"),
    "talk_orders": ("订单", "Orders"),
    "talk_orders_none": ("这位顾客没有订单。", "This customer has no orders."),
    "talk_orders_unknown": ("还不知道这位顾客是谁，也没有说到哪个订单。", "Nobody knows yet who this is, and no order was spoken of."),
    "talk_spoken_of": ("提到过", "spoken of"),
    "talk_more_orders": ("共 {n} 个订单", "{n} orders in all"),
    "talk_profile": ("顾客资料", "About this customer"),
    "talk_tracking": ("物流 {code}", "tracking {code}"),
    "talk_refused": ("没有做成：{why}", "It was not done: {why}"),
}
