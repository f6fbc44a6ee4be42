"""What is near in the index to what was met, found once and kept."""

from __future__ import annotations

from shopkeeper.recommend.asked import Asked
from shopkeeper.recommend.history import History
from shopkeeper.recommend.sources.alike import SEARCHES, Alike

MET = [f"met{i}" for i in range(5)]


class Index:
    """Answers one product for each that is asked about, and counts."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.version, self.mark = 0, "near"

    def near(self, id, n):
        self.asked.append(id)
        return [(f"{self.mark}-{id}", 0.5)]


def alike(index, known=None):
    history = History.of_sequences([("anna", MET), ("none", [f"{mark}-{id}" for mark in ("near", "new") for id in MET])])
    source = Alike(history, index.near, lambda: index.version, known)
    return lambda **who: [history.products.id(row) for row in source.candidates(Asked(**who), 10).rows.tolist()]


def test_an_answer_waits_for_a_few_searches_and_the_next_ones_know_the_rest():
    index = Index()
    answer = alike(index)
    assert answer(customer="anna") == ["near-met4", "near-met3"]
    assert index.asked == ["met4", "met3"]
    assert len(index.asked) == SEARCHES
    assert answer(customer="anna") == ["near-met4", "near-met3", "near-met2", "near-met1"]
    assert answer(customer="anna") == ["near-met4", "near-met3", "near-met2", "near-met1", "near-met0"]
    assert index.asked == MET[::-1]


def test_what_is_near_by_new_texts_is_found_for_the_newest_first_and_that_of_before_serves_meanwhile():
    index = Index()
    answer = alike(index)
    for _ in MET:
        answer(customer="anna")
    index.version, index.mark = 1, "new"
    assert answer(customer="anna") == ["new-met4", "new-met3", "near-met2", "near-met1", "near-met0"]
    assert answer(place="product", about=("met0",)) == ["new-met0"]


def test_what_was_found_serves_the_next_source_of_the_same_history():
    index, known = Index(), {}
    alike(index, known)(recent=("met0",))
    alike(index, known)(recent=("met0",))
    assert index.asked == ["met0"]


def test_what_is_near_can_be_found_before_anybody_asks_until_it_is_stopped():
    index, history = Index(), History.of_sequences([("anna", MET)])
    source = Alike(history, index.near, lambda: index.version)
    source.ahead([0, 1, 2], lambda: len(index.asked) == 2)
    assert index.asked == ["met0", "met1"]
    source.ahead(range(5))
    assert index.asked == MET
    source.candidates(Asked(customer="anna"), 5)
    assert index.asked == MET


def test_no_more_is_kept_than_may_be(monkeypatch):
    monkeypatch.setattr("shopkeeper.recommend.sources.alike.MOST", 3)
    known = {}
    answer = alike(Index(), known)
    for _ in MET:
        answer(customer="anna")
    assert len(known) == 3
