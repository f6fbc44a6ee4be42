import pytest

from shopkeeper.evaluation import Interval, Report
from shopkeeper.shop import InvalidFile


def report(*values):
    rows = tuple({"key": f"q{i}", "ndcg@10": value} for i, value in enumerate(values))
    return Report("search", {"ndcg@10": Interval(0.5, 0.4, 0.6)}, {"queries": len(values)}, rows)


def test_a_saved_report_is_read_back_whole(tmp_path):
    report(0.5, None).save(tmp_path / "deep" / "run.json")
    assert Report.load(tmp_path / "deep" / "run.json") == report(0.5, None)


@pytest.mark.parametrize("content", ["", "[1]", "{}", '{"task": "search", "metrics": {"a": 1}, "counts": {}, "rows": []}'])
def test_a_file_that_is_no_report_is_refused_by_name(tmp_path, content):
    (tmp_path / "run.json").write_text(content)
    with pytest.raises(InvalidFile, match=r"run\.json: expected a report written with --save"):
        Report.load(tmp_path / "run.json")


def test_a_missing_report_is_refused_by_name(tmp_path):
    with pytest.raises(InvalidFile, match=r"none\.json: no such file"):
        Report.load(tmp_path / "none.json")


def test_runs_are_compared_over_the_queries_that_both_measured():
    # Given an earlier run in which the second query had no value and the fourth did not exist
    found = report(0.6, 0.9, 0.8, 1.0).against(report(0.5, None, 0.6), "earlier.json").differences["ndcg@10"]
    assert found.n == 2
    assert found.value == pytest.approx(0.15)


def test_runs_without_a_common_query_cannot_be_compared():
    other = Report("search", {}, {}, ({"key": "another", "ndcg@10": 1.0},))
    with pytest.raises(InvalidFile, match="same queries"):
        report(0.5).against(other, "other.json")


def test_the_readable_report_says_metrics_counts_and_chance():
    assert str(report(0.5, 0.7)).splitlines() == ["search: 2 queries", "  ndcg@10  0.5000  [0.4000, 0.6000]"]
    assert "may be chance" in str(report(0.5, 0.7).against(report(0.6, 0.6), "a.json"))


def test_the_json_without_rows_holds_what_a_script_needs():
    assert report(0.5).to_dict(rows=False) == {
        "task": "search", "metrics": {"ndcg@10": {"value": 0.5, "low": 0.4, "high": 0.6}}, "counts": {"queries": 1},
    }
