"""Sentences of the page of texts about several drafts at once, in both languages; `strings.STRINGS` has them too."""

from __future__ import annotations

WRITING: dict[str, tuple[str, str]] = {
    "writing_chosen": ("选中的文案", "What is chosen"),
    "writing_choose": ("选中：{title}", "Choose: {title}"),
    "writing_count": ("已选 {n} 篇", "{n} chosen"),
    "writing_claims_one": ("1 处说法，有依据", "1 claim, with its record"),
    "writing_claims": ("{n} 处说法，都有依据", "{n} claims, each with its record"),
    "writing_none_chosen": (
        "还没有选中文案：请先勾选，再批准、发布或不用。",
        "Nothing is chosen: tick some texts first, then approve, publish or reject them.",
    ),
    "writing_who_first": ("请填您的名字：谁批准的要记下来。", "Please give your name: who approves is kept."),
    "writing_did_approve": ("已批准 {n} 篇。", "Approved: {n}."),
    "writing_did_publish": (
        "已发布 {n} 篇，商品页和搜索马上就是新的文字。",
        "Published: {n}. The product pages and the search have the new texts now.",
    ),
    "writing_did_reject": ("不用 {n} 篇。", "Rejected: {n}."),
    "writing_refused": ("这几篇没有做，原因：", "These were left as they are, because:"),
}
