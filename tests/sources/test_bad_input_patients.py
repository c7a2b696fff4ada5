"""Patients are refused at the door, by labels and by NHS numbers, and no value is repeated."""

import pytest

from openefficiency.errors import RefusedFile
from openefficiency.sources.opening import open_document
from openefficiency.sources.patient_data import is_nhs_number, refuse_patient_data

# Invented, and right by their check digit: no living person can have a number that begins with 999.
NUMBERS = ("9990000018", "9990000026", "9990000034", "9990000042", "9990000050", "9990000069")


@pytest.fixture
def refused(text_file, engine):
    """refused(text): the words in which a csv file is refused; None if it is not."""

    def words(text: str, *, may_hold_postcodes: bool = False) -> str | None:
        document = open_document(text_file(text), engine=engine)
        try:
            refuse_patient_data(document, may_hold_postcodes=may_hold_postcodes)
        except RefusedFile as error:
            return str(error)
        return None

    return words


PERSONAL = [
    "NHS Number", "nhs_no", "NHSNumber", "New NHS Number", "nhs_number_status_indicator", "Pseudo NHS Number",
    "Date of Birth", "DOB", "D.O.B.", "patient_dob", "Person Birth Date",
    "Patient Name", "Forename", "Surname", "patient full name", "Person Family Name",
    "Hospital Number", "Local Patient Identifier", "Patient ID", "MRN", "Encrypted_HESID", "Case Note Number",
    "Hospital Provider Spell Number", "Patient Postcode", "Postcode of usual address", "Home address",
]  # fmt: skip


@pytest.mark.parametrize("label", PERSONAL)
def test_a_label_that_names_a_person_is_refused_even_where_postcodes_may_stand(label, refused):
    assert label in refused(f"{label},Activity\nx,1", may_hold_postcodes=True)


# Each of these stands in a real publication, or could.
PUBLISHED = [
    "provider_name", "Organisation Name", "Trust Name", "Number of patients", "Patients", "Births", "Name", "Site Code",
    "Inpatient food services", "NHS Trust", "Year of birth of the trust", "Hospital", "hospital_id", "NHS England Region",
    "Patient/visitor concession scheme provided (Yes/No/None)", "All 1st Outpatient Attendances (G&A)", "Episodes",
]  # fmt: skip


@pytest.mark.parametrize("label", PUBLISHED)
def test_a_label_of_a_publication_is_let_through(label, refused):
    assert refused(f"{label},Activity\nx,1") is None


@pytest.mark.parametrize("label", ["Post Code", "postcode", "POSTCODE", "Site Postcode", "pcds"])
def test_a_postcode_is_let_through_only_for_places(label, refused):
    assert refused(f"Site,{label}\nAshby,ZZ99 3CZ", may_hold_postcodes=True) is None
    assert "which is a postcode" in refused(f"Site,{label}\nAshby,ZZ99 3CZ")


def test_a_label_is_found_below_titles(refused):
    assert refused("Report of Ashby\nmade today\n\nWard,NHS Number\nA,1")


@pytest.mark.parametrize("written", ["{}", "{0:.3}-{0[3]}{0[4]}{0[5]}-{0[6]}{0[7]}{0[8]}{0[9]}", "{}.0"])
def test_nhs_numbers_are_known_by_their_check_digit_whatever_the_label(written, refused):
    rows = "\n".join(f"Ashby,{written.format(number)}" for number in NUMBERS)

    assert "numbers in column 2 that are NHS numbers" in refused(f"Ward,Reference\n{rows}")


def test_five_among_other_words_are_enough(refused):
    rows = "\n".join([*NUMBERS[:5], *["none"] * 20])

    assert refused(f"Reference\n{rows}")


def test_numbers_without_a_label_are_found(refused):
    assert refused("\n".join(f"Ashby,{number}" for number in NUMBERS))


def test_costs_of_ten_digits_are_no_nhs_numbers(refused):
    # One in eleven has the right check digit by chance: here 6 of 38.
    costs = [1_000_000_007 + 104_469 * number for number in range(38)]
    assert sum(is_nhs_number(str(cost)) for cost in costs) == 6

    assert refused("Cost\n" + "\n".join(map(str, costs))) is None


def test_the_message_tells_the_column_and_never_a_value(refused):
    words = refused("Ward,Reference\n" + "\n".join(f"Ashby,{number}" for number in NUMBERS))

    assert not any(number in words for number in NUMBERS)
    what, given, possible = words.splitlines()
    assert what == "'any-name.csv' looks like data about single patients, and is not loaded."
    assert given.startswith("  given:    ")
    assert possible.startswith("  possible: counts and sums by organisation")


def test_a_sheet_behind_the_first_is_looked_at(workbook, engine):
    path = workbook({"Totals": [["Activity"], [5]], "Detail": [["NHS Number"], [NUMBERS[0]]]})

    with pytest.raises(RefusedFile, match=r"\(sheet 'Detail'\)"):
        refuse_patient_data(open_document(path, engine=engine), may_hold_postcodes=True)


@pytest.mark.parametrize(
    ("digits", "valid"), [("9434765919", True), ("9434765918", False), ("0000000000", False)]
)
def test_the_check_digit_is_the_official_one(digits, valid):
    # 9x10 + 4x9 + 3x8 + 4x7 + 7x6 + 6x5 + 5x4 + 9x3 + 1x2 = 299; 299 mod 11 = 2; 11 - 2 = 9.
    assert is_nhs_number(digits) is valid
