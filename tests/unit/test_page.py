"""The page of the framework, from cells made by hand."""

import csv
import io
import re
from dataclasses import replace
from datetime import date
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest

from openefficiency.measures.catalogue import catalogue, named
from openefficiency.measures.framework import Cell, spreads
from openefficiency.measures.measure import Measure, Where
from openefficiency.measures.quality import Quality
from openefficiency.present.page import as_page, framework_page
from openefficiency.present.page_charts import chart, ends
from openefficiency.present.page_definitions import condition_list
from openefficiency.present.page_framework import csv_line, framework_table
from openefficiency.present.page_measures import explained
from openefficiency.present.page_organisations import sections
from openefficiency.present.page_origins import numbered, origin_words, ranges
from openefficiency.present.page_peers import place_of
from openefficiency.present.page_words import PLACES, proper_name, reason_of_anyone, short_reason, the_sum
from openefficiency.provenance import Origin, Provenance

YEAR = "2024/25"


def measure(name="staff_cost", **given) -> Measure:
    return Measure.model_validate(
        {
            "name": name,
            "title": "Staff cost",
            "question": "What does staff cost?",
            "why_it_matters": "It is most of the cost.",
            "read_with_care": "Agency staff are inside.",
            "group": "headline",
            "unit": "£ per WTE",
            "better_when": "lower",
            "parts": {
                "pay": {"table": "accounts", "sum": "amount", "where": {"line": "pay"}},
                "staff": {"table": "absence", "sum": "fte_days_available", "spread_over": "days"},
            },
            "numerator": "pay",
            "denominator": "staff",
            "author": "A. Analyst",
            "checked_by": "C. Clinician",
            "review_by": date(2027, 4, 1),
            "sources": [{"title": "The Book", "url": "https://example.org/book", "grade": "C"}],
        }
        | given
    )


ORIGIN = Origin(release="trust_accounts-1", table="accounts", sheet="Pay", first_row=2, last_row=4, rows=3)


def cell(code="RAA", value: float | None = 50_000.0, **given) -> Cell:
    what = given.pop("measure", None) or measure()
    known = value is not None
    told = {
        "organisation": code,
        "name": f"HOSPITAL {code}",
        "type": "acute non-specialist",
        "measure": what,
        "period": YEAR,
        "numerator": 2 * value if known else None,
        "denominator": 2.0 if known else None,
        "value": value,
        "reason": None if known else f"accounts: nothing held of {code} for {YEAR}",
        "coverage": None,
        "basis": "as published",
        "flags": (),
        "quality": Quality(
            "fair",
            {"accounts": "good", "staff records": "fair"},
            {"accounts": "Audited.", "staff records": "Coded locally."},
        ),
        "provenance": Provenance(
            origins=(ORIGIN,) if known else (), measure=what.name, measure_version=1, package="0.1.0"
        ),
    }
    return Cell(**(told | given))


CODES = [f"RA{letter}" for letter in "ABCDEFGH"]


def eight(**given) -> list[Cell]:
    """Eight hospitals at 100, 200, ... 800: the quartiles are 275 and 625, the middle one 450."""
    return [cell(code, 100.0 * number, **given) for number, code in enumerate(CODES, start=1)]


def places(cells: list[Cell]) -> list[str | None]:
    among = spreads(cells)
    return [place.word if place else None for place in (place_of(one, among) for one in cells)]


def table(cells: list[Cell]):
    return framework_table(cells, spreads(cells), year=YEAR)


def saved(cells: list[Cell]) -> list[dict[str, str]]:
    """The csv inside the link, read back."""
    text = unquote(table(cells).csv_address.removeprefix("data:text/csv;charset=utf-8,"))
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def visible(page: str) -> str:
    without = re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", without)).split())


# Places


def test_a_figure_is_low_or_high_when_three_quarters_of_its_like_are_on_one_side():
    assert places(eight()) == ["Low", "Low", "Middle", "Middle", "Middle", "Middle", "High", "High"]


def test_fewer_than_eight_are_not_compared():
    assert places(eight()[:7]) == [None] * 7


def test_only_the_same_type_is_compared():
    others = eight(type="mental health")
    mixed = eight()[:4] + others[4:]

    assert places(mixed) == [None] * 8


def test_only_prices_on_the_same_basis_are_compared():
    assert places([*eight()[:7], cell("RAH", 800.0, basis="local prices")]) == [None] * 8


def test_those_of_no_known_type_are_not_compared_with_each_other():
    unknown = eight(type=None)

    assert places(unknown) == [None] * 8
    assert "Its type is not known, so it is not compared." in visible(framework_page(unknown))


