import json

from shopkeeper.models.training.options import TrainOptions
from shopkeeper.models.training.tune import SPAN, draw, search

GIVEN = TrainOptions(lr=1e-3, batch_size=8, seed=4, tune=5)


def loss(options):
    return abs(options.lr - 2e-3)


def test_the_best_trial_wins_and_the_first_is_what_was_given(tmp_path):
    tried = []
    best = search(GIVEN, tmp_path / "trials.jsonl", lambda options: tried.append(options) or loss(options))
    assert tried[0] == GIVEN
    assert len(tried) == 5
    assert best == min(tried, key=loss)


def test_draws_stay_within_their_span_and_depend_on_the_seed_alone():
    drawn = [draw(GIVEN, number) for number in range(1, 50)]
    assert all(1e-3 / SPAN <= each.lr <= 1e-3 * SPAN and each.batch_size in (4, 8, 16) and each.warmup <= 0.2 for each in drawn)
    assert drawn == [draw(GIVEN, number) for number in range(1, 50)]
    assert draw(GIVEN.given(seed=5), 1) != drawn[0]


def test_what_was_tried_is_not_tried_again(tmp_path):
    log = tmp_path / "trials.jsonl"
    best = search(GIVEN, log, loss)
    lines = log.read_text().splitlines()
    assert [json.loads(line)["trial"] for line in lines] == [0, 1, 2, 3, 4]
    log.write_text("\n".join(lines[:3]) + '\n{"trial": 3, "lo')  # a kill cut it short
    tried = []
    assert search(GIVEN, log, lambda options: tried.append(options) or loss(options)) == best
    assert tried == [draw(GIVEN, 3), draw(GIVEN, 4)]
    assert search(GIVEN, log, tried.append) == best  # now all are known
    assert len(tried) == 2


def test_a_loss_that_is_no_number_never_wins(tmp_path):
    assert search(GIVEN.given(tune=2), tmp_path / "t.jsonl", lambda options: float("nan") if options.lr == GIVEN.lr else 9.0).lr != GIVEN.lr
