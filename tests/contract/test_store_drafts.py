"""Drafts on both databases: nothing of one is lost, whoever writes, and they are found by what happened to them last."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from contract.samples import AT
from shopkeeper.shop import Conflict, Draft, DraftState, DraftVersion
from shopkeeper.store import Store


def version(text, hours=0, by="Mei"):
    return DraftVersion(text, AT + timedelta(hours=hours), by)


def draft(id="d1", *versions, product="p1", kind="title"):
    return Draft(id, kind, "en", versions or (version("Cotton shirt"),), product)


def test_versions_and_decisions_are_kept_in_their_order(store: Store) -> None:
    first = draft()
    second = first.edited(version("Blue cotton shirt", 1, "Tom")).stepped(DraftState.APPROVED, AT + timedelta(hours=2), "Mei", "ok")
    store.drafts.put([first])
    assert store.drafts.put([second]).changed == 1
    kept = store.drafts.get("d1")
    assert [(each.text, each.by) for each in kept.versions] == [("Cotton shirt", "Mei"), ("Blue cotton shirt", "Tom")]
    assert [(step.state, step.version, step.by, step.note) for step in kept.steps] == [("approved", 2, "Mei", "ok")]


@pytest.mark.parametrize("lost", [
    lambda kept: replace(kept, versions=kept.versions[:1], steps=()),
    lambda kept: replace(kept, versions=(kept.versions[0], version("Another", 1))),
    lambda kept: replace(kept, steps=()),
])
def test_a_draft_that_lost_something_is_refused_and_the_stored_one_stays(store: Store, lost) -> None:
    kept = draft("d1", version("One"), version("Two", 1)).stepped(DraftState.REJECTED, AT, "Mei")
    store.drafts.put([kept])
    with pytest.raises(Conflict, match="draft d1: it was changed meanwhile"):
        store.drafts.put([draft("d2"), lost(kept)])
    assert store.drafts.get("d1") == kept
    assert store.drafts.count() == 1


def test_of_two_who_edit_the_same_version_the_second_is_told(store: Store) -> None:
    store.drafts.put([draft()])
    mine, theirs = store.drafts.get("d1"), store.drafts.get("d1")
    store.drafts.put([mine.edited(version("Mine", 1))])
    with pytest.raises(Conflict):
        store.drafts.put([theirs.edited(version("Theirs", 1))])
    assert store.drafts.get("d1").version.text == "Mine"


def test_the_newest_come_first_by_what_happened_last(store: Store) -> None:
    store.drafts.put([draft("a"), draft("b", version("B", 1), product="p2"), draft("c", kind="ad"), draft("d", version("D", 3))])
    store.drafts.put([store.drafts.get("a").stepped(DraftState.APPROVED, AT + timedelta(hours=2), "Mei")])
    assert [each.id for each in store.drafts.newest()] == ["d", "a", "b", "c"]
    assert [each.id for each in store.drafts.newest(2, offset=1)] == ["a", "b"]
    assert [each.id for each in store.drafts.newest(state=DraftState.DRAFT)] == ["d", "b", "c"]
    assert [each.id for each in store.drafts.newest(product_id="p2")] == ["b"]
    assert [each.id for each in store.drafts.newest(kind="ad", language="en")] == ["c"]
    assert store.drafts.newest(kind="\0") == []


def test_drafts_are_counted_by_their_state_now(store: Store) -> None:
    assert store.drafts.states() == {}
    store.drafts.put([draft("a"), draft("b"), draft("c").stepped(DraftState.APPROVED, AT, "Mei")])
    assert store.drafts.states() == {"draft": 2, "approved": 1}
    store.drafts.put([store.drafts.get("c").edited(version("Anew", 1))])
    assert store.drafts.states() == {"draft": 3}


def test_what_was_published_is_found_while_a_later_version_waits(store: Store) -> None:
    out = draft("a").stepped(DraftState.APPROVED, AT, "Mei").stepped(DraftState.PUBLISHED, AT, "Mei")
    store.drafts.put([out.edited(version("Next", 1)), draft("b")])
    assert [each.id for each in store.drafts.all(published=1)] == ["a"]