@pytest.mark.parametrize(
    ("better", "low", "high"),
    [
        ("lower", "usually better", "worth a look"),
        ("higher", "worth a look", "usually better"),
        ("neither", "", ""),
    ],
)
def test_a_hint_follows_the_direction_and_is_left_out_where_there_is_none(better, low, high):
    assert (PLACES[(better, "low")].hint, PLACES[(better, "high")].hint) == (low, high)
    assert PLACES[(better, "middle")].hint == ""


# The table


def test_organisations_stand_in_the_order_of_their_names_whatever_their_figures():
    cells = [cell("RAC", 1.0, name="Berrow"), cell("RAA", 2.0, name="ashby"), cell("RAB", 3.0, name="Calder")]

    assert [row.name for row in table(cells).rows] == ["ashby", "Berrow", "Calder"]


def test_a_cell_without_a_figure_is_never_a_zero():
    page = framework_page([cell("RAA", None), cell("RAB", 7.0)])

    [row] = re.findall(r'<tr data-type="[^"]*" data-csv="[^"]*RAA.*?</tr>', page, flags=re.DOTALL)
    assert "Nothing held" in row
    assert f"accounts: nothing held of RAA for {YEAR}" in row
    assert "£" not in row.partition(">")[2]


def test_a_true_zero_is_shown_as_a_figure():
    [row] = table([cell("RAA", 0.0)]).rows

    assert row.cells[0].figure == "£0.00"
    assert row.cells[0].value == "0.0"


def test_a_measure_that_is_not_made_for_a_type_is_no_missing_figure():
    other = measure("other_cost", title="Other cost")
    cells = [cell("RAA", 1.0), cell("RAA", 2.0, measure=other), cell("RAB", 3.0)]

    by_code = {row.code: row.cells for row in table(cells).rows}
    assert by_code["RAB"][0] is None or by_code["RAB"][1] is None
    assert [one["Other cost (£ per WTE) - why not"] for one in saved(cells)] == [
        "",
        "not measured for this type",
    ]


def test_a_headline_that_nobody_has_is_named_with_its_reason_and_has_no_column():
    missing = measure("wanted", title="Wanted")
    cells = [cell("RAA", 1.0), cell("RAA", None, measure=missing)]

    found = table(cells)
    assert [column.title for column in found.columns] == ["Staff cost"]
    assert [(one.title, one.reason) for one in found.absent] == [
        ("Wanted", f"accounts: nothing held of it for {YEAR}")
    ]


def test_measures_of_other_groups_fill_the_columns_and_the_caption_says_so():
    other = measure("beds", title="Beds", group="flow")

    assert table([cell()]).caption == f"Headline measures in {YEAR}"
    assert table([cell(), cell(measure=other)]).caption == f"Headline and further measures in {YEAR}"


def test_measures_that_are_one_estimate_are_said_to_be_one():
    upside_down = measure("upside_down", title="Staff per pay", estimate="staff_cost", better_when="higher")
    apart = measure("apart", title="Something else")

    assert table([cell(), cell(measure=upside_down), cell(measure=apart)]).same == (
        "Staff cost and Staff per pay are one estimate, written in several ways: count it once.",
    )


# The file to save


def test_the_saved_table_has_exact_figures_and_says_who_is_invented():
    rows = saved([cell("Z01", 1234.56789), cell("RAA", None)])

    assert [(row["code"], row["invented"], row["Staff cost (£ per WTE)"]) for row in rows] == [
        ("RAA", "no", ""),
        ("Z01", "yes", "1234.56789"),
    ]
    assert rows[0]["Staff cost (£ per WTE) - why not"] == f"accounts: nothing held of RAA for {YEAR}"
    assert rows[1]["year"] == YEAR


def test_a_name_cannot_become_a_formula_and_a_negative_figure_stays_a_number():
    assert csv_line(["=1+1", "-0.5", "-name", "@x", "ordinary, with comma"]) == (
        "'=1+1,-0.5,'-name,'@x,\"ordinary, with comma\""
    )


# Sections of organisations


def test_the_sum_can_be_done_again_by_hand():
    growth = measure(numerator="1 + pay", denominator="1 + staff", offset=1.0, scale=100.0)

    assert the_sum(cell("RAA", 300.0)) == "600 ÷ 2"
    assert (
        the_sum(cell("RAA", 2.0, measure=growth, numerator=1.03, denominator=1.01))
        == "(1.03 ÷ 1.01 − 1) × 100"
    )
    assert the_sum(cell("RAA", None)) == ""


