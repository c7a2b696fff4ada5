import numpy as np
import pytest

from openefficiency.errors import StatisticsError
from openefficiency.stats import arrays


def test_numbers_are_copied_and_become_floats():
    given = np.array([1, 2])
    found = arrays.numbers(given, "values")
    found[0] = 9

    assert given.tolist() == [1, 2]
    assert found.dtype == np.float64


def test_an_error_says_what_happened_what_was_given_and_what_is_possible():
    with pytest.raises(StatisticsError) as caught:
        arrays.numbers([1, np.nan], "beds")

    assert str(caught.value) == (
        "'beds' has numbers that are missing or infinite.\n"
        "  given:    1 missing or infinite, the first at place 1\n"
        "  possible: leave those units out first."
    )
    assert caught.value.exit_code == 20


def test_labels_are_words_and_without_any_they_are_counted():
    assert arrays.named(["RAA", "RBB"], 2) == ("RAA", "RBB")
    assert arrays.named(None, 2) == ("0", "1")


@pytest.mark.parametrize(
    "values", [np.ma.masked_array([1, 2], mask=[0, 1]), [1 + 2j], [None, 1], "ab", [[1], [1, 2]]]
)
def test_what_numpy_would_quietly_make_into_numbers_is_refused(values):
    with pytest.raises(StatisticsError):
        arrays.numbers(values, "values")
