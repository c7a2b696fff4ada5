"""The real published files, loaded as a user would, and the figures that follow from them."""

import csv
import math
from collections import defaultdict
from datetime import UTC, date, datetime
from statistics import median, quantiles

import pytest

from openefficiency.compare.noise import noise
from openefficiency.compare.relative import placed
from openefficiency.compare.with_peers import pool
from openefficiency.engine import Engine
from openefficiency.measures.catalogue import catalogue, named
from openefficiency.store import Store
from openefficiency.tasks import comparing, loading, reconciling, reporting, suppression
from openefficiency.tasks.measuring import Held, finished

pytestmark = pytest.mark.published

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def loaded(published, tmp_path_factory):
    """Everything in the folder, in one run."""
    store, engine = Store(tmp_path_factory.mktemp("real")), Engine(threads=2)
    reports = loading.load([published], store=store, engine=engine, now=datetime(2026, 11, 25, tzinfo=UTC))
    return reports, Held(store, engine, None, TODAY)


@pytest.fixture(scope="module")
def held(loaded):
    return loaded[1]


@pytest.fixture(scope="module")
def figures(held):
    """figures(measure, year, type): value by organisation."""

    def of(name: str, year: str, kind: str = "acute") -> dict[str, float]:
        cells = reporting.measure(held, named(name), reporting.Asked(year=year, type=kind))
        return {cell.organisation: cell.value for cell in cells if cell.value is not None}

    return of


def test_everything_is_taken_or_told(loaded):
    reports, _ = loaded
    assert not [report.file for report in reports if report.state == loading.REFUSED]
    assert sum(report.state == loading.LOADED for report in reports) >= 110
    assert sum(report.quarantined for report in reports) < 60


def test_revenue_per_wte_of_2016_17(figures):
    """M2: 149 acute trusts, median about £77.6k, quartiles £71.2k and £86.2k."""
    found = figures("revenue_per_wte", "2016/17")

    lower, middle, upper = quantiles(found.values(), n=4, method="inclusive")
    assert len(found) == 149
    assert (round(lower, -2), round(middle, -2), round(upper, -2)) == (71_200, 77_600, 86_200)


def test_revenue_per_wte_of_2018_19_over_the_year(figures):
    """M3: about £79.7k over 142 trusts; Manchester (R0A, begun in 2017) is in no register of that time, and here."""
    found = figures("revenue_per_wte", "2018/19")
    as_then = {name: value for name, value in found.items() if name != "R0A"}

    assert len(as_then) == 142
    assert median(as_then.values()) == pytest.approx(79_738, abs=1)
    assert len(found) == 143


def test_revenue_per_wte_of_one_month_of_2018_19(figures):
    """M3: March 2019, 144 trusts, median £80.6k, quartiles £73.4k and £93.3k."""
    found = figures("revenue_per_wte_one_month", "2018/19")
    as_then = {name: value for name, value in found.items() if name != "R0A"}

    assert len(as_then) == 144
    assert median(as_then.values()) == pytest.approx(80_621, abs=1)


def test_revenue_per_wte_is_labelled_where_it_rests_on_one_month(held):
    [cell] = reporting.measure(
        held, named("revenue_per_wte_one_month"), reporting.Asked(year="2018/19", organisation="RGT")
    )
    assert cell.period == "2018/19, staff of one month"


def test_operating_cost_per_episode(figures):
    """£2,772 in 2012/13 to £3,251 in 2018/19, medians of acute trusts."""
    assert round(median(figures("operating_cost_per_episode", "2012/13").values())) == 2_772
    assert round(median(figures("operating_cost_per_episode", "2018/19").values())) == 3_251


def test_net_position_of_all_providers(held):
    cells = reporting.measure(held, named("operating_margin"), reporting.Asked(year="2015/16"))
    position = sum(cell.numerator for cell in cells if cell.numerator is not None)

    assert position == pytest.approx(-2.44e9, abs=0.01e9)