def test_a_section_says_figure_place_notes_collections_and_rows():
    cells = [
        replace(one, coverage=0.95, flags=("3 cells hidden by the publisher",), basis="local prices")
        for one in eight()
    ]

    [first, *_] = sections(cells, spreads(cells), year=YEAR)
    [line] = first.groups[0].lines
    assert line.figure == "£100"
    assert line.reading == (
        "£100, lower than three quarters of 8 acute non-specialist organisations; lower is usually better "
        "(the middle one is at £450)."
    )
    assert line.notes == ("200 ÷ 2", "Basis: local prices", "Covers 95.0%", "3 cells hidden by the publisher")
    assert [(one.name, one.grade, one.why) for one in first.collections] == [
        ("accounts", "good", "Audited."),
        ("staff records", "fair", "Coded locally."),
    ]
    assert (line.rests_on, first.origins) == ("1", ("trust_accounts-1 (accounts), sheet ‘Pay’, rows 2 to 4",))


@pytest.mark.parametrize(
    ("coverage", "words"), [(0.9, "90.0%"), (0.57, "57.0%"), (0.99999, "99.9%"), (1.0, "100.0%")]
)
def test_what_is_covered_is_rounded_down(coverage, words):
    [section] = sections([cell(coverage=coverage)], {}, year=YEAR)

    assert f"Covers {words}" in section.groups[0].lines[0].notes


def test_a_part_of_a_year_is_said_to_be_one():
    [section] = sections([cell(period=f"{YEAR}, the months held")], {}, year=YEAR)

    assert section.groups[0].lines[0].notes[0] == f"Period: {YEAR}, the months held"


def test_a_figure_that_a_third_party_compiled_says_so():
    third = Quality("poor", {"accounts": "good"}, {"accounts": "Audited."})
    [section] = sections([cell(quality=third)], {}, year=YEAR)

    assert section.groups[0].lines[0].third_party


def test_rows_are_named_once_and_by_short_ranges():
    first, second = ORIGIN, replace(ORIGIN, sheet="", first_row=9, last_row=9, rows=1)
    provenance = Provenance(origins=(second, first), measure="staff_cost", measure_version=1, package="0.1.0")

    assert list(numbered([cell(provenance=provenance), cell()])) == [second, first]
    assert ranges([1, 2, 3, 5, 7, 8]) == "1–3, 5, 7–8"
    assert origin_words(second) == "trust_accounts-1 (accounts), row 9"
    assert (
        origin_words(replace(ORIGIN, last_row=40))
        == "trust_accounts-1 (accounts), sheet ‘Pay’, rows 2 to 40 (3 rows of these)"
    )


# Measures


def test_a_measure_is_explained_as_the_division_it_is():
    told = explained(measure(scale=100.0, offset=1.0))

    assert told.sum == "Divide (pay) by (staff), take away 1, multiply by 100."
    assert told.parts == (
        "pay: the sum of ‘amount’ in the table ‘accounts’, where line is pay",
        "staff: the sum of ‘fte_days_available’ in the table ‘absence’, divided by the sum of ‘days’",
    )
    assert (told.author, told.checked_by, told.review_by) == ("A. Analyst", "C. Clinician", "1 April 2027")
    assert told.sources[0].grade == "confirmed: read in the source itself"


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"line": "pay"}, "line is pay"),
        ({"line": ["pay", "agency"]}, "line is one of pay, agency"),
        ({"line": {"not": ["pay", "agency"]}}, "line is not pay or agency"),
        ({"line": {"starts_with": "p"}}, "line begins with p"),
        ({"amount": {"at_least": 5, "at_most": 9}}, "amount is at least 5 and amount is at most 9"),
        ({"amount": {"missing": False}, "line": "pay"}, "amount is not missing and line is pay"),
    ],
)
def test_which_rows_count_is_said_in_words(condition, words):
    assert condition_list(Where.model_validate(condition)) == words


def test_a_standard_is_explained_with_what_is_left_out_and_what_coverage_is_needed():
    told = explained(named("cost_per_wau"))

    assert told.sum == "Divide (actual) by (expected ÷ k)."
    assert "left out on both sides: where department is CF; or currency is UZ01Z" in told.parts[0]
    assert any(part.startswith("k: the constant of the year") for part in told.parts)
    assert any(
        part.startswith("coverage: actual as a share of total; below 90% no figure is shown")
        for part in told.parts
    )


def test_every_measure_of_the_catalogue_can_be_explained():
    for one in catalogue().values():
        told = explained(one)
        assert told.sum.startswith(("Divide", "Take")), one.name
        assert not re.search(r"[{}\[\]]|None", " ".join(told.parts)), (one.name, told.parts)


def test_an_address_that_is_none_of_the_web_is_no_link():
    source = {"title": "Odd", "url": "javascript:alert(1)", "grade": "I"}

    assert explained(measure(sources=[source])).sources[0].url == ""


