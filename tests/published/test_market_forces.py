"""NHS Payment Scheme 2026/27, provider list: 205 providers, cheapest 1.000000, dearest 1.179944."""

import pytest

pytestmark = pytest.mark.published


def test_all_205_providers_are_read(became, published):
    found = became(published / "mff_and_deflators" / "nhse_provider_mff_2627.csv")

    factors = found.tables["market_forces"]["factor"]
    assert (len(factors), factors.min(), factors.max()) == (205, 1.0, 1.179944)
    assert not found.reasons
