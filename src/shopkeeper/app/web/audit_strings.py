"""The sentences of the page of the audit, in both languages; part of the table in `strings.py`."""

from __future__ import annotations

AUDIT: dict[str, tuple[str, str]] = {
    "room_audit": ("审计", "Audit"),
    "audit": ("操作记录", "Audit log"),
    "audit_note": ("谁在什么时候对什么做了什么。每条记录都与前一条相扣，改动、移动或删去任何一条都会被发现。",
                   "Who did what to what, and when. Each entry hangs on the one before it, so none is changed, moved or removed unseen."),
    "audit_actor": ("操作人", "Who"),
    "audit_action": ("操作", "What"),
    "audit_subject": ("对象", "To what"),
    "audit_at": ("时间（UTC）", "When (UTC)"),
    "audit_facts": ("详情", "Facts"),
    "audit_all": ("看全部记录", "All entries"),
    "audit_show": ("筛选", "Show"),
    "audit_check": ("校验整条链", "Check the whole chain"),
    "audit_whole": ("链条完整：共 {n} 条，其中 {erased} 条的内容已依法删除。",
                    "The chain is whole: {n} entries, the facts of {erased} of them erased."),
    "audit_touched": ("链条被动过：发现 {n} 处问题。", "The chain was touched: {n} faults."),
    "audit_older": ("更早的记录", "Older entries"),
    "audit_none": ("没有这样的记录。", "There is no such entry."),
    "audit_head": ("链头（请另行保存，以便日后核对）：", "Head of the chain (keep it elsewhere, to check against it later):"),
}
