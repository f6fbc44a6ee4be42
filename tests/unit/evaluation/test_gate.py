import pytest

from shopkeeper.evaluation import Gate, Interval
from shopkeeper.shop import InvalidRecord

METRICS = {"ndcg@10": Interval(0.77, 0.75, 0.79), "p95_ms": Interval(12.0, 11.0, 13.0)}


@pytest.mark.parametrize(("text", "passes"), [
    ("ndcg@10>=0.77", True), ("ndcg@10 > .77", False), ("p95_ms<=12", True), ("p95_ms<1.2e1", False), ("ndcg@10>=0.771", False),
])
def test_a_gate_compares_the_value_with_its_bound(text, passes):
    assert Gate.parse(text).passes(METRICS) is passes


@pytest.mark.parametrize("text", ["", "ndcg@10", "ndcg@10=0.7", "ndcg@10>=good", ">=3"])
def test_what_is_no_gate_is_refused_with_an_example(text):
    with pytest.raises(InvalidRecord, match=r"ndcg@10>=0\.77"):
        Gate.parse(text)


def test_a_metric_that_the_run_lacks_is_refused_with_those_it_has():
    with pytest.raises(InvalidRecord, match="ndcg@10, p95_ms"):
        Gate.parse("mrr>=0.5").passes(METRICS)


def test_a_gate_prints_as_it_was_written():
    assert str(Gate.parse("ndcg@10 >= 0.77")) == "ndcg@10>=0.77"
