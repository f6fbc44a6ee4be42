import pytest

from shopkeeper.shop import InvalidRecord, Rule, RuleAction


def boost(strength):
    return Rule("r", RuleAction.BOOST, where=("brand=Acme",), strength=strength)


@pytest.mark.parametrize("strength", [0.01, 0.2, 1.0])
def test_a_strength_is_a_share_of_the_best_score(strength):
    assert boost(strength).strength == strength


@pytest.mark.parametrize("strength", [5.0, 1.01, 0.0, -0.2, float("nan")])
def test_a_strength_that_is_no_share_is_refused(strength):
    with pytest.raises(InvalidRecord, match="at most 1") as refused:
        boost(strength)
    assert refused.value.field == "strength"
