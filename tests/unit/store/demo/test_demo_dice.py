from __future__ import annotations

from shopkeeper.store.demo.dice import Dice


def test_the_same_key_gives_the_same_draws_on_every_python() -> None:
    dice = Dice(7, "product", 1)
    # Written down once: a change here means that every demo shop changes.
    assert [dice.whole(0, 999) for _ in range(6)] == [421, 961, 204, 331, 104, 431]


def test_another_key_gives_other_draws() -> None:
    first, second = Dice(7, "product", 1), Dice(7, "product", 2)
    assert [first.unit() for _ in range(5)] != [second.unit() for _ in range(5)]


def test_picks_are_different_and_no_more_than_there_are() -> None:
    dice = Dice("picks")
    assert sorted(dice.picks("abc", 9)) == ["a", "b", "c"]
    assert len(set(dice.picks(range(50), 20))) == 20


def test_weighted_follows_the_weights() -> None:
    dice = Dice("weights")
    drawn = [dice.weighted("ab", (1, 3)) for _ in range(4000)]
    assert 0.72 < drawn.count("b") / len(drawn) < 0.78


def test_poisson_and_around_have_their_mean_and_spread() -> None:
    dice = Dice("shapes")
    small, large = ([dice.poisson(mean) for _ in range(4000)] for mean in (2.5, 60.0))
    bell = [dice.around(10, 2) for _ in range(4000)]
    assert abs(sum(small) / 4000 - 2.5) < 0.12
    assert abs(sum(large) / 4000 - 60) < 0.6
    assert abs((sum((x - 10) ** 2 for x in bell) / 4000) ** 0.5 - 2) < 0.1


def test_whole_reaches_both_ends() -> None:
    dice = Dice("ends")
    assert {dice.whole(1, 3) for _ in range(200)} == {1, 2, 3}