def test_productivity_growth_is_the_published_one_to_1e_12(held, figures):
    """129 acute trusts of 2024/25, by the ratio; the difference of the two growths is not it."""
    published = {
        row["organisation"]: row
        for row in held.tables.small("productivity_growth")
        if row["year"] == "2024/25"
    }
    found = figures("productivity_growth", "2024/25")

    assert len(found) == len(published) == 129
    assert max(abs(found[name] - row["published_growth"]) for name, row in published.items()) < 1e-12
    by_difference = [
        abs(row["activity_growth"] - row["resource_growth"] - row["published_growth"])
        for row in published.values()
    ]
    assert max(by_difference) > 0.01


YEARS = ("2020/21", "2021/22", "2022/23", "2023/24", "2024/25")


@pytest.fixture(scope="module")
def plain_index(published):
    """The common currency index worked out in plain words, one row after the other."""
    with (published / "ncc_currency_extract" / EXTRACT).open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    kept = [
        (
            row["Org code"],
            row["Financial year"],
            row["Currency code"],
            float(row["Activity"]),
            float(row["Unit cost"]),
        )
        for row in rows
        if row["Currency code"] != "UZ01Z" and not row["Currency code"].startswith("IAPT")
    ]
    cost, volume = defaultdict(float), defaultdict(float)
    for _, year, currency, activity, unit_cost in kept:
        cost[year, currency] += activity * unit_cost
        volume[year, currency] += activity
    actual, expected = defaultdict(float), defaultdict(float)
    for organisation, year, currency, activity, unit_cost in kept:
        if volume[year, currency]:
            actual[year, organisation] += activity * unit_cost
            expected[year, organisation] += activity * cost[year, currency] / volume[year, currency]
    return {key: 100 * actual[key] / expected[key] for key in actual if expected[key]}


EXTRACT = "ncc_top_currencies_by_organisation_2020-21_to_2024-25.csv"


@pytest.mark.parametrize("year", YEARS)
def test_the_common_currency_index_is_what_plain_words_make_it(figures, plain_index, year):
    found = figures("common_currency_index", year, "all")
    plain = {organisation: value for (when, organisation), value in plain_index.items() if when == year}

    assert found.keys() == plain.keys()
    assert max(abs(found[name] - plain[name]) for name in plain) < 1e-6


def test_coverage_of_the_common_basket_is_printed_beside_it(held):
    """M1: a median 49% of an acute trust's cost in 2024/25, 40% in 2020/21."""
    for year, share in (("2024/25", 0.49), ("2020/21", 0.40)):
        cells = reporting.measure(
            held, named("common_currency_index"), reporting.Asked(year=year, type="acute")
        )
        assert median(cell.coverage for cell in cells if cell.coverage) == pytest.approx(share, abs=0.01)


def test_real_cost_per_wau_is_shown_only_above_90_percent_coverage(held):
    """M1: all ten ambulance trusts, and 63 of the 67 that are neither acute nor ambulance in the acute league."""
    cells = reporting.measure(held, named("cost_per_wau"), reporting.Asked(year="2024/25"))
    shown = [cell for cell in cells if cell.value is not None]

    assert sum(cell.type == "ambulance" for cell in shown) == 10
    growth = {row["organisation"] for row in held.tables.small("productivity_growth")}
    others = [cell for cell in cells if cell.organisation not in growth and cell.type != "ambulance"]
    assert len(others) == 67
    assert sum(cell.value is not None for cell in others) == 63
    assert all(cell.coverage >= 0.9 for cell in shown)
    assert all("is covered, at least 90% is needed" in cell.reason for cell in cells if cell.value is None)


