"""The question that splits the candidates best."""

from __future__ import annotations

from shopkeeper.assistant.guide.facts import item
from shopkeeper.assistant.guide.question import Candidate, Question, best_question, questions
from shopkeeper.shop import Attribute, Localized
from small_guide import PODS, PRODUCTS, STEEL, product

ALL = [Candidate(item(each)) for each in PRODUCTS]
NAME = Localized("", "Lid")


def pods(*facts: list[Attribute], prices: list[float] | None = None) -> list[Candidate]:
    costs = prices or [100.0] * len(facts)
    return [Candidate(item(product(f"x{n}", f"X{n}", f"X{n}", PODS, costs[n], each))) for n, each in enumerate(facts)]


def test_the_kind_comes_first_where_there_are_several() -> None:
    question = best_question(ALL)
    assert question is not None
    assert (question.kind, question.field) == ("category", "category:1")
    assert {each.where for each in question.choices} == {f"category={kind}" for kind in ("Headphones", "Kettles", "Shirts", "Scarves")}


def test_a_fact_that_halves_them_beats_one_that_tells_one_from_the_rest() -> None:
    halves = [[Attribute(NAME, n % 2 == 0), Attribute(Localized("", "Lock"), n == 0)] for n in range(8)]
    asked = {each.field: each.gain for each in questions(pods(*halves))}
    assert max(asked, key=lambda field: asked[field]) == "lid"
    assert asked["lid"] > 1.5 * asked["lock"]


def test_what_is_unlikely_to_be_it_counts_little() -> None:
    made = pods(*[[Attribute(NAME, n % 2 == 0)] for n in range(6)])
    tilted = [Candidate(each.item, 1.0 if n % 2 else 0.01) for n, each in enumerate(made)]
    assert best_question(made) is not None
    assert all(each.field != "lid" for each in questions(tilted))


def test_nothing_settled_is_asked_and_nothing_when_few_are_left() -> None:
    first = best_question(ALL)
    assert first is not None
    second = best_question(ALL, [first.field])
    assert second is not None
    assert second.field != first.field
    assert best_question(ALL[:3]) is None


def test_a_fact_that_most_records_lack_is_not_asked() -> None:
    made = pods([Attribute(NAME, True)], [Attribute(NAME, False)], *[[] for _ in range(6)])
    assert "lid" not in {each.field for each in questions(made)}


def test_prices_are_asked_in_bands_of_round_numbers_that_leave_nobody_out() -> None:
    made = pods(*[[Attribute(NAME, STEEL)] for _ in range(9)], prices=[87, 112, 154, 208, 251, 303, 377, 410, 489])
    question = next(each for each in questions(made) if each.field == "price")
    assert [each.where for each in question.choices] == ["price<150", "price=150..<300", "price>=300"]
    assert question.choices[0].label == Localized("¥150 以下", "under ¥150")


def test_numbers_in_different_units_are_not_asked_in_bands() -> None:
    made = pods(*[[Attribute(NAME, n + 1, ("kg", "g")[n % 2])] for n in range(6)])
    assert "lid" not in {each.field for each in questions(made)}


def test_how_often_a_product_was_reviewed_and_its_second_price_are_nothing_to_have_a_wish_about() -> None:
    made = pods(*[[Attribute(Localized("", name), float(n)) for name in ("review count", "price max usd")]
                  + [Attribute(NAME, n % 2 == 0)] for n in range(8)])  # fmt: skip
    assert {each.field for each in questions(made)} == {"lid"}


def test_is_kept_as_json() -> None:
    question = best_question(ALL)
    assert question is not None
    assert Question.of(question.to_dict()).choices == question.choices
