"""The real index is not at hand; what others worked out from the same collection must not pass as it."""

import pytest

from openefficiency.sources.opening import open_document
from openefficiency.sources.published.ncci import Ncci

pytestmark = pytest.mark.published

FOLDERS = ("ncc_org_level_sample", "ncc_currency_extract", "reference_costs_national", "national_tariff_hrg")


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_real_file_about_costs_is_taken_for_the_index(engine, published, folder):
    files = [path for path in sorted((published / folder).rglob("*")) if path.is_file()]
    documents = [document for path in files if (document := open_document(path, engine=engine))]

    assert documents
    assert [document.name for document in documents if Ncci().recognise(document)] == []
