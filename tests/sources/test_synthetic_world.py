"""The invented world: who is in it, what lies behind it, and what is wrong with whom."""

from datetime import date

import numpy as np
import pytest

from openefficiency.sources.synthetic import names
from openefficiency.sources.synthetic.currencies import BLOCKS, keys_of
from openefficiency.sources.synthetic.economy import BodyYear, by_cost_type, excess_in, months_of, trade
from openefficiency.sources.synthetic.founding import make
from openefficiency.sources.synthetic.staff import staff_of
from openefficiency.sources.synthetic.world import COST_TYPES, SHARES
from openefficiency.sources.synthetic.writers.activity import over_months
from openefficiency.tables.who import TYPES


@pytest.mark.parametrize("organisations", [12, 13, 20, 40, 100])
def test_there_are_as_many_organisations_as_asked_for_and_some_of_each_type(organisations):
    world = make(seed=1, organisations=organisations, years=3)

    open_today = [each for each in world.organisations if each.closed is None]
    assert len(open_today) == organisations
    assert {each.type for each in open_today} == set(TYPES)


def test_fewer_than_twelve_are_no_world():
    with pytest.raises(AssertionError, match="12"):
        make(seed=1, organisations=11, years=3)


def test_codes_begin_with_z_and_neither_codes_nor_names_are_given_twice():
    world = make(seed=1, organisations=1000, years=3)

    codes = [each.code for each in world.organisations]
    assert all(len(code) == 3 and code[0] == "Z" for code in codes)
    assert len(set(codes)) == len({each.name for each in world.organisations}) == len(codes)
    assert {each.system.code[:2] for each in world.organisations} == {"QZ"}


def test_places_begin_again_with_a_direction_when_they_are_used_up():
    assert names.place(0) == "Ashby"
    assert names.place(len(names.PLACES)) == "North Ashby"


def test_two_became_one_on_the_first_day_of_a_financial_year():
    world = make(seed=1, organisations=12, years=10)

    merged = [change for change in world.successions if change.change == "merger"]
    assert len(merged) == 2
    assert {change.new for change in merged} == {merged[0].new}
    assert {change.on for change in merged} == {date(2020, 4, 1)}
    assert {world.organisation(change.old).closed for change in merged} == {date(2020, 3, 31)}
    assert world.organisation(merged[0].new).opened == date(2020, 4, 1)


def test_a_provider_changed_its_code_in_october_and_stayed_the_same():
    world = make(seed=1, organisations=12, years=10)

    [change] = [change for change in world.successions if change.change == "new code"]
    body = world.organisation(change.old).body
    assert change.on == date(2022, 10, 1)
    assert world.code_of(body, date(2022, 9, 30)) == change.old
    assert world.code_of(body, date(2022, 10, 1)) == change.new


def test_every_provider_has_one_code_on_every_day_that_it_works():
    world = make(seed=3, organisations=25, years=4)

    for number, year in enumerate(world.years):
        codes = [
            world.code_of(body.number, month) for body in world.working(number) for month in months_of(year)
        ]
        assert len(codes) == 12 * len(world.working(number))


@pytest.mark.parametrize("years", [1, 2, 10])
def test_the_last_year_is_2024_25_however_many_there_are(years):
    world = make(seed=1, organisations=12, years=years)

    assert (len(world.years), world.years[-1]) == (years, "2024/25")


def test_shares_of_the_cost_types_add_up_to_all():
    assert {kind: round(sum(shares), 9) for kind, shares in SHARES.items()} == dict.fromkeys(SHARES, 1.0)


def test_a_long_stay_also_shows_in_the_cost_of_nursing():
    found = by_cost_type({"nursing": 0.10, "length_of_stay": 0.20})

    assert found["nursing"] == 0.10 + 0.20 * 0.5
    assert found["estates"] == 0.20 * 0.1
    assert found["medical"] == 0


def test_an_excess_moves_along_its_trend():
    world = make(seed=1, organisations=40, years=5)
    body = next(body for body in world.bodies if body.trend == "improving" and body.planted)
    [(area, share), *_] = body.planted.items()

    assert excess_in(body, 0, 5)[area] == pytest.approx(share * 1.4)
    assert excess_in(body, 2, 5)[area] == pytest.approx(share * 1.0)
    assert excess_in(body, 4, 5)[area] == pytest.approx(share * 0.6)


def test_no_pair_of_service_and_currency_comes_twice_in_a_department():
    for block in [block for blocks in BLOCKS.values() for block in blocks]:
        for wanted in (3, 50, 5_000):
            keys = keys_of(block, wanted)
            assert len(set(keys)) == len(keys) == min(wanted, len(block.services) * len(block.codes))


def test_the_cost_of_a_year_is_the_sum_of_its_cells():
    economy = trade(make(seed=1, organisations=12, years=2), currencies=60, noise=1)

    for each in economy.years:
        cells = economy.cells.filter(body=each.body.number, year=each.year)
        assert (cells["actual"] * cells["scaled_mff"]).sum() == pytest.approx(each.quantum)
        assert (cells["clean"] * cells["scaled_mff"]).sum() == pytest.approx(sum(each.clean.values()))


def test_without_noise_everything_costs_what_it_truly_costs():
    economy = trade(make(seed=1, organisations=12, years=2), currencies=60, noise=0)

    assert np.allclose(economy.cells["actual"], economy.cells["clean"])
    assert all(each.spend == pytest.approx(each.clean) for each in economy.years)


def test_pay_is_divided_into_contracts_without_loss():
    economy = trade(make(seed=1, organisations=12, years=1), currencies=60, noise=1)
    each: BodyYear = economy.years[0]

    staff = staff_of(each)
    assert staff["medical"].cost == pytest.approx(each.spend["medical"])
    assert staff["corporate"].cost == pytest.approx(each.spend["corporate"] * 0.6)
    assert set(staff) < set(COST_TYPES)


def test_a_doctor_costs_the_same_everywhere_but_for_the_market_forces_factor():
    economy = trade(make(seed=1, organisations=12, years=1), currencies=60, noise=1)

    # £98,000 in 2015/16, nine years of 3% later; an agency takes 40% more.
    rate = 98_000 * 1.03**9
    for each in economy.years:
        doctors, local = staff_of(each)["medical"], rate * each.scaled_mff
        assert doctors.substantive_wte * local == pytest.approx(doctors.substantive)
        assert doctors.temporary_wte * local == pytest.approx(doctors.bank + doctors.agency / 1.4)


@pytest.mark.parametrize("count", [0, 5, 1_000, 123_457])
def test_what_is_spread_over_the_months_adds_up_to_the_year(count):
    months = over_months(count, months_of("2023/24"))

    assert (sum(months), len(months), min(months) >= 0) == (count, 12, True)
