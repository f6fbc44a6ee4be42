"""Copy beside people's, and against its facts."""

from __future__ import annotations

import pytest

from shopkeeper.shop import InvalidFile, InvalidQuery, InvalidRecord
from shopkeeper.writing import Copy
from shopkeeper.writing.task import read_orders, report_of, write_all

FACTS = [["title", "Field Bottle"], ["capacity", "750 ml"], ["price", "$20"]]


def numbered(*rows):
    return list(enumerate(rows, 1))


def writer(*texts):
    left = list(texts)

    def write(material, brief):
        text = left.pop(0)
        if not text:
            raise InvalidQuery("nothing can be written")
        return Copy(text, brief.language, brief.kind)

    return write


def test_a_text_is_held_against_its_facts_and_its_reference():
    rows = numbered({"facts": FACTS, "language": "en", "reference": "It holds 750 ml."}, {"facts": FACTS}, {"facts": FACTS})
    orders = read_orders(rows, "x")

    report = report_of(write_all(writer("It holds 750 ml.", "It costs $30.", ""), orders))

    assert [row["unsupported_claims"] for row in report.rows] == [0, 1, 0]
    assert report.rows[1]["unsupported"] == ["$30"]
    assert (report.metrics["rouge_l"].value, report.metrics["bleu4"].value) == (1, pytest.approx(1))
    assert [row["fact_coverage"] for row in report.rows] == [1, 0, 0]
    assert report.metrics["chars_per_s"].value > 0
    assert report.metrics["distinct_2"].value == pytest.approx(1)
    assert report.counts == {"texts": 3, "with nothing written": 1, "with an unsupported claim": 1, "references": 1}


def test_without_references_nothing_is_said_of_them():
    report = report_of(write_all(writer("纯棉。"), read_orders(numbered({"facts": [["材质", "棉"]]}), "x")))

    assert set(report.metrics) == {"unsupported_claims", "fact_coverage", "distinct_2", "chars_per_s"}
    assert report.rows[0]["fact_coverage"] == 1


@pytest.mark.parametrize(("row", "field"), [
    ({"facts": []}, "facts"), ({"facts": [["a"]]}, "facts"), ({"facts": FACTS, "language": "fr"}, "language"),
])
def test_a_wrong_row_is_named(row, field):
    with pytest.raises(InvalidRecord, match=f"x, row 2, {field}"):
        read_orders(numbered({"facts": FACTS}, row), "x")


def test_no_row_measures_nothing():
    with pytest.raises(InvalidFile, match="at least one row with facts"):
        read_orders([], "x")
