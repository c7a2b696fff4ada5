"""A measure is a sum divided by a sum, at the very end."""

import pytest
from spec_tools import values

from openefficiency.measures.evaluate import evaluate

SICKNESS = """
    parts:
      lost: {table: absence, sum: fte_days_lost, months: 3}
      available: {table: absence, sum: fte_days_available, months: 3}
    numerator: lost
    denominator: available
"""


@pytest.fixture
def sickness(a_measure):
    return a_measure(SICKNESS)


def test_months_are_added_up_before_dividing(sickness, door):
    result = evaluate(
        sickness,
        door(
            absence="""
            organisation  start       months  days  fte_days_lost  fte_days_available
            RAA           2024-04-01  1       30    50             100
            RAA           2024-05-01  1       31    50             300
            RAA           2024-06-01  1       30    50             300
            """
        ),
    )

    assert values(result) == {"RAA": round((50 + 50 + 50) / (100 + 300 + 300), 12)}


def test_a_year_ends_in_march(sickness, door):
    result = evaluate(
        sickness,
        door(
            absence="""
            organisation  start       months  days  fte_days_lost  fte_days_available
            RAA           2024-01-01  3       91    10             100
            RAA           2024-04-01  3       91    30             100
            """
        ),
    )

    assert values(result) == {"RAA 2023/24": 10 / 100, "RAA 2024/25": 30 / 100}


def test_too_few_months_are_no_year(sickness, door):
    result = evaluate(
        sickness,
        door(
            absence="""
            organisation  start       months  days  fte_days_lost  fte_days_available
            RAA           2024-04-01  1       30    50             100
            """
        ),
    )

    assert values(result) == {"RAA": "absence (lost): 1 of 3 months held"}


def test_nothing_to_divide_by_is_a_reason_and_not_infinity(sickness, door):
    result = evaluate(
        sickness,
        door(
            absence="""
            organisation  start       months  days  fte_days_lost  fte_days_available
            RAA           2024-04-01  3       91    50             0
            """
        ),
    )

    assert values(result) == {"RAA": "nothing to divide by: the denominator is zero"}


def test_missing_is_not_zero(sickness, door):
    result = evaluate(
        sickness,
        door(
            absence="""
            organisation  start       months  days  fte_days_lost  fte_days_available
            RAA           2024-04-01  3       91    -              100
            """
        ),
    )

    assert values(result) == {"RAA": "absence (lost): the publisher shows no figure"}


def test_average_staff_are_days_available_divided_by_days(a_measure, door):
    income_per_wte = a_measure("""
        parts:
          income: {table: accounts, sum: amount, where: {line: operating_income}}
          staff: {table: absence, sum: fte_days_available, spread_over: days}
        numerator: income
        denominator: staff
    """)
    result = evaluate(
        income_per_wte,
        door(
            accounts="""
            organisation  year     line              amount
            RAA           2018/19  operating_income  730000
            RAA           2018/19  operating_cost    999999
            """,
            absence="""
            organisation  start       months  days  fte_days_lost  fte_days_available
            RAA           2018-04-01  3       91    0              910
            RAA           2018-07-01  3       92    0              920
            RAA           2018-10-01  3       92    0              920
            RAA           2019-01-01  3       90    0              900
            """,
        ),
    )

    assert values(result) == {"RAA": 730000 / ((910 + 920 + 920 + 900) / (91 + 92 + 92 + 90))}


def test_what_is_not_held_says_so_for_the_year_or_for_the_organisation(a_measure, door):
    margin = a_measure("""
        parts:
          surplus: {table: accounts, sum: amount, where: {line: surplus}}
          income: {table: accounts, sum: amount, where: {line: operating_income}}
        numerator: surplus
        denominator: income
    """)
    result = evaluate(
        margin,
        door(
            accounts="""
            organisation  year     line              amount
            RAA           2018/19  operating_income  100
            RAA           2018/19  surplus           5
            RBB           2018/19  operating_income  100
            RAA           2019/20  operating_income  100
            """
        ),
    )

    assert values(result) == {
        "RAA 2018/19": 5 / 100,
        "RBB 2018/19": "accounts (surplus): RBB is not in it for 2018/19",
        "RAA 2019/20": "accounts (surplus): nothing held for 2019/20",
    }


def test_growth_is_a_ratio_of_ratios_and_never_a_difference(a_measure, door):
    growth = a_measure("""
        parts:
          activity: {table: productivity_growth, only: activity_growth}
          resources: {table: productivity_growth, only: resource_growth}
        numerator: 1 + activity
        denominator: 1 + resources
        offset: 1
    """)
    result = evaluate(
        growth,
        door(
            productivity_growth="""
            organisation  year     activity_growth  resource_growth
            RAA           2024/25  0.062705         0.004454
            """
        ),
    )

    assert values(result) == {"RAA": round((1 + 0.062705) / (1 + 0.004454) - 1, 12)}
    assert values(result)["RAA"] != pytest.approx(0.062705 - 0.004454, abs=1e-5)


def test_a_measure_for_some_types_is_not_shown_for_others(a_measure, door):
    beds = a_measure("""
        org_types: [ambulance]
        parts:
          surplus: {table: accounts, sum: amount, where: {line: surplus}}
          income: {table: accounts, sum: amount, where: {line: operating_income}}
        numerator: surplus
        denominator: income
    """)
    drawing = """
        organisation  year     line              amount
        RAA           2018/19  operating_income  100
        RAA           2018/19  surplus           5
        RYE           2018/19  operating_income  100
        RYE           2018/19  surplus           6
    """
    result = evaluate(beds, door(types={"RYE": "ambulance"}, accounts=drawing))

    assert values(result) == {"RYE": 6 / 100}


def test_merged_organisations_add_their_parts_and_then_divide(sickness, door):
    became = {"RAA": "RCC", "RBB": "RCC"}
    result = evaluate(
        sickness,
        door(
            follow=lambda name: became.get(name, name),
            absence="""
            organisation  start       months  days  fte_days_lost  fte_days_available
            RAA           2024-04-01  3       91    10             100
            RBB           2024-04-01  3       91    30             300
            """,
        ),
    )

    assert values(result) == {"RCC": (10 + 30) / (100 + 300)}


def test_a_share_of_merged_organisations_is_not_averaged(a_measure, door):
    stability = a_measure("""
        parts:
          stability: {table: retention, only: stability}
        numerator: stability
        denominator: 1
    """)
    result = evaluate(
        stability,
        door(
            follow=lambda name: "RCC",
            retention="""
            organisation  year     stability
            RAA           2017/18  0.8
            RBB           2017/18  0.9
            """,
        ),
    )

    assert values(result) == {
        "RCC": "retention (stability): several values, which cannot be added up or averaged"
    }


def test_every_figure_tells_the_rows_it_rests_on(sickness, door):
    result = evaluate(
        sickness,
        door(
            absence="""
            organisation  start       months  days  fte_days_lost  fte_days_available
            RBB           2024-04-01  3       91    1              100
            RAA           2024-04-01  1       30    1              100
            RAA           2024-05-01  1       31    1              100
            RAA           2024-06-01  1       30    1              100
            """
        ),
    )

    [origin] = result.provenance("RAA", "2024/25").origins
    assert (origin.table, origin.release, origin.first_row, origin.last_row, origin.rows) == (
        "absence",
        "drawn",
        2,
        4,
        3,
    )