def test_the_nation_is_at_100_and_the_calibration_at_3500(held):
    cells = reporting.measure(held, named("cost_per_wau"), reporting.Asked(year="2024/25"))
    acute = [cell for cell in cells if cell.type == "acute non-specialist"]
    index = reporting.measure(held, named("cost_index"), reporting.Asked(year="2024/25"))

    assert sum(c.numerator for c in acute) / sum(c.denominator for c in acute) == pytest.approx(
        3_500, rel=1e-9
    )
    nation = 100 * sum(c.numerator for c in index) / sum(c.denominator for c in index)
    assert nation == pytest.approx(100, rel=1e-9)


def test_estates_measures_fall_into_none_of_the_traps(held, figures):
    """M14: 4% or 56% exceed £320 a square metre, by variant; 5.2% of the floor is unoccupied."""
    without = figures("estates_cost_per_m2", "2016/17", "all")
    with_finance = figures("estates_cost_per_m2_with_finance", "2016/17", "all")
    cells = reporting.measure(held, named("unoccupied_space"), reporting.Asked(year="2016/17"))
    shown = [cell for cell in cells if cell.value is not None]

    assert sum(value > 320 for value in without.values()) / len(without) == pytest.approx(0.04, abs=0.005)
    assert sum(value > 320 for value in with_finance.values()) / len(with_finance) == pytest.approx(
        0.56, abs=0.01
    )
    assert sum(c.numerator for c in shown) / sum(c.denominator for c in shown) == pytest.approx(
        0.052, abs=0.0005
    )


def test_hard_and_soft_fm_do_not_fall_by_28_percent_in_2016_17(figures):
    """2016/17 splits hard FM and takes energy and water out; they are added back."""
    before, after = (figures("estates_cost_per_m2", year, "all") for year in ("2015/16", "2016/17"))
    both = before.keys() & after.keys()

    assert median(after[name] / before[name] for name in both) == pytest.approx(1.0, abs=0.05)


def test_estates_savings_delivered(held):
    """M7: 215 trusts planned savings in 2016/17; achieved and planned are 0.99 of each other over all trusts."""
    cells = reporting.measure(held, named("estates_savings_delivered"), reporting.Asked(year="2016/17"))
    told = [cell for cell in cells if cell.numerator is not None and cell.denominator is not None]
    values = sorted(cell.value for cell in cells if cell.value is not None)

    assert len(values) == 215
    assert sum(c.numerator for c in told) / sum(c.denominator for c in told) == pytest.approx(0.99, abs=0.005)
    # The quartiles that M7 gives: 0.62 and 1.24.
    lower, _, upper = quantiles(values, n=4, method="inclusive")
    assert (round(lower, 2), round(upper, 2)) == (0.62, 1.24)


def test_sickness_is_what_was_published(held):
    for year, rate in (("2016/17", 0.0416), ("2024/25", 0.0515)):
        cells = reporting.measure(held, named("sickness_absence"), reporting.Asked(year=year))
        shown = [cell for cell in cells if cell.value is not None]
        assert sum(c.numerator for c in shown) / sum(c.denominator for c in shown) == pytest.approx(
            rate, abs=0.001
        )


def test_what_2016_17_cannot_support_is_empty_with_its_reason(held):
    """M2: no organisation-level cost collection, pay, length of stay or corporate cost is held for 2016/17."""
    cells = reporting.framework(held, reporting.Asked(year="2016/17", type="acute"))
    by_measure = defaultdict(list)
    for cell in cells:
        by_measure[cell.measure.name].append(cell)

    for name in (
        "cost_per_wau",
        "atc",
        "pay_cost_per_wau",
        "agency_share_of_pay",
        "length_of_stay",
        "pharmacy_stock_days",
    ):
        assert all(cell.value is None and "nothing held" in cell.reason for cell in by_measure[name]), name
    for name in (
        "revenue_per_wte",
        "operating_margin",
        "sickness_absence",
        "estates_cost_per_m2",
        "mortality",
    ):
        assert sum(cell.value is not None for cell in by_measure[name]) > 130, name


