"""NHS Staff Survey 2012 to 2018: 1,393 organisation-years, eleven questions, answers that add up to all."""

import polars as pl
import pytest

pytestmark = pytest.mark.published


def test_the_answers_to_a_question_add_up_to_all(became, published):
    found = became(published / "hospital_management_panel" / "NHS_SS_management.csv")

    rows = found.tables["staff_survey"]
    assert found.source == "staff_survey"
    assert len(rows) + found.left_out[0].rows == 1393 * 11 * 5
    assert not found.reasons
    sums = rows.group_by("organisation", "year", "question").agg(pl.col("share").sum())["share"]
    # Whole percents, in two of the years, add up to between 98 and 102.
    assert sums.min() >= 0.979
    assert sums.max() <= 1.021