def test_what_is_held_counts_both_and_gives_the_commonest_reason():
    cells = [
        cell("RAA", 1.0),
        cell("RAB", None),
        cell("RAC", None),
        cell("RAD", None, reason="the publisher shows no figure"),
    ]

    [held] = as_page(cells).held
    assert (held.held, held.without, held.reason) == (1, 3, f"accounts: nothing held of it for {YEAR}")


# Charts


def test_a_strip_tells_in_words_what_it_draws():
    cells = eight()
    [strip] = chart(cells[0].measure, cells, spreads(cells)).strips

    assert strip.words == (
        "8 organisations, from £100 to £800; the middle half lies between £275 and £625, the middle one is at £450"
    )
    assert [dot.code for dot in strip.dots] == CODES
    assert strip.box.left == pytest.approx(12 + (275 - 100) / (800 - 100) * 456, abs=0.1)


def test_every_figure_of_a_chart_lies_inside_its_ends():
    assert ends(3289.0, 3810.0) == (3200, 3900)
    assert ends(-0.069, 0.047) == pytest.approx((-0.07, 0.05))
    least, most = ends(0.0, 0.0)
    assert least < 0 < most


def test_a_group_too_small_to_compare_has_dots_and_no_box():
    cells = eight()[:3]
    [strip] = chart(cells[0].measure, cells, spreads(cells)).strips

    assert (len(strip.dots), strip.box) == (3, None)
    assert strip.words.endswith("not compared: fewer than 8")


# Words


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("GUY'S AND ST THOMAS' NHS FOUNDATION TRUST", "Guy's and St Thomas' NHS Foundation Trust"),
        ("THE ROYAL WOLVERHAMPTON NHS TRUST", "The Royal Wolverhampton NHS Trust"),
        ("BATH-ON-SEA (UK) CIC", "Bath-On-Sea (UK) CIC"),
        ("Ashby ICB", "Ashby ICB"),
        ("RAA", "RAA"),
    ],
)
def test_names_in_capitals_are_written_as_people_write_them(given, written):
    assert proper_name(given) == written


def test_a_reason_is_short_on_the_table_and_without_the_code_when_it_is_counted():
    assert short_reason("accounts: nothing held for 2024/25") == "Nothing held by anyone"
    assert short_reason("something quite new") == "Not known"
    assert reason_of_anyone(cell("RAA", None)) == f"accounts: nothing held of it for {YEAR}"


# The whole page


def test_invented_hospitals_are_called_so_only_when_all_are():
    banner = "Invented hospitals: these organisations and figures are made up"

    assert banner in visible(framework_page([cell("Z01"), cell("Z0Q")]))
    assert banner not in visible(framework_page([cell("Z01"), cell("RAA")]))
    assert banner not in visible(framework_page([cell("RAA")]))
    assert "Hospital Z01 (invented)" in visible(framework_page([cell("Z01"), cell("RAA")]))


def test_the_page_of_nothing_says_so():
    assert "No organisation has figures in this year." in visible(framework_page([]))


def test_figures_of_two_years_are_never_one_page():
    with pytest.raises(AssertionError, match="a page is of one year"):
        framework_page([cell(), cell(period="2023/24")])


def test_a_name_with_signs_of_html_stays_a_name():
    page = framework_page([cell(name='<script>alert(1)</script> & "Sons"')])

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_page_asks_nobody_for_anything():
    page = framework_page(eight())

    fetched = re.findall(r'<(?:link|script|img|iframe|source)\b[^>]*(?:href|src)="([^"]*)"', page)
    assert fetched == ["data:,"]
    assert "url(" not in page and "@import" not in page
    assert "default-src 'none'" in unescape(page) and "unsafe-inline" not in page
    assert " style=" not in page and " onclick=" not in page


class Outline(HTMLParser):
    def __init__(self):
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.targets: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "id" in given:
            self.ids.append(given["id"])
        if given.get("href", "").startswith("#"):
            self.targets.append(given["href"][1:])


def test_headings_go_down_one_level_at_a_time_and_every_link_on_the_page_has_its_target():
    outline = Outline()
    outline.feed(framework_page(eight()))

    assert outline.headings.count(1) == 1 and outline.headings[0] == 1
    assert all(
        after - before <= 1 for before, after in zip(outline.headings, outline.headings[1:], strict=False)
    )
    assert len(outline.ids) == len(set(outline.ids))
    assert set(outline.targets) <= set(outline.ids)


def test_two_hundred_organisations_with_fifty_measures_stay_a_page_of_sane_size():
    measures = [measure(f"measure_{number}", title=f"Measure number {number}") for number in range(50)]
    cells = [
        cell(
            f"R{number:03d}",
            float(number),
            measure=one,
            name=f"HOSPITALS OF PLACE {number} NHS FOUNDATION TRUST",
        )
        for number in range(200)
        for one in measures
    ]

    assert len(framework_page(cells).encode()) < 6_000_000
