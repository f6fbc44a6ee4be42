import pytest

from shopkeeper.assistant.understand import Understood, Wish
from shopkeeper.assistant.understand.task import Labelled, measure, read_messages
from shopkeeper.shop import InvalidFile, InvalidRecord


def said(**answers: str):
    return lambda text: Understood(text, "en", tuple(Wish(intent, 0.9, text) for intent in answers[text].split()))


def test_a_message_is_right_when_all_its_wishes_are_found_and_no_other() -> None:
    messages = [
        Labelled("a", frozenset({"track_order"})), Labelled("b", frozenset({"track_order", "return_item"})),
        Labelled("c", frozenset({"get_refund"}), frozenset({"complaint"})), Labelled("d", frozenset({"get_refund"})),
    ]  # fmt: skip
    answers = said(a="track_order", b="track_order", c="get_refund complaint", d="get_refund complaint")
    report = measure(answers, messages)
    assert report.metrics["accuracy"].value == 0.5
    assert [row["accuracy"] for row in report.rows] == [1, 0, 1, 0]
    assert report.metrics["macro_f1"].value == pytest.approx((1 + 0 + 1) / 3)
    assert report.counts["return_item read as nothing"] == 1 == report.counts["complaint said besides"]
    assert report.counts["track_order right of 2"] == 2


def test_both_kinds_of_rows_are_read() -> None:
    rows = [(1, {"utterance": "hi", "intent": "greeting"}), (2, {"text": "x", "intents": ["affirm"], "also": ["affirm", "thanks"]})]
    assert read_messages(rows, "f") == [Labelled("hi", frozenset({"greeting"})), Labelled("x", frozenset({"affirm"}), frozenset({"thanks"}))]


@pytest.mark.parametrize(("row", "place"), [
    ({"utterance": "hi", "intent": "salute"}, "f, row 7, intent"), ({"utterance": "", "intent": "greeting"}, "f, row 7, text"),
    ({"text": "hi"}, "f, row 7, intent"), ({"text": "hi", "intents": ["greeting"], "also": ["x"]}, "f, row 7, also"),
])  # fmt: skip
def test_a_wrong_row_is_named(row: dict[str, object], place: str) -> None:
    with pytest.raises(InvalidRecord, match=place):
        read_messages([(7, row)], "f")


def test_a_file_without_rows_is_refused() -> None:
    with pytest.raises(InvalidFile, match="at least one row"):
        read_messages([], "f")
