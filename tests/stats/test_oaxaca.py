import numpy as np
import pytest

from openefficiency.errors import StatisticsError
from openefficiency.stats import oaxaca

# A: y = 1 + 2 x with x of 1 and 3; B: y = 2 + 1 x with x of 0 and 2.
Y = np.array([3.0, 7, 2, 4])
X = np.array([[1.0, 1], [1, 3], [1, 0], [1, 2]])
IN_B = np.array([0, 0, 1, 1])


def some_units(seed=0, count=60):
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(count), rng.normal(size=(count, 2))])
    return x @ [1, 2, 3] + rng.normal(size=count), x, np.arange(count) % 3 == 0


def test_three_fold_worked_by_hand():
    # Means of x are 2 and 1; the gap is 5 - 3. (2 - 1) * 1; then -1 + 1 * 1; then (2 - 1) * (2 - 1).
    found = oaxaca.three_fold(Y, X, IN_B, labels=["constant", "x"])

    assert found.gap == 2
    assert found.params == pytest.approx([1, 0, 1])
    assert found.by_variable == pytest.approx(np.array([[0, -1, 0], [1, 1, 1]]))


@pytest.mark.parametrize(("weight", "explained"), [("a", 2), ("b", 1), ("half", 1.5), ("share", 1.5)])
def test_two_fold_worked_by_hand(weight, explained):
    found = oaxaca.two_fold(Y, X, IN_B, weight=weight)

    assert (found.explained, found.unexplained) == pytest.approx((explained, 2 - explained))


def test_neumark_and_pooled_are_two_different_things():
    y, x, in_b = some_units()
    y[in_b] += 5

    assert oaxaca.two_fold(y, x, in_b, weight="neumark").explained != pytest.approx(
        oaxaca.two_fold(y, x, in_b, weight="pooled").explained
    )


@pytest.mark.parametrize("weight", oaxaca.WEIGHTS)
def test_parts_add_up_to_the_gap(weight):
    y, x, in_b = some_units()
    three, two = oaxaca.three_fold(y, x, in_b), oaxaca.two_fold(y, x, in_b, weight=weight)

    assert three.params.sum() == pytest.approx(three.gap)
    assert two.explained + two.unexplained == pytest.approx(three.gap)


def test_it_does_not_matter_in_which_unit_a_column_is_counted():
    y, x, in_b = some_units()

    assert oaxaca.three_fold(y, x * [1, 1e9, 1e-6], in_b).params == pytest.approx(
        oaxaca.three_fold(y, x, in_b).params
    )


def test_the_same_seed_draws_the_same_errors():
    y, x, in_b = some_units()
    one, again = (oaxaca.three_fold(y, x, in_b, replicates=30, seed=7) for _ in range(2))

    assert one.bse.tolist() == again.bse.tolist()
    assert np.all(one.bse > 0)
    assert one.conf_int()[0] == pytest.approx(
        one.params[0] + 1.959964 * one.bse[0] * np.array([-1, 1]), rel=1e-6
    )
    assert "endowments" in one.summary()
    assert np.isnan(oaxaca.three_fold(y, x, in_b).bse).all()


def test_the_error_of_the_bootstrap_is_that_of_repeated_samples():
    parts = np.array([oaxaca.three_fold(*some_units(seed, 300)).params for seed in range(300)])
    errors = np.mean(
        [oaxaca.three_fold(*some_units(seed, 300), replicates=100).bse for seed in range(10)], axis=0
    )

    # The interaction is a product of two differences of 0 here, for which a bootstrap is too wide.
    assert errors[:2] == pytest.approx(parts.std(axis=0)[:2], rel=0.25)
    assert errors[2] > parts.std(axis=0)[2]


@pytest.mark.parametrize(
    "ask",
    [
        lambda: oaxaca.three_fold(Y, X[:, [0, 1, 1]], IN_B),
        lambda: oaxaca.three_fold(Y, X[:, [1]], IN_B),
        lambda: oaxaca.three_fold(Y, X, [0, 0, 0, 0]),
        lambda: oaxaca.three_fold(Y, X, [0, 0, 1, 2]),
        lambda: oaxaca.three_fold(Y[:3], X, IN_B),
        lambda: oaxaca.three_fold(np.r_[Y[:3], np.nan], X, IN_B),
        lambda: oaxaca.two_fold(Y, X, IN_B, weight="oaxaca"),
    ],
)
def test_a_gap_that_cannot_be_split_is_refused_in_words(ask):
    with pytest.raises(StatisticsError, match=r"given: .*\n  possible:"):
        ask()
