"""Figures as people read them."""

import pytest

from openefficiency.measures.catalogue import catalogue
from openefficiency.present.formats import shown


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (0.0412, "fraction", "4.1%"), (-0.02, "fraction", "-2.0%"), (1.5, "fraction", "150.0%"),
        (135.29, "index", "135.3"), (1.2345, "ratio", "1.23"),
        (3512.58, "£ per WAU", "£3,513"), (12.345, "£ per m2", "£12.35"), (-5.5, "£", "-£5.50"), (0, "£", "£0.00"),
        (1_234_567, "£", "£1.2m"), (2_345_678_901, "£", "£2.35bn"), (-1_234_567, "£", "-£1.2m"),
        (1234.5, "beds", "1,234"), (99.94, "days", "99.9"), (3.14159, "days", "3.14"), (0, "days", "0.00"),
    ],
)  # fmt: skip
def test_a_figure_is_rounded_to_what_it_deserves(value, unit, words):
    assert shown(value, unit) == words


def test_no_figure_is_no_words():
    assert shown(None, "£ per WAU") == ""


@pytest.mark.parametrize("unit", sorted({one.unit for one in catalogue().values()}))
def test_every_unit_of_the_catalogue_can_be_shown(unit):
    assert shown(12.5, unit)
    assert shown(-0.004, unit)
