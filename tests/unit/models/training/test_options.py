import pytest

from shopkeeper.models.training.options import TrainOptions
from shopkeeper.shop import InvalidQuery


def test_what_is_given_replaces_a_trainers_defaults():
    defaults = TrainOptions(epochs=3, lr=1e-4)
    assert defaults.given(epochs=None, lr=5e-5, seed=0) == TrainOptions(epochs=3, lr=5e-5, seed=0)


@pytest.mark.parametrize(("name", "value"), [
    ("epochs", 0), ("epochs", float("nan")), ("batch_size", 0), ("lr", -1e-3), ("weight_decay", -0.1), ("warmup", 1.0), ("tune", -1),
])
def test_a_value_with_which_nothing_can_be_trained_is_refused_by_its_flag(name, value):
    with pytest.raises(InvalidQuery, match=f"--{name.replace('_', '-')}: expected .*, got"):
        TrainOptions(**{name: value})


def test_options_come_back_from_their_json_form():
    options = TrainOptions(epochs=0.5, device="cpu", tune=4)
    assert TrainOptions(**options.to_dict()) == options
