"""The files of an invented world: known, read, consistent with each other, and with their true answers."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from openefficiency.sources import handover, known
from openefficiency.sources.opening import open_document
from openefficiency.sources.synthetic.generate import generate
from openefficiency.sources.synthetic.truth import CURRENCY, NAME
from openefficiency.sources.synthetic.world import CAUSES, COST_TYPES, World
from openefficiency.sources.synthetic.writers.beds import TYPICAL_DAYS
from openefficiency.sources.synthetic.writers.local import TEST_COST
from openefficiency.tables import year as years_of

TODAY = date(2026, 11, 25)
ORGANISATIONS, YEARS = 14, 2
LAST = "2024/25"

# How many files of each source two years are, and each of them in the layout of its publication.
FILES = {
    "ods_trusts": 1, "provider_types": 1, "ods_successions": 1, "memberships_system_mapping": 1, "market_forces": 1,
    "cost_collection": 2 * YEARS, "trust_accounts": YEARS, "sickness": 12 * YEARS, "turnover": 12 * YEARS,
    "eric_csv": 2 * YEARS, "ae": 12 * YEARS, "mar_hes": YEARS, "kh03": 1, "los_panel": 2, "criteria_to_reside": 1,
    "productivity_workbook": YEARS - 1, "local_template": 9,
}  # fmt: skip


@dataclass(frozen=True)
class Loaded:
    """What the files of a folder became, as the sources read them."""

    world: World
    truth: dict[str, Any]
    sources: Counter
    tables: dict[str, pl.DataFrame]
    quarantine: list[tuple[str, int, str, str]]
    notes: list[str]
    left_out: Counter

    def answers(self, year: str = LAST) -> dict[str, dict[str, Any]]:
        return {
            each["organisation"]: each for each in self.truth["organisation_years"] if each["year"] == year
        }

    def sums(self, table: str, column: str, **where: Any) -> dict[str, float]:
        """By organisation, the sum of a column."""
        rows = self.tables[table].filter(**where)
        return dict(rows.group_by("organisation").agg(pl.col(column).sum()).rows())


def load(folder: Path, world: World, engine, scratch: Path) -> Loaded:
    sources, tables, quarantine, notes, left_out = Counter(), {}, [], [], Counter()
    for number, path in enumerate(sorted(folder.iterdir())):
        if path.name == NAME:
            continue
        document = open_document(path, engine=engine)
        source = known.recognise(document)
        assert source, f"no source knows {path.name}"
        sources[source.name] += 1
        reading = source.read(document)
        into = scratch / str(number)
        into.mkdir()
        notes += handover.hand_over(source, reading, folder=into, engine=engine, today=TODAY).notes
        for found in reading.left_out:
            left_out[found.reason] += found.rows
        for table in reading.tables:
            tables.setdefault(table, []).append(pl.read_parquet(into / f"{table}.parquet"))
        for put_aside in into.glob("*.quarantine.parquet"):
            quarantine += [
                (path.name, *row)
                for row in pl.read_parquet(put_aside).select("row", "table", "reason").rows()
            ]
    truth = json.loads((folder / NAME).read_text(encoding="utf-8"))
    return Loaded(
        world,
        truth,
        sources,
        {name: pl.concat(parts) for name, parts in tables.items()},
        quarantine,
        notes,
        left_out,
    )


@pytest.fixture(scope="module")
def loaded(engine, tmp_path_factory) -> Loaded:
    folder = tmp_path_factory.mktemp("invented")
    world = generate(folder, seed=5, organisations=ORGANISATIONS, years=YEARS, currencies=100)
    return load(folder, world, engine, tmp_path_factory.mktemp("scratch"))


@pytest.fixture(scope="module")
def quiet(engine, tmp_path_factory) -> Loaded:
    """A world without noise, of which only the cost collection is read."""
    folder = tmp_path_factory.mktemp("quiet")
    world = generate(folder, seed=5, organisations=30, years=1, noise=0)
    for path in folder.iterdir():
        if not path.name.startswith(("NCC", NAME)):
            path.unlink()
    return load(folder, world, engine, tmp_path_factory.mktemp("scratch"))


def comparable(loaded: Loaded) -> pl.DataFrame:
    """Rows of the index: nothing that the method excludes, nothing hidden."""
    excluded = pl.DataFrame(loaded.truth["excluded"]).select(CURRENCY).unique()
    return (
        loaded.tables["costs"]
        .filter(pl.col("basis") == "mff adjusted", pl.col("supplier") == "own")
        .join(excluded, on=["department", "service", "currency"], how="anti")
        .drop_nulls(["actual_cost", "expected_cost"])
    )


def indices(loaded: Loaded, year: str = LAST) -> dict[str, float]:
    rows = comparable(loaded).filter(pl.col("year") == year)
    return dict(
        rows.group_by("organisation").agg(pl.col("actual_cost").sum() / pl.col("expected_cost").sum()).rows()
    )


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_the_same_seed_writes_the_same_bytes_and_another_does_not(tmp_path):
    for name, seed in (("one", 7), ("two", 7), ("other", 8)):
        generate(tmp_path / name, seed=seed, organisations=12, years=2, currencies=30)

    one, two, other = (digests(tmp_path / name) for name in ("one", "two", "other"))
    assert one == two
    assert all(one[name] != other[name] for name in one if name.startswith(("NCC", "ERIC", "sickness", NAME)))


def test_every_file_is_known_by_exactly_one_source(loaded):
    assert dict(loaded.sources) == FILES


def test_nothing_is_put_aside_but_the_planted_faults_and_all_of_them_are(loaded):
    planted = [
        (fault["file"], fault["row"], table, reason)
        for fault in loaded.truth["faults"]
        for table, reason in fault["found"]
    ]

    assert len(planted) == 9
    assert sorted(loaded.quarantine) == sorted(planted)


def test_what_the_files_print_as_totals_is_met_but_where_a_fault_took_a_figure(loaded):
    [fault] = [fault for fault in loaded.truth["faults"] if fault["file"].startswith("HES MAR")]
    [note] = [note for note in loaded.notes if "does not add up" in note]

    assert fault["column"] == "All specialties: Daycase Elective"
    assert "activity.count (point_of_delivery day case, specialties all)" in note


def test_all_tables_of_a_full_analysis_are_there(loaded):
    assert {
        "accounts", "absence", "activity", "beds", "costs", "discharge_delays", "emergency_attendances", "estates",
        "length_of_stay", "market_forces", "memberships", "organisations", "productivity_growth", "successions",
        "turnover", "workforce", "corporate_functions", "staff_costs", "savings", "procurement", "product_prices",
        "pharmacy_stock", "pharmacy_time", "diagnostic_costs", "rostering",
    } <= set(loaded.tables)  # fmt: skip


def test_the_index_before_noise_is_found_again_in_a_world_without_noise(quiet):
    found = indices(quiet)

    for code, each in quiet.answers().items():
        assert found[code] == pytest.approx(each["cost_index"], abs=0.001)


def test_a_planted_excess_is_the_distance_to_the_nation(quiet):
    acute = {each.code for each in quiet.world.organisations if each.type == "acute non-specialist"}
    answers = {code: each for code, each in quiet.answers().items() if code in acute}
    efficient = {
        code: sum(each["efficient_cost"].values()) / each["scaled_mff"] for code, each in answers.items()
    }
    national = sum(each["planted_ratio"] * efficient[code] for code, each in answers.items()) / sum(
        efficient.values()
    )

    # Not to the last digit: who does more of a currency weighs more in its average.
    found = indices(quiet)
    assert {code: found[code] for code in answers} == pytest.approx(
        {code: each["planted_ratio"] / national for code, each in answers.items()}, abs=0.02
    )
    dear, cheap = (
        max(answers, key=lambda code: answers[code]["planted_ratio"]),
        min(answers, key=lambda code: answers[code]["planted_ratio"]),
    )
    assert found[dear] > 1 > found[cheap]


def test_the_nation_as_a_whole_costs_what_it_should(quiet):
    rows = comparable(quiet)

    assert rows["actual_cost"].sum() / rows["expected_cost"].sum() == pytest.approx(1, abs=0.0005)


def test_counting_what_is_excluded_would_move_the_index(loaded):
    rows = (
        loaded.tables["costs"]
        .filter(basis="mff adjusted", year=LAST)
        .drop_nulls(["actual_cost", "expected_cost"])
    )
    with_all = rows["actual_cost"].sum() / rows["expected_cost"].sum()

    assert with_all > 1.001


def test_with_noise_the_sums_of_the_files_are_those_of_the_truth(loaded):
    for year in loaded.world.years:
        found = indices(loaded, year)
        expected = {code: each["cost_index_in_files"] for code, each in loaded.answers(year).items()}
        assert found == pytest.approx(expected, rel=1e-9)


def test_k_of_the_files_is_that_of_the_truth(loaded):
    acute = [each.code for each in loaded.world.organisations if each.type == "acute non-specialist"]
    rows = comparable(loaded).filter(pl.col("year") == LAST, pl.col("organisation").is_in(acute))

    assert 3500 * rows["expected_cost"].sum() / rows["actual_cost"].sum() == pytest.approx(
        loaded.truth["K"][LAST]["in_files"]
    )


@pytest.mark.parametrize(
    ("service", "currency", "supplier", "department"),
    [
        ("100", "UZ01Z", "own", "EL"),
        ("340", "PD13A", "own", "CF"),
        ("110", "HN99Z", "out", "DC"),
        ("IAPTMHCC", "MHCC01", "own", "MHCC"),
        ("LSMHCC", "MHIP01", "own", "MHIP"),
    ],
)
def test_each_kind_of_excluded_row_is_there(loaded, service, currency, supplier, department):
    rows = loaded.tables["costs"].filter(
        service=service, currency=currency, supplier=supplier, department=department
    )

    assert rows.height > 0


def test_a_hidden_activity_hides_its_costs_and_stays_missing(loaded):
    costs = loaded.tables["costs"]
    hidden = costs.filter(pl.col("activity").is_null())

    assert hidden.height > 0
    assert hidden.select(pl.col("actual_cost", "expected_cost", "unit_cost").is_null().all()).row(0) == (
        True,
        True,
        True,
    )
    assert costs["activity"].min() > 7


def test_accounts_and_cost_collection_fit_but_where_the_fault_is_planted(loaded):
    [fault] = [fault for fault in loaded.truth["faults"] if fault["meaning"]]
    for year in loaded.world.years:
        cost = loaded.sums("accounts", "amount", line="operating_cost", year=year)
        other = loaded.sums("accounts", "amount", line="other_operating_income", year=year)
        quantum = loaded.sums("costs", "actual_cost", basis="unadjusted", year=year)
        off = {code: (cost[code] - other[code]) / quantum[code] - 1 for code in quantum}
        for code, share in off.items():
            if (code, year) == (fault["organisation"], LAST):
                assert share == pytest.approx(0.05, abs=0.01)
            else:
                assert abs(share) < 0.01


def test_the_expenses_of_the_accounts_are_the_cost_types(loaded):
    answers = loaded.answers()
    for line, kinds in {
        "drugs": {"drugs": 1},
        "clinical_supplies": {"clinical_supplies": 1},
        "depreciation": {"estates": 0.3},
    }.items():
        found = loaded.sums("accounts", "amount", line=line, year=LAST)
        expected = {
            code: sum(each["cost"][kind] * part for kind, part in kinds.items())
            for code, each in answers.items()
        }
        assert found == pytest.approx(expected, abs=1000)


def test_pay_of_the_staff_groups_is_pay_of_the_accounts_less_education_and_research(loaded):
    groups = loaded.sums("staff_costs", "cost", year=LAST)
    accounts = loaded.sums("accounts", "amount", line="pay", year=LAST)

    for code, each in loaded.answers().items():
        outside = each["income_outside_the_collection"]
        assert groups[code] == pytest.approx(
            accounts[code] - (outside["education"] + outside["research"]) / 2, abs=3000
        )


def test_staff_in_post_over_the_year_are_those_that_pay_buys(loaded):
    [change] = [change for change in loaded.world.successions if change.change == "new code"]
    rows = loaded.tables["absence"].filter(pl.col("year") == loaded.world.years[0])
    days = dict(rows.group_by("organisation").agg(pl.col("fte_days_available").sum()).rows())
    days[change.new] += days.pop(change.old)
    length = (years_of.last_day(loaded.world.years[0]) - years_of.first_day(loaded.world.years[0])).days + 1

    for code, each in loaded.answers(loaded.world.years[0]).items():
        assert days[code] / length == pytest.approx(sum(each["substantive_wte"].values()), rel=1e-6)


def test_a_provider_reports_its_months_under_the_code_of_the_day_and_its_year_under_the_last(loaded):
    [change] = [change for change in loaded.world.successions if change.change == "new code"]
    absence = loaded.tables["absence"]

    assert absence.filter(organisation=change.old)["start"].max() == date(2023, 9, 1)
    assert absence.filter(organisation=change.new)["start"].min() == date(2023, 10, 1)
    assert change.old not in loaded.tables["costs"]["organisation"]


def test_the_merged_spend_before_as_two_and_after_as_one(loaded):
    [first, second] = [change for change in loaded.world.successions if change.change == "merger"]
    costs = loaded.tables["costs"]

    years = {
        code: set(costs.filter(organisation=code)["year"]) for code in (first.old, second.old, first.new)
    }
    assert years == {first.old: {"2023/24"}, second.old: {"2023/24"}, first.new: {"2024/25"}}


def test_attendances_of_the_months_are_those_of_the_collection(loaded):
    seen = loaded.sums("emergency_attendances", "attendances", year=LAST)
    costed = loaded.sums("costs", "activity", department="EM", basis="mff adjusted", year=LAST)

    # A handful may be hidden in the collection.
    assert seen == pytest.approx(costed, abs=50)


def test_day_cases_of_the_months_are_those_of_the_collection(loaded):
    done = loaded.sums("activity", "count", point_of_delivery="day case", specialties="all", year=LAST)
    costed = loaded.sums(
        "costs", "activity", department="DC", supplier="own", basis="mff adjusted", year=LAST
    )
    [fault] = [fault for fault in loaded.truth["faults"] if fault["file"].startswith("HES MAR")]
    del done[fault["organisation"]]

    assert done == pytest.approx({code: costed[code] for code in done}, abs=50)


def test_estates_cost_what_the_accounts_say(loaded):
    costs = {
        item: loaded.sums("estates", "amount", item=item, year=LAST)
        for item in ("hard_fm_cost", "soft_fm_cost", "finance_cost")
    }
    [fault] = [fault for fault in loaded.truth["faults"] if fault["file"].startswith("ERIC")]

    for code, each in loaded.answers().items():
        if code != fault["organisation"]:
            assert sum(found[code] for found in costs.values()) == pytest.approx(
                each["cost"]["estates"], rel=1e-5
            )


def test_corporate_functions_cost_what_the_truth_says(loaded):
    found = loaded.sums("corporate_functions", "cost", year=LAST)

    assert found == pytest.approx(
        {code: each["cost"]["corporate"] for code, each in loaded.answers().items()}, abs=1
    )


def test_savings_are_those_of_the_truth(loaded):
    rows = (
        loaded.tables["savings"]
        .filter(year=LAST)
        .select("organisation", "planned", "achieved", "recurrent")
        .rows()
    )

    saved = {code: tuple(each["savings"].values()) for code, each in loaded.answers().items()}
    assert {code: tuple(figures) for code, *figures in rows} == saved
    assert all(0 < recurrent <= achieved for _, achieved, recurrent in saved.values())


def test_gaps_of_the_cost_types_add_up_to_the_whole_gap(loaded):
    for year in loaded.world.years:
        nation = dict.fromkeys(COST_TYPES, 0.0)
        for each in loaded.answers(year).values():
            gap = each["gap_to_average_without_mff"]
            nation = {kind: nation[kind] + gap[kind] for kind in COST_TYPES}
            # Actual is 1 + index of what is expected: the gap is what lies between them.
            clean = sum(each["cost_before_noise"].values()) / each["scaled_mff"] - excluded_clean(
                loaded, each
            )
            assert sum(gap.values()) == pytest.approx(clean * (1 - 1 / each["cost_index"]), abs=clean * 1e-6)
        assert list(nation.values()) == pytest.approx([0.0] * len(COST_TYPES), abs=1)


def excluded_clean(loaded: Loaded, each: dict[str, Any]) -> float:
    rows = [
        row
        for row in loaded.truth["excluded"]
        if (row["organisation"], row["year"]) == (each["organisation"], each["year"])
    ]
    return sum(row["clean"] for row in rows)


def test_a_cause_is_told_with_the_cost_types_in_which_it_shows(loaded):
    told = [each for each in loaded.answers().values() if "length_of_stay" in each["planted"]]

    assert told
    for each in told:
        longer = each["planted"]["length_of_stay"]
        assert each["causes"]["length_of_stay"] == pytest.approx(
            {
                "nursing": each["efficient_cost"]["nursing"] * 0.5 * longer,
                "estates": each["efficient_cost"]["estates"] * 0.1 * longer,
            }
        )


def test_what_is_planted_shows_where_it_should(loaded):
    answers = loaded.answers()
    rows = loaded.tables["diagnostic_costs"].filter(service="pathology", year=LAST)
    for code, cost, tests in rows.select("organisation", "cost", "tests").rows():
        assert cost / tests / TEST_COST == pytest.approx(
            1 + answers[code]["planted"].get("pathology", 0), rel=1e-4
        )
    prices = loaded.tables["product_prices"]
    index = dict(prices.group_by("organisation").agg(pl.col("price").sum()).rows())
    least = min(index.values())
    for code, total in index.items():
        assert total / least == pytest.approx(
            1 + answers[code]["planted"].get("procurement_prices", 0), rel=1e-3
        )


def test_adjusted_length_of_stay_tells_the_planted_days(loaded):
    year = loaded.world.years[0]
    rows = loaded.tables["length_of_stay"].filter(pl.col("variant") == "adjusted", pl.col("year") == year)
    answers = loaded.answers(year)

    assert rows.height
    for code, days in rows.select("organisation", "days").rows():
        assert days / TYPICAL_DAYS == pytest.approx(
            1 + answers[code]["planted"].get("length_of_stay", 0), rel=1e-5
        )


def test_a_cupboard_that_is_too_full_is_told_as_cash_and_not_as_cost(loaded):
    rows = loaded.tables["pharmacy_stock"].filter(year=LAST)
    for code, stock, issues in rows.select("organisation", "stock_value", "issues").rows():
        assert stock - issues * 18 / 365 == pytest.approx(loaded.answers()[code]["excess_stock"], abs=1)
    assert "stock" not in "".join(CAUSES)


def test_the_days_before_a_trust_began_to_report_are_left_out(loaded):
    assert loaded.left_out["a zero before the organisation began to report"] == 75


def test_the_listed_factor_and_that_of_the_collection_differ_only_in_scale(loaded):
    factors = dict(loaded.tables["market_forces"].filter(year=LAST).select("organisation", "factor").rows())
    scaled = {code: each["scaled_mff"] for code, each in loaded.answers().items()}

    ratios = [scaled[code] / factors[code] for code in factors]
    assert max(ratios) == pytest.approx(min(ratios), rel=1e-5)
    assert min(factors.values()) == 1


def test_growth_in_the_workbook_follows_from_its_parts(loaded):
    rows = loaded.tables["productivity_growth"]

    assert rows.height > 0
    for activity, resource, published in rows.select(
        "activity_growth", "resource_growth", "published_growth"
    ).rows():
        assert (1 + activity) / (1 + resource) - 1 == pytest.approx(published, abs=1e-9)
        assert -0.2 < published < 0.2


def test_types_and_systems_are_those_of_the_world(loaded):
    types = loaded.tables["organisations"].drop_nulls("type").select("organisation", "type").rows()
    systems = loaded.tables["memberships"].filter(kind="icb").select("organisation", "group").rows()

    assert dict(types) == {
        each.code: each.type for each in loaded.world.organisations if each.code in dict(types)
    }
    assert dict(systems) == {each.code: each.system.code for each in loaded.world.organisations}
    assert len(loaded.tables["successions"]) == 3


def test_the_truth_says_that_it_is_invented(loaded):
    assert loaded.truth["invented"].startswith("Invented hospitals")
