"""A draft: which state follows on which, and what an edit does to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper.shop import Conflict, Draft, DraftClaim, DraftState, DraftStep, DraftVersion, InvalidRecord, from_dict, to_dict

AT = datetime(2026, 9, 1, 8, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def draft(**more):
    return Draft("d1", "title", "en", (DraftVersion("Cotton shirt", AT, "shopkeeper", "grounded"),), "p1", **more)


def test_a_draft_is_approved_then_published():
    approved = draft().stepped(DraftState.APPROVED, AT + HOUR, "Mei")
    out = approved.stepped(DraftState.PUBLISHED, AT + 2 * HOUR, "Tom")
    assert (draft().state, approved.state, out.state) == (DraftState.DRAFT, DraftState.APPROVED, DraftState.PUBLISHED)
    assert (approved.published, out.published, out.at) == (0, 1, AT + 2 * HOUR)


@pytest.mark.parametrize(("path", "state"), [
    ([], DraftState.PUBLISHED), ([DraftState.REJECTED], DraftState.APPROVED), ([DraftState.APPROVED], DraftState.APPROVED),
    ([DraftState.APPROVED, DraftState.PUBLISHED], DraftState.REJECTED),
])
def test_a_state_that_cannot_follow_is_refused(path, state):
    found = draft()
    for each in path:
        found = found.stepped(each, AT, "Mei")
    with pytest.raises(Conflict, match=rf"draft d1: version 1 is {found.state} and cannot be {state}"):
        found.stepped(state, AT, "Mei")


def test_an_edit_makes_it_a_draft_again_whatever_it_was():
    found = draft().stepped(DraftState.APPROVED, AT, "Mei").stepped(DraftState.PUBLISHED, AT, "Mei")
    edited = found.edited(DraftVersion("Blue shirt", AT + HOUR, "Tom"))
    assert (edited.state, edited.published, edited.version.by) == (DraftState.DRAFT, 1, "Tom")
    assert edited.software == "grounded"
    assert edited.grew_from(found)
    assert not found.grew_from(edited)


def test_what_a_person_wrote_alone_is_not_by_software():
    assert Draft("d", "title", "en", (DraftVersion("Shirt", AT, "Mei"),)).software == ""


@pytest.mark.parametrize(("wrong", "words"), [
    (lambda: draft(market="mars"), "market: expected one of cn, eu, uk, us, got 'mars'"),
    (lambda: Draft("d", "poem", "en", draft().versions), "kind: expected one of title"),
    (lambda: Draft("d", "title", "en", ()), "versions: expected at least one version"),
    (lambda: draft(steps=(DraftStep(DraftState.APPROVED, 2, AT, "Mei"),)), "steps.version: expected a version from 1 to 1, got 2"),
    (lambda: DraftVersion(" ", AT, "Mei"), "text: expected a text"),
    (lambda: DraftVersion("A", AT, " "), "by: expected who wrote it"),
    (lambda: DraftStep(DraftState.APPROVED, 1, AT, ""), "by: expected who decided it"),
    (lambda: DraftClaim(3, 3, "money", "supported"), "end: expected a place behind start"),
    (lambda: DraftClaim(0, 3, "money", "true"), "verdict: expected one of supported"),
    (lambda: DraftVersion("A", AT, "Mei", claims=(DraftClaim(0, 3, "money", "supported"),)), "claims: expected places within the 1"),
])
def test_a_flaw_is_named(wrong, words):
    with pytest.raises(InvalidRecord) as refused:
        wrong()
    assert str(refused.value).startswith(words)


def test_json_holds_all_of_it():
    found = draft(market="cn", tone="warm").stepped(DraftState.APPROVED, AT, "Mei", "fine")
    assert from_dict(Draft, to_dict(found)) == found
