"""The page of the framework, as people meet it in a browser."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from openefficiency.cli.serving import serve_folder
from openefficiency.measures.framework import Cell
from openefficiency.measures.measure import Measure
from openefficiency.measures.quality import Quality
from openefficiency.present.page import framework_page
from openefficiency.provenance import Origin, Provenance

pytestmark = pytest.mark.browser

YEAR = "2024/25"
PLACES = (
    "Ashby",
    "Berrow",
    "Calder",
    "Dunmere",
    "Elmswick",
    "Fernley",
    "Garrowby",
    "Hollin",
    "Inglewick",
    "Jessop",
)


def measure(name: str, title: str, better: str, group: str = "headline") -> Measure:
    return Measure.model_validate(
        {
            "name": name,
            "title": title,
            "question": f"What is {title.lower()}?",
            "why_it_matters": "It matters.",
            "read_with_care": "With care.",
            "group": group,
            "unit": "£ per WTE",
            "better_when": better,
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
    )


MEASURES = (
    measure("staff_cost", "Staff cost", "lower"),
    measure("drug_cost", "Drug cost", "neither"),
    measure("beds", "Bed cost", "higher", "flow"),
)


def cell(what: Measure, code: str, name: str, kind: str, value: float | None) -> Cell:
    origin = Origin(release="accounts-1", table="accounts", sheet="Pay", first_row=2, last_row=4, rows=3)
    return Cell(
        organisation=code,
        name=name.upper(),
        type=kind,
        measure=what,
        period=YEAR,
        numerator=None if value is None else value * 2,
        denominator=None if value is None else 2.0,
        value=value,
        reason=f"accounts: nothing held of {code} for {YEAR}" if value is None else None,
        coverage=None,
        basis="as published",
        flags=(),
        quality=Quality(
            "fair",
            {"accounts": "good", "staff records": "fair"},
            {"accounts": "Audited.", "staff records": "Coded locally."},
        ),
        provenance=Provenance(
            origins=() if value is None else (origin,), measure=what.name, measure_version=1, package="0.1.0"
        ),
    )


def hospitals(first: str = "Z") -> list[Cell]:
    """Ten acute hospitals at £1,010, £1,020, ... of which the last has no figure, and one mental health trust."""
    cells = [
        cell(
            what,
            f"{first}0{number}",
            f"{place} Hospitals NHS Trust",
            "acute non-specialist",
            1000.0 + 10 * (number + 1),
        )
        for number, place in enumerate(PLACES[:9])
        for what in MEASURES
    ]
    cells += [
        cell(what, f"{first}09", f"{PLACES[9]} Hospitals NHS Trust", "acute non-specialist", None)
        for what in MEASURES
    ]
    return cells + [
        cell(what, f"{first}10", "Kelmore Mental Health NHS Trust", "mental health", 900.0)
        for what in MEASURES
    ]


class SystemTest:
    """A visitor with a window; what is asked of the network and said on the console is remembered."""

    @pytest.fixture(autouse=True)
    def _visitor(self, browser, tmp_path):
        self.browser, self.folder = browser, tmp_path
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.contexts = []
        with serve_folder(tmp_path, 0) as self.address:
            yield
        for context in self.contexts:
            context.close()

    def given_the_page_of_invented_hospitals(self):
        self.write(framework_page(hospitals()))

    def given_the_page_of_hospitals_that_are_not_invented(self):
        self.write(framework_page(hospitals("R")))

    def write(self, page: str):
        (self.folder / "index.html").write_text(page, encoding="utf-8")

    def when_i_open_it(self, *, address: str | None = None, width: int = 1366, **window):
        context = self.browser.new_context(
            viewport={"width": width, "height": 900}, reduced_motion="reduce", **window
        )
        self.contexts.append(context)
        self.page = context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(address or self.address)

    def shown_organisations(self) -> list[str]:
        return self.page.locator("#framework-table tbody tr:visible th").all_inner_texts()

    def then_the_figures_are_there(self):
        row = self.page.locator("#framework-table tbody tr", has_text="Ashby").inner_text()
        assert "£1,010" in row
        assert re.search(r"Low, usually better", row)
        assert "Data fair" in row


class TestOpeningThePage(SystemTest):
    def test_it_asks_nobody_for_anything_and_nothing_is_wrong(self):
        self.given_the_page_of_invented_hospitals()
        self.when_i_open_it()
        self.then_the_figures_are_there()
        assert [url for url in self.asked if not url.startswith("data:")] == [self.address]
        assert self.complaints == []

    def test_it_works_as_a_file(self):
        self.given_the_page_of_invented_hospitals()
        self.when_i_open_it(address=(self.folder / "index.html").as_uri())
        self.then_the_figures_are_there()
        assert all(url.startswith(("file:", "data:")) for url in self.asked)
        assert self.complaints == []

    def test_it_can_be_read_without_javascript(self):
        self.given_the_page_of_invented_hospitals()
        self.when_i_open_it(java_script_enabled=False)
        self.then_the_figures_are_there()
        assert len(self.shown_organisations()) == 11
        assert not self.page.locator("#controls").is_visible()
        self.page.locator("#org-Z03 summary").click()
        assert "accounts-1 (accounts), sheet ‘Pay’, rows 2 to 4" in self.page.locator("#org-Z03").inner_text()

    def test_invented_hospitals_are_called_so(self):
        self.given_the_page_of_invented_hospitals()
        self.when_i_open_it()
        banner = self.page.get_by_text("Invented hospitals: these organisations and figures are made up")
        assert banner.is_visible()
        assert banner.bounding_box()["y"] < 200

    def test_others_are_not(self):
        self.given_the_page_of_hospitals_that_are_not_invented()
        self.when_i_open_it()
        assert self.page.get_by_text("Invented hospitals").count() == 0

    def test_an_organisation_without_a_figure_has_a_reason_and_no_number(self):
        self.given_the_page_of_invented_hospitals()
        self.when_i_open_it()
        row = self.page.locator("#framework-table tbody tr", has_text="Jessop")
        assert "Nothing held" in row.inner_text()
        assert "£" not in row.inner_text()


class TestLookingForOrganisations(SystemTest):
    def test_an_analyst_filters_by_type_and_name(self):
        self.given_the_page_of_invented_hospitals()
        self.when_i_open_it()
        self.page.get_by_label("Type of organisation").select_option("mental health")
        assert self.shown_organisations() == ["Kelmore Mental Health NHS Trust"]
        assert self.page.locator("#count").inner_text() == "1 of 11 organisations"
        self.page.get_by_label("Type of organisation").select_option("")
        self.page.get_by_label("Name or code contains").fill("z03")
        assert self.shown_organisations() == ["Dunmere Hospitals NHS Trust"]

    def test_an_analyst_sorts_and_whoever_has_no_figure_stays_last(self):
        self.given_the_page_of_invented_hospitals()
        self.when_i_open_it()
        assert self.shown_organisations() == sorted(self.shown_organisations())
        heading = self.page.get_by_role("button", name="Staff cost")
        heading.click()
        up = self.shown_organisations()
        heading.click()
        down = self.shown_organisations()
        assert (up[0], up[-1]) == ("Kelmore Mental Health NHS Trust", "Jessop Hospitals NHS Trust")
        assert (down[0], down[-1]) == ("Inglewick Hospitals NHS Trust", "Jessop Hospitals NHS Trust")
        assert self.page.locator("th[aria-sort=descending]").count() == 1

    def test_what_is_shown_can_be_saved(self):
        self.given_the_page_of_invented_hospitals()
        self.when_i_open_it()
        self.page.get_by_label("Name or code contains").fill("ashby")
        assert self.saved_codes() == ["Z00"]

    def test_the_whole_table_can_be_saved_without_javascript(self):
        self.given_the_page_of_invented_hospitals()
        self.when_i_open_it(java_script_enabled=False)
        assert self.saved_codes() == [f"Z{number:02d}" for number in range(11)]

    def saved_codes(self) -> list[str]:
        with self.page.expect_download() as saving:
            self.page.get_by_role("link", name="Download this table").click()
        path = self.folder / "saved.csv"
        saving.value.save_as(path)
        assert saving.value.suggested_filename == "framework-2024-25.csv"
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            return [row["code"] for row in csv.DictReader(file)]


class TestReadingAboutOne(SystemTest):
    def test_a_keyboard_reaches_an_organisation_and_opens_it(self):
        self.given_the_page_of_invented_hospitals()
        self.when_i_open_it()
        self.page.keyboard.press("Tab")
        assert self.focused() == "Skip to the figures"
        self.and_i_press_tab_until("Ashby Hospitals NHS Trust")
        assert self.focus_is_seen()
        self.page.keyboard.press("Enter")
        section = self.page.locator("#org-Z00")
        section.get_by_text("Rows of the publications").wait_for()
        assert "lower than three quarters of 9 acute non-specialist organisations" in section.inner_text()
        assert self.focused().startswith("Ashby Hospitals NHS Trust")

    def test_a_link_of_a_measure_opens_what_it_is(self):
        self.given_the_page_of_invented_hospitals()
        self.when_i_open_it()
        self.page.get_by_role("link", name="About Staff cost").click()
        told = self.page.locator("#measure-staff_cost")
        told.get_by_text("Divide (pay) by (staff).").wait_for()
        assert "1 April 2027" in told.inner_text()

    def test_one_organisation_is_marked_by_shape_in_every_chart(self):
        self.given_the_page_of_invented_hospitals()
        self.when_i_open_it()
        self.page.get_by_label("Mark one organisation").select_option("Z02")
        assert self.page.locator("path.diamond").count() == 3
        assert self.page.locator(".told").first.inner_text() == "◆ Calder Hospitals NHS Trust: £1,030"
        self.page.get_by_label("Mark one organisation").select_option("Z09")
        assert self.page.locator("path.diamond").count() == 0
        assert self.page.locator("#marked").inner_text() == "Marked in 0 of 3 charts"

    def focused(self) -> str:
        return self.page.evaluate("document.activeElement.innerText")

    def and_i_press_tab_until(self, words: str):
        for _ in range(40):
            self.page.keyboard.press("Tab")
            if self.focused() == words:
                return
        raise AssertionError(f"forty times Tab did not reach {words}")

    def focus_is_seen(self) -> bool:
        return self.page.evaluate(
            "getComputedStyle(document.activeElement).backgroundColor === 'rgb(255, 235, 59)'"
        )


class TestEverybodyCanReadIt(SystemTest):
    @pytest.mark.parametrize("width", [1366, 320])
    def test_the_page_meets_the_accessibility_baseline(self, width):
        from axe_playwright_python.sync_playwright import Axe

        self.given_the_page_of_invented_hospitals()
        self.when_i_open_it(width=width)
        self.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        found = Axe().run(self.page)
        assert found.violations_count == 0, found.generate_report()

    @pytest.mark.parametrize("width", [320, 640, 1366])
    def test_only_tables_scroll_sideways(self, width):
        self.given_the_page_of_invented_hospitals()
        self.when_i_open_it(width=width)
        self.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width
        region = self.page.get_by_role("region", name="Headline and further measures")
        assert region.get_attribute("tabindex") == "0"

    def test_what_can_be_pressed_is_large_enough(self):
        self.given_the_page_of_invented_hospitals()
        self.when_i_open_it()
        for target in self.page.locator(
            "button:visible, select:visible, input:visible, #framework-table a, nav a"
        ).all():
            assert target.bounding_box()["height"] >= 24, target.inner_text()

    def test_it_can_be_printed(self):
        self.given_the_page_of_invented_hospitals()
        self.when_i_open_it()
        assert self.page.pdf(prefer_css_page_size=True).startswith(b"%PDF-")
        self.page.emulate_media(media="print")
        assert not self.page.locator("nav").is_visible()
        assert not self.page.locator("#controls").is_visible()
        assert not self.page.locator("#org-Z00").is_visible()
        assert self.page.locator("#framework-table").is_visible()
        assert self.page.get_by_text("Invented hospitals: these").is_visible()
