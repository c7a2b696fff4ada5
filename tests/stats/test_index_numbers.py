import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from openefficiency.errors import StatisticsError
from openefficiency.stats import index_numbers as indices

ALL = [indices.laspeyres, indices.paasche, indices.fisher, indices.tornqvist]
PRICES = [[1.0, 2.0], [2.0, 3.0]]
QUANTITIES = [[10.0, 5.0], [6.0, 8.0]]
tables = arrays(float, (4, 3), elements=st.floats(0.1, 100))


def test_indices_worked_by_hand():
    laspeyres = (2 * 10 + 3 * 5) / (1 * 10 + 2 * 5)
    paasche = (2 * 6 + 3 * 8) / (1 * 6 + 2 * 8)

    assert indices.laspeyres(PRICES, QUANTITIES).tolist() == [1, laspeyres]
    assert indices.paasche(PRICES, QUANTITIES).tolist() == [1, paasche]
    assert indices.fisher(PRICES, QUANTITIES)[1] == pytest.approx((laspeyres * paasche) ** 0.5)
    # Shares: 10 of 20 then 12 of 36, so 5/12 on the average; 7/12 for the other.
    assert indices.tornqvist(PRICES, QUANTITIES)[1] == pytest.approx(2 ** (5 / 12) * 1.5 ** (7 / 12))


@pytest.mark.parametrize("index", ALL)
def test_when_every_price_doubles_so_does_the_index(index):
    assert index([[1, 2], [2, 4]], QUANTITIES).tolist() == pytest.approx([1, 2])


@given(tables, tables)
def test_price_times_quantity_is_spend(prices, quantities):
    spend = (prices * quantities).sum(axis=1) / (prices[0] @ quantities[0])

    fisher = indices.fisher(prices, quantities) * indices.fisher(quantities, prices)
    crossed = indices.laspeyres(prices, quantities) * indices.paasche(quantities, prices)
    assert fisher == pytest.approx(spend)
    assert crossed == pytest.approx(spend)


@given(tables, tables)
def test_fisher_and_tornqvist_backwards_undo_themselves(prices, quantities):
    for index in (indices.fisher, indices.tornqvist):
        there, back = index(prices[:2], quantities[:2])[1], index(prices[1::-1], quantities[1::-1])[1]
        assert there * back == pytest.approx(1)


@pytest.mark.parametrize("index", ALL)
def test_a_chain_is_its_links_multiplied(index):
    rng = np.random.default_rng(3)
    prices, quantities = rng.uniform(1, 9, (2, 6, 4))

    links = index(prices, quantities, base="previous")
    assert index(prices, quantities, base="chained") == pytest.approx(np.cumprod(links))


def test_growth_is_divided_not_subtracted():
    assert indices.productivity_growth(0.10, 0.05).tolist() == [pytest.approx(1.10 / 1.05 - 1)]


def test_revisions_worked_by_hand():
    # Three vintages of four periods; the fourth period is only in the last, a fifth in none.
    found = indices.revisions(
        [
            [1.0, 2.0, np.nan, np.nan, np.nan],
            [1.5, 2.0, 3.0, np.nan, np.nan],
            [2.0, 1.0, 3.5, 9.0, np.nan],
        ]
    )

    assert found.revision[:3].tolist() == [1, -1, 0.5]
    assert found.status == ("ok", "ok", "ok", "one vintage", "never published")
    assert (found.mean, found.mean_absolute) == (pytest.approx(0.5 / 3), pytest.approx(2.5 / 3))
    assert found.mean_error == pytest.approx(np.std([1, -1, 0.5], ddof=1) / 3**0.5)


def test_periods_of_one_vintage_have_no_mean_revision():
    found = indices.revisions([[1.0, 2.0]])

    assert np.isnan([found.mean, found.mean_absolute, found.mean_error]).all()


@pytest.mark.parametrize(
    "ask",
    [
        lambda: indices.fisher([[1], [np.nan]], [[1], [1]]),
        lambda: indices.fisher([[1], [-1]], [[1], [1]]),
        lambda: indices.fisher([[1, 1]], [[1], [1]]),
        lambda: indices.laspeyres([[1], [1]], [[0], [1]]),
        lambda: indices.tornqvist([[0, 1], [1, 1]], [[1, 1], [1, 1]]),
        lambda: indices.fisher([[1], [1]], [[1], [1]], base="last"),
        lambda: indices.productivity_growth(0.1, -1),
        lambda: indices.revisions([[1, np.inf]]),
    ],
)
def test_what_has_no_index_is_refused_in_words(ask):
    with pytest.raises(StatisticsError, match=r"given: .*\n  possible:"):
        ask()
