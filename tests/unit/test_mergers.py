"""Who became whom; and figures of those who merged, added up before they are divided."""

from datetime import date

import pytest

from openefficiency.measures.catalogue import catalogue
from openefficiency.measures.evaluate import evaluate
from openefficiency.organisations.mergers import Mergers, Succession

APRIL = date(2017, 4, 1)


def mergers(*steps: tuple) -> Mergers:
    return Mergers(Succession(old, new, on, *more) for old, new, on, *more in steps)


class TestWhoBecameWhom:
    def test_it_is_itself_until_the_day_of_the_merger(self):
        one = mergers(("RAA", "RNN", APRIL))

        assert one.became("RAA", by=date(2017, 3, 31)) == "RAA"
        assert one.became("RAA", by=APRIL) == "RNN"
        assert one.became("RNN", by=APRIL) == "RNN"
        assert one.became("RZZ", by=APRIL) == "RZZ"

    def test_a_chain_is_followed_as_far_as_the_day(self):
        one = mergers(("RAA", "RNN", APRIL), ("RNN", "RQQ", date(2020, 4, 1)))

        assert one.became("RAA", by=date(2019, 4, 1)) == "RNN"
        assert one.became("RAA", by=date(2020, 4, 1)) == "RQQ"

    def test_who_was_split_stays_itself(self):
        one = mergers(("RAA", "RNN", APRIL), ("RAA", "RQQ", APRIL))

        assert one.became("RAA", by=date(2026, 1, 1)) == "RAA"

    def test_who_was_split_stays_itself_even_where_only_one_heir_is_named(self):
        one = mergers(("RAA", "RNN", APRIL, True))

        assert one.became("RAA", by=date(2026, 1, 1)) == "RAA"

    def test_a_chain_ends_at_who_was_split(self):
        one = mergers(("RAA", "RNN", APRIL), ("RNN", "RQQ", APRIL), ("RNN", "RPP", APRIL))

        assert one.became("RAA", by=date(2026, 1, 1)) == "RNN"

    def test_a_circle_is_walked_once(self):
        one = mergers(("RAA", "RNN", APRIL), ("RNN", "RAA", date(2018, 4, 1)))

        assert one.became("RAA", by=date(2026, 1, 1)) == "RNN"
        assert one.became("RNN", by=date(2026, 1, 1)) == "RAA"

    def test_who_succeeds_itself_has_not_changed(self):
        assert mergers(("RAA", "RAA", APRIL)).became("RAA", by=date(2026, 1, 1)) == "RAA"

    def test_the_same_step_told_by_two_lists_is_one_step_on_the_later_day(self):
        one = mergers(("RAA", "RNN", APRIL), ("RAA", "RNN", date(2017, 5, 1)))

        assert one.became("RAA", by=APRIL) == "RAA"
        assert one.became("RAA", by=date(2017, 5, 1)) == "RNN"


SUCCESSIONS = "old_code,new_code,date\nRAA,RNN,2017-04-01\nRBB,RNN,2017-04-01"
KINDS = "ORG_CODE,ORG_NAME,ORG_TYPE,HEE_REGION_CODE,SPECIALIST\n" + "\n".join(
    f"{code},{code},Acute,Y,FALSE" for code in ("RAA", "RBB", "RNN")
)
# Days of the quarters of 2015/16.
QUARTERS = {"2015_Q2": 91, "2015_Q3": 92, "2015_Q4": 92, "2016_Q1": 91}


def staff(code: str, people: int, quarters=tuple(QUARTERS)) -> list[str]:
    return [f"{quarter} {code} 0 {people * QUARTERS[quarter]}" for quarter in quarters]


class TestFiguresOfThoseWhoMerged:
    @pytest.fixture
    def merged(self, load, held, text_file, finance):
        """merged(path, ...): revenue per WTE of RNN in 2015/16, out of £100m and £300m, or why there is none."""

        def figure(*paths, measure="revenue_per_wte"):
            load(
                text_file(SUCCESSIONS, name="successions.csv"),
                text_file(KINDS, name="kinds.csv"),
                finance("RAA 2015 0 100000 -1", "RBB 2015 0 300000 -1", name="finance.csv"),
                *paths,
            )
            rows = evaluate(catalogue()[measure], held().door("now")).rows.to_dicts()
            [row] = [row for row in rows if row["year"] == "2015/16"]
            assert row["organisation"] == "RNN"
            return row["value"] if row["value"] is not None else row["reason"]

        return figure

    def test_their_staff_are_added_and_the_days_are_not(self, merged, quarterly):
        both = quarterly(*staff("RAA", 1000), *staff("RBB", 2000), name="staff.csv")

        assert merged(both) == pytest.approx((100e6 + 300e6) / (1000 + 2000))

    def test_months_of_one_and_quarters_of_the_other_are_added_up_the_same(self, merged, quarterly, monthly):
        days = {"04": 30, "05": 31, "06": 30, "07": 31, "08": 31, "09": 30, "10": 31, "11": 30, "12": 31}
        months = [f"{day}/{month}/2015 RBB 0 {2000 * day}" for month, day in days.items()]
        months += [
            f"{day}/{month}/2016 RBB 0 {2000 * day}" for month, day in {"01": 31, "02": 29, "03": 31}.items()
        ]
        found = merged(
            quarterly(*staff("RAA", 1000), name="quarters.csv"), monthly(*months, name="months.csv")
        )

        assert found == pytest.approx((100e6 + 300e6) / (1000 + 2000), rel=1e-4)

    def test_one_that_followed_the_others_within_the_year_is_not_added_to_them(self, merged, quarterly):
        first_half, second_half = ("2015_Q2", "2015_Q3"), ("2015_Q4", "2016_Q1")
        found = merged(
            quarterly(
                *staff("RAA", 1000, first_half),
                *staff("RBB", 2000, first_half),
                *staff("RNN", 3000, second_half),
                name="staff.csv",
            )
        )

        assert found == pytest.approx((100e6 + 300e6) / 3000)

    def test_three_quarters_of_both_are_no_year(self, merged, quarterly):
        three = tuple(QUARTERS)[:3]
        found = merged(quarterly(*staff("RAA", 1000, three), *staff("RBB", 2000, three), name="staff.csv"))

        assert found == "absence (staff): 9 of 12 months held"

    def test_a_rate_is_the_sum_divided_by_the_sum(self, merged, quarterly):
        lost = [f"{quarter} RAA {days * 40} {days * 1000}" for quarter, days in QUARTERS.items()]
        lost += [f"{quarter} RBB {days * 20} {days * 2000}" for quarter, days in QUARTERS.items()]

        assert merged(quarterly(*lost, name="s.csv"), measure="sickness_absence") == pytest.approx(
            (40 + 20) / (1000 + 2000)
        )