def test_every_figure_of_every_measure_is_scale_times_ratio_less_offset(held):
    for one in catalogue().values():
        for cell in reporting.measure(held, one, reporting.Asked()):
            if cell.value is not None:
                ratio = cell.numerator / cell.denominator
                assert cell.value == pytest.approx(one.scale * (ratio - one.offset), rel=1e-12, abs=1e-15)
                assert cell.provenance.origins


def test_the_same_files_again_change_nothing(loaded, published):
    _, held = loaded
    before = [release.id for release in held.store.releases()]
    folder = published / "hospital_management_panel"
    again = loading.load(
        [folder], store=held.store, engine=held.engine, now=datetime(2026, 11, 26, tzinfo=UTC)
    )

    assert not [report.file for report in again if report.state == loading.LOADED]
    assert [release.id for release in held.store.releases()] == before


def test_the_suppression_report_says_what_cannot_be_compared(held):
    rows = suppression.report(held, "2024/25")

    assert len(rows) == 206
    assert all(0 <= row["not_comparable_share"] <= 1 for row in rows)
    # 1% of the quantum moves cost per WAU by about £35.
    assert median(row["one_percent_error"] for row in rows) == pytest.approx(35, abs=2)


def test_noise_of_the_common_currency_index_is_about_5_percent_a_year(held):
    """M10: the year-on-year noise of unit cost is about 5%."""
    result = comparing.result_of(finished(held), named("common_currency_index"))
    found = noise(placed(result, held.register.type_of))

    assert found["acute non-specialist"] == pytest.approx(0.05, abs=0.01)


def test_shrunken_indices_foretell_next_year_better_than_raw_ones(held):
    """Ratio of root mean square errors over the five years of the extract, organisations of every type."""
    result = comparing.result_of(finished(held), named("common_currency_index"))
    figures = placed(result, held.register.type_of)
    errors = noise(figures)
    groups = defaultdict(list)
    for one in figures:
        groups[one.year, one.type].append(one)
    next_year = {(one.organisation, one.year): one.distance for one in figures}
    raw, shrunk = [], []
    for (year, kind), members in groups.items():
        after = f"{int(year[:4]) + 1}/{int(year[5:]) + 1:02d}"
        for one, (mean, _) in (
            zip(members, pool(members, errors[kind]), strict=True) if kind in errors else []
        ):
            if (truth := next_year.get((one.organisation, after))) is not None:
                raw.append((one.distance - truth) ** 2)
                shrunk.append((mean - truth) ** 2)

    ratio = math.sqrt(sum(shrunk) / sum(raw))
    assert len(raw) > 600
    assert ratio < 0.99, f"the error ratio is {ratio:.3f}"


def test_real_opportunities_have_a_range_and_none_is_shown_to_whoever_is_better(held):
    question = comparing.Question(year="2024/25", type="ambulance")
    found = [
        one
        for one in comparing.opportunities(held, question)
        if one.comparison.measure.name == "cost_per_wau"
    ]

    assert len(found) == 10
    for one in found:
        assert (one.expected is None) or one.low <= one.expected <= one.high
        if one.comparison.value <= one.comparison.comparator:
            assert one.expected is None
    shown = [one for one in found if one.expected is not None]
    # In local prices the gap of London alone is over £100m; most of the half that goes is the price of its place.
    assert {one.comparison.organisation for one in shown} == {"RRU", "RYC", "RYD", "RYF"}
    london = next(one for one in shown if one.comparison.organisation == "RRU")
    assert 30e6 < london.expected < 70e6
    assert any(flag.startswith("local prices") for flag in london.comparison.flags)


def test_level_growth_and_score_stand_side_by_side(held):
    views = [row["view"] for row in reconciling.reconcile(held, "RCX")]

    assert views[:2] == ["Common currency index", "Productivity growth"]
    assert [row["value"] for row in reconciling.reconcile(held, "RCX")][2:] == [3.48, 3.48]
