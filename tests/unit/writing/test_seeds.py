"""Choices come out alike on every machine, and by their weights."""

from collections import Counter

from shopkeeper.writing.seeds import Choices


def test_the_heavier_ones_come_sooner() -> None:
    choose = Choices(3)
    first = Counter(choose.by_weight(("light", "heavy"), (1.0, 9.0))[0] for _ in range(500))
    assert 0.82 < first["heavy"] / 500 < 0.97


def test_the_same_seed_gives_the_same_order() -> None:
    assert Choices(5).by_weight("abcdef", [1.0] * 6) == Choices(5).by_weight("abcdef", [1.0] * 6)
    assert sorted(Choices(5).by_weight("abcdef", [1.0] * 6)) == list("abcdef")
