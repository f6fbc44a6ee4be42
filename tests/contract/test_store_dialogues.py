"""Conversations of the assistant and the audit of them, on both databases."""

from __future__ import annotations

from contract.samples import AT, DAY
from shopkeeper.store import Store
from shopkeeper.store.protocol import Dialogue


def test_a_conversation_is_kept_and_the_newest_come_first(store: Store) -> None:
    old, new = Dialogue("a", None, "open", AT, "{}"), Dialogue("b", "客", "waiting", AT + DAY, '{"语": "zh"}')
    assert store.dialogues.get("a") is None
    for each in (old, new):
        store.dialogues.put(each)
    assert (store.dialogues.get("b"), store.dialogues.newest(), store.dialogues.newest(limit=1)) == (new, [new, old], [new])
    assert (store.dialogues.newest(status="open"), store.dialogues.newest(customer_id="客")) == ([old], [new])
    assert (store.dialogues.get_many(["b", "x", "a"]), store.dialogues.get_many([])) == ({"a": old, "b": new}, {})
    store.dialogues.put(Dialogue("a", "c", "closed", AT + 2 * DAY, "{}"))
    assert [each.status for each in store.dialogues.newest()] == ["closed", "waiting"]
    store.dialogues.delete(["a", "x"])
    assert store.dialogues.newest() == [new]


def test_the_audit_keeps_its_order_and_is_erased_by_conversation(store: Store) -> None:
    store.audit.append("a", [(AT, "said", {"text": "你好"}), (AT, "called", ["x", 1])])
    store.audit.append("b", [(AT + DAY, "said", {})])
    store.audit.append("a", [(AT + DAY, "answered", None)])
    entries = [(each.kind, each.data) for each in store.audit.of("a")]
    assert entries == [("said", {"text": "你好"}), ("called", ["x", 1]), ("answered", None)]
    assert [each.dialogue_id for each in store.audit.since(AT + DAY)] == ["b", "a"]
    numbers = [each.number for each in store.audit.since(AT)]
    assert numbers == sorted(set(numbers))
    assert len(numbers) == 4
    store.audit.erase(["a"])
    assert [each.dialogue_id for each in store.audit.since(AT)] == ["b"]
    store.audit.append("c", [])
    assert store.audit.of("c") == []


def test_old_conversations_are_found_and_the_audit_is_read_by_conversation(store: Store) -> None:
    for id, days in (("c", 0), ("a", 1), ("b", 2)):
        store.dialogues.put(Dialogue(id, None, "open", AT + days * DAY, "{}"))
    assert [each.id for each in store.dialogues.oldest(AT + 2 * DAY)] == ["c", "a"]
    assert [each.id for each in store.dialogues.oldest(AT + 2 * DAY, limit=1)] == ["c"]
    for id, kind in (("b", "1"), ("a", "2"), ("b", "3"), ("a", "4")):
        store.audit.append(id, [(AT, kind, None)])
    entries = list(store.audit.by_conversation())
    assert [(each.dialogue_id, each.kind) for each in entries] == [("a", "2"), ("a", "4"), ("b", "1"), ("b", "3")]
    assert [each.kind for each in store.audit.of("a", entries[0].number)] == ["4"]


def test_the_audit_is_read_by_conversation_across_pages(store: Store) -> None:
    for _ in range(3):
        for id in ("x", "a", "m"):
            store.audit.append(id, [(AT, "said", number) for number in range(250)])
    entries = [(each.dialogue_id, each.number) for each in store.audit.by_conversation()]
    assert len(entries) == 2250
    assert entries == sorted(entries)
