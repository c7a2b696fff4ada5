"""What is odd only beside another release, and codes that nobody knows."""

from datetime import UTC, date, datetime

import pytest

from openefficiency.store import Store
from openefficiency.tasks import flagging, loading
from openefficiency.tasks.measuring import Held

HEAD = "ORG_CODE,YEAR,FINANCIAL_POSITION,OP_INCOME,OP_COST"
REGISTER = "ORG_CODE,ORG_NAME,ORG_TYPE,HEE_REGION_CODE,SPECIALIST"


@pytest.fixture
def held(engine, tmp_path, text_file):
    """held(*files): a store into which these texts were loaded."""

    def load(*texts: str) -> Held:
        store = Store(tmp_path / "home")
        files = [text_file(text, name=f"file-{number}.csv") for number, text in enumerate(texts)]
        reports = loading.load(files, store=store, engine=engine, now=datetime(2026, 11, 25, tzinfo=UTC))
        assert [report.state for report in reports] == [loading.LOADED] * len(texts), reports
        return Held(store, engine, None, date(2026, 11, 25))

    return load


def test_a_jump_between_two_releases_is_flagged_with_the_file_of_the_later_year(held):
    store = held(f"{HEAD}\nRAA,2015,0,100000,-100000", f"{HEAD}\nRAA,2016,0,1000,-1000")

    [flag] = flagging.flagged(store).to_dicts()
    assert flag["rule"] == "income a quarter more or less than the year before"
    assert (flag["organisation"], flag["period"], flag["seen"]) == ("RAA", "2016/17", "£100.0m then £1.0m")
    assert (flag["file"], flag["row"]) == ("file-1.csv", 2)


def test_a_small_change_between_two_releases_is_no_flag(held):
    store = held(f"{HEAD}\nRAA,2015,0,100000,-100000", f"{HEAD}\nRAA,2016,0,104000,-1000")

    assert flagging.flagged(store).is_empty()


def test_a_code_that_no_register_knows_is_flagged_once_for_each_table(held):
    store = held(
        f"{REGISTER}\nRAA,Ashby NHS Trust,Acute,YDF21,FALSE",
        f"{HEAD}\nRAA,2015,0,100000,-100000\nRZZ,2015,0,100000,-100000\nRZZ,2016,0,100000,-100000",
    )

    flags = flagging.flagged(store).to_dicts()
    assert [(flag["rule"], flag["organisation"], flag["table"], flag["row"]) for flag in flags] == [
        (flagging.ORPHAN, "RZZ", "accounts", 3)
    ]


def test_without_a_register_no_code_is_called_unknown(held):
    assert flagging.flagged(held(f"{HEAD}\nRZZ,2015,0,100000,-100000")).is_empty()
