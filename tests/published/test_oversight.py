"""NHS Oversight Framework, Q3 2025/26: the finance and productivity score of 129 acute trusts."""

import pytest

from openefficiency.compare.oversight import finance_and_productivity

pytestmark = pytest.mark.published


def test_the_published_domain_score_follows_for_128_of_129_acute_trusts(became, published):
    rows = became(published / "trust_profiles_2026" / "trust_profiles.csv").tables["oversight"].to_dicts()
    values = {
        metric: {row["organisation"]: row["value"] for row in rows if row["metric"] == metric}
        for metric in ("OF0079", "OF0081", "OF0085", "OF4003")
    }
    found = finance_and_productivity(values["OF0079"], values["OF0081"], values["OF0085"])

    near = [abs(score - values["OF4003"][name]) <= 0.03 for name, score in found.items()]
    assert (len(near), sum(near)) == (129, 128)
