"""Events, reviews, documents and promotions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper.shop import EVENT_NAMES, Document, DocumentKind, Event, InvalidRecord, Localized, Promotion, Review

AT = datetime(2026, 9, 1, tzinfo=UTC)
TITLE = Localized("秋", "Autumn")


@pytest.mark.parametrize("name", sorted(EVENT_NAMES))
def test_an_event_has_a_ga4_name(name: str) -> None:
    assert Event("e", name, AT).name == name


@pytest.mark.parametrize("rating", [1, 3.5, 5])
def test_a_review_has_one_to_five_stars(rating: float) -> None:
    assert Review("r", "p", rating).rating == rating


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: Event("e", "viewed", AT), "name"),
        (lambda: Event("", "search", AT), "id"),
        (lambda: Review("r", "p", 0.5), "rating"),
        (lambda: Review("r", "p", 5.1), "rating"),
        (lambda: Review("r", "p", float("nan")), "rating"),
        (lambda: Review("r", "", 5), "product_id"),
        (lambda: Document("", DocumentKind.FAQ, TITLE, TITLE), "id"),
        (lambda: Promotion("", TITLE, AT, AT + timedelta(1), 10), "id"),
        (lambda: Promotion("s", TITLE, AT, AT + timedelta(1), 0), "percent_off"),
        (lambda: Promotion("s", TITLE, AT, AT + timedelta(1), 100), "percent_off"),
        (lambda: Promotion("s", TITLE, AT, AT, 10), "ends_at"),
    ],
)
def test_what_cannot_be_is_refused_by_field(make, field: str) -> None:
    with pytest.raises(InvalidRecord) as caught:
        make()
    assert caught.value.field == field
