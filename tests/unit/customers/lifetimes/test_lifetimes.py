"""The models of buying find the parameters that were planted, and those that were published for the data of their papers."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from shopkeeper.customers.lifetimes import BgNbd, Counts, GammaGamma, ParetoNbd
from shopkeeper.customers.purchases import Order, Purchases, arrays, bought, summary
from shopkeeper.shop import InvalidFile

CALIBRATION, WEEKS = 273, 39  # days until 1 October 1997


def shoppers(n: int, stop: str, seed: int = 3) -> tuple[Counts, np.ndarray, np.ndarray]:
    """Customers who buy at a rate ~ Gamma(2, 8) a week, watched for 30 to 50 weeks and 26 more; they stop after a rate ~ Gamma(1.5, 20)
    or after each purchase with a chance ~ Beta(1.5, 4). Their counts, what they bought later, and whether they were still there."""
    draw = np.random.default_rng(seed)
    rate, age = draw.gamma(2, 1 / 8, n), draw.uniform(30, 50, n)
    life = draw.exponential(1 / draw.gamma(1.5, 1 / 20, n)) if stop == "rate" else np.full(n, np.inf)
    chance = draw.beta(1.5, 4, n)
    repeats, last, later, there = np.zeros(n), np.zeros(n), np.zeros(n), np.ones(n, bool)
    for i in range(n):
        at = 0.0
        while (at := at + draw.exponential(1 / rate[i])) < min(life[i], age[i] + 26):
            if at < age[i]:
                repeats[i], last[i] = repeats[i] + 1, at
            else:
                later[i] += 1
            if stop == "chance" and draw.random() < chance[i]:
                there[i] = at >= age[i]
                break
    return Counts(repeats, last, age), later, there & (life > age)


@pytest.fixture(scope="module")
def cdnow(data_folder: Path) -> Purchases:
    """The sample of 2,357 customers of CDNOW, who first bought in early 1997."""
    rows = [line.split() for line in (data_folder / "customers" / "cdnow_sample.txt").read_text().splitlines() if line.strip()]
    at = [datetime.strptime(row[2], "%Y%m%d").replace(tzinfo=UTC) for row in rows]
    return arrays({str(n): Order(row[1], at[n], round(float(row[4]) * 100), 1, int(row[3])) for n, row in enumerate(rows)}, "USD")


@pytest.fixture(scope="module")
def of_cdnow(cdnow: Purchases) -> tuple[BgNbd, ParetoNbd]:
    """Both models, fitted to the first 39 weeks."""
    counts = summary(cdnow, CALIBRATION).counts
    return BgNbd.fit(counts), ParetoNbd.fit(counts)


@pytest.mark.parametrize(("model", "stop", "planted"), [
    (BgNbd, "chance", (2, 8, 1.5, 4)), (ParetoNbd, "rate", (2, 8, 1.5, 20))])  # fmt: skip
def test_planted_parameters_are_found_and_the_future_is_foretold(model, stop, planted):
    counts, later, there = shoppers(3000, stop)
    fitted = model.fit(counts)
    found = np.array(list(fitted.to_dict().values()))
    assert np.all(np.abs(np.log(found / planted)) < 0.45), found
    assert fitted.loglikelihood(counts) >= model(*planted).loglikelihood(counts) - 1e-6
    expected, alive = fitted.expected(counts, 26), fitted.alive(counts)
    assert expected.sum() == pytest.approx(later.sum(), rel=0.1)
    assert alive.mean() == pytest.approx(there.mean(), abs=0.03)
    for low, high in ((0, 0.3), (0.3, 0.6), (0.6, 0.9)):  # among those said to be there with 40 %, 40 % are
        group = (alive >= low) & (alive < high)
        assert there[group].mean() == pytest.approx(alive[group].mean(), abs=0.07)


def test_the_published_parameters_of_cdnow(cdnow, of_cdnow):
    counts = summary(cdnow, CALIBRATION).counts
    assert len(counts) == 2357
    bg, pareto = of_cdnow
    assert list(bg.to_dict().values()) == pytest.approx([0.243, 4.414, 0.793, 2.426], abs=2e-3)  # Fader, Hardie and Lee 2005
    assert bg.loglikelihood(counts) == pytest.approx(-9582.4, abs=0.1)
    assert list(pareto.to_dict().values()) == pytest.approx([0.553, 10.578, 0.606, 11.669], rel=2e-3)  # the same paper
    assert pareto.loglikelihood(counts) == pytest.approx(-9595.0, abs=0.1)


def test_how_well_cdnow_is_foretold(cdnow, of_cdnow):
    at = summary(cdnow, CALIBRATION)
    later, _ = bought(cdnow, at.who, CALIBRATION, CALIBRATION + 7 * WEEKS)
    bg, pareto = (np.abs(model.expected(at.counts, WEEKS) - later).mean() for model in of_cdnow)
    assert bg < 0.79
    assert pareto < 0.755


def test_the_published_parameters_of_what_cdnow_spends(cdnow):
    rows = cdnow.before(CALIBRATION)
    days, at = np.unique(np.stack([cdnow.who[rows], np.floor(cdnow.at[rows]).astype(int)]), axis=1, return_inverse=True)
    paid, repeat = np.bincount(at, cdnow.amount[rows]), np.r_[False, days[0][1:] == days[0][:-1]]
    times = np.bincount(days[0][repeat], minlength=2357).astype(float)
    means = np.bincount(days[0][repeat], paid[repeat], 2357) / np.maximum(times, 1)
    found = GammaGamma.fit(times, means).to_dict()
    assert list(found.values()) == pytest.approx([6.25, 3.74, 15.44], rel=5e-3)  # Fader and Hardie 2013


def test_what_is_spent_is_found_in_any_unit():
    draw = np.random.default_rng(1)
    times = draw.integers(1, 12, 5000).astype(float)
    means = draw.gamma(4 * times, 1 / draw.gamma(5, 1 / 30, 5000)) / times
    found = GammaGamma.fit(times, means)
    assert list(found.to_dict().values()) == pytest.approx([4, 5, 30], rel=0.15)
    cents = GammaGamma.fit(times, means * 100)
    assert cents.expected(times, means * 100) == pytest.approx(100 * found.expected(times, means), rel=1e-3)
    once, often = found.expected(np.array([1.0, 100.0]), np.array([90.0, 90.0]))
    assert means.mean() < once < often < 90  # who bought once is drawn to all


@pytest.mark.parametrize("model", [
    BgNbd(0.3, 5, 0.8, 2.5), BgNbd(0.3, 5, 1.0, 2.5), ParetoNbd(0.5, 10, 0.6, 12), ParetoNbd(0.5, 10, 1.0, 0.01),
    ParetoNbd(50, 0.001, 80, 1e4)])  # fmt: skip
def test_extreme_customers_have_finite_figures(model):
    last, age = np.array([0.0, 0.0, 300.0, 1.0, 5.0]), np.array([0.0, 500.0, 300.0, 500.0, 5.0])
    counts = Counts(np.array([0.0, 0.0, 2000.0, 300.0, 1.0]), last, age)
    expected, alive = model.expected(counts, 20), model.alive(counts)
    assert np.isfinite(model.loglikelihood(counts))
    assert np.isfinite(expected).all()
    assert (expected >= 0).all()
    assert ((alive >= 0) & (alive <= 1)).all()
    assert alive[3] < 1e-6  # 300 purchases in a week, then none for years


def test_more_weeks_bring_more_purchases_and_later_ones_more_hope():
    counts = Counts(np.array([3.0, 3.0, 3.0]), np.array([5.0, 20.0, 38.0]), np.full(3, 39.0))
    for model in (BgNbd(0.243, 4.414, 0.793, 2.426), ParetoNbd(0.553, 10.578, 0.606, 11.669)):
        assert np.all(np.diff(model.alive(counts)) > 0)
        assert np.all(model.expected(counts, 20) < model.expected(counts, 40))


def test_nothing_to_fit_is_a_sentence():
    with pytest.raises(InvalidFile, match="expected at least 2 customers with an amount above 0, got 1"):
        GammaGamma.fit(np.array([1.0, 2.0]), np.array([0.0, 5.0]))
