"""Annual flow of the Nile at Aswan, 1871 to 1970 (Cobb 1978, Biometrika 65:243): it fell after 1898."""

import pytest
from statsmodels.datasets import nile

from openefficiency.stats import change_point

pytestmark = pytest.mark.published


@pytest.fixture
def flow():
    return nile.load_pandas().data["volume"].to_numpy()


def test_the_nile_fell_once_after_1898(flow):
    found = change_point.find(flow)

    # The first point is 1871, so that place 28 is 1899.
    assert found.starts.tolist() == [1899 - 1871]
    # Means of the 28 years to 1898 and of the 72 since, in 10^8 cubic metres.
    assert found.means == pytest.approx([1097.75, 849.972], abs=5e-4)


def test_the_fall_of_the_nile_is_no_chance(flow):
    found = change_point.shift(flow)

    assert (found.start, found.p_value) == (28, 0.001)
