"""A small store of invented files, and the command line in front of it."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from openefficiency.cli import main
from openefficiency.store import Store
from openefficiency.tasks import loading

# Ashby and Berrow became Northam in April 2017.
KINDS = """
ORG_CODE,ORG_NAME,ORG_TYPE,HEE_REGION_CODE,SPECIALIST
RAA,Ashby Hospitals,Acute,YDF30,FALSE
RBB,Berrow Hospitals,Acute,YDF30,FALSE
RNN,Northam Hospitals,Acute,YDF30,FALSE
RMH,Calder Mental Health,Mental Health,YDF30,FALSE
RYY,Dene Ambulance,Ambulance,YDF30,FALSE
"""
SUCCESSIONS = """
old_code,new_code,date
RAA,RNN,2017-04-01
RBB,RNN,2017-04-01
"""
FINANCE = """
ORG_CODE,YEAR,FINANCIAL_POSITION,OP_INCOME,OP_COST
RAA,2014,-1000,90000,-91000
RYY,2014,500,20000,-19500
RAA,2015,-2000,100000,-102000
RBB,2015,1000,300000,-299000
RMH,2015,100,50000,-49900
RMH,2014,see note,48000,-48000
"""
# A year of quarters: the days available are 1,000 people all through the year.
SICKNESS = """
date,trust_code,sick_ftes,total_ftes,sickness_rate
2014 Q2,RAA,4550,91000,0.05
2014 Q3,RAA,4600,92000,0.05
2014 Q4,RAA,4600,92000,0.05
2015 Q1,RAA,4500,90000,0.05
2015 Q2,RAA,3640,91000,0.04
2015 Q3,RAA,3680,92000,0.04
2015 Q4,RAA,3680,92000,0.04
2016 Q1,RAA,3640,91000,0.04
2015 Q2,RBB,5460,182000,0.03
2015 Q3,RBB,5520,184000,0.03
2015 Q4,RBB,5520,184000,0.03
2016 Q1,RBB,5460,182000,0.03
2015 Q2,RMH,4550,91000,0.05
"""
COSTS = """
Org code,Financial year,Currency code,Activity,Unit cost
RAA,2023/24,AA22C,100,120
RAA,2023/24,AA22D,50,-10
RBB,2023/24,AA22C,300,80
"""
FILES = {
    "kinds.csv": KINDS,
    "successions.csv": SUCCESSIONS,
    "finance.csv": FINANCE,
    "sickness.csv": SICKNESS,
    "costs.csv": COSTS,
}
LOADED_AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
# What stands in --json, and may be relied upon.
CONTRACT = {
    "organisation",
    "name",
    "measure",
    "numerator",
    "denominator",
    "value",
    "unit",
    "period",
    "reason",
    "quality",
    "provenance",
}


@pytest.fixture(scope="session")
def given(tmp_path_factory) -> Path:
    """The folder of the invented files."""
    folder = tmp_path_factory.mktemp("given")
    for name, text in FILES.items():
        (folder / name).write_text(text.strip() + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def whole_home(given, engine, tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("cli") / "home"
    loading.load([given], store=Store(home), engine=engine, now=LOADED_AT)
    return home


@pytest.fixture
def run(monkeypatch):
    """run('status', '--json'): what a command printed and how it ended."""
    monkeypatch.setenv("OPENEFFICIENCY_THREADS", "2")

    def invoke(*words: str | Path):
        return CliRunner().invoke(main, [str(word) for word in words], prog_name="openefficiency")

    return invoke


@pytest.fixture
def home(whole_home, monkeypatch) -> Path:
    """The store of the invented files; only to be read."""
    monkeypatch.setenv("OPENEFFICIENCY_HOME", str(whole_home))
    return whole_home


@pytest.fixture
def own_home(whole_home, tmp_path, monkeypatch) -> Path:
    """A copy of that store, to be changed."""
    home = shutil.copytree(whole_home, tmp_path / "home")
    monkeypatch.setenv("OPENEFFICIENCY_HOME", str(home))
    return home


@pytest.fixture
def empty_home(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("OPENEFFICIENCY_HOME", str(tmp_path / "empty"))
    return tmp_path / "empty"


@pytest.fixture
def answer(run):
    """answer('framework', ...): the rows that the command prints as JSON."""

    def read(*words: str) -> list[dict]:
        result = run(*words, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    return read


@pytest.fixture
def contract() -> set[str]:
    return CONTRACT
