"""Monthly Activity Return by provider, April 2012 to March 2017, gathered by an analyst."""

import polars as pl

from openefficiency.sources.cells import code_in, rows_under, stacked
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.activity import activity

ACUTE, ALL = "general and acute", "all"
ITEMS = {
    "elective_ga_ordinary_admissions_ffces": ("elective ordinary", ACUTE),
    "elective_ga_daycase_admissions_ffces": ("day case", ACUTE),
    "elective_ga_total_admissions_ffces": ("elective total", ACUTE),
    "elective_ga_planned_ordinary_admissions_ffces": ("elective planned ordinary", ACUTE),
    "elective_ga_planned_daycase_admissions_ffces": ("elective planned day case", ACUTE),
    "elective_ga_planned_total_admissions_ffces": ("elective planned total", ACUTE),
    "elective_ga_admissions_ffces_nhs_treatment_centres_tcs": ("treatment centre", ACUTE),
    "total_nonelective_ga_admissions_ffces": ("non-elective", ACUTE),
    "gp_referrals_made_all_specialties": ("gp referrals made", ALL),
    "gp_referrals_seen_all_specialties": ("gp referrals seen", ALL),
    "gp_referrals_made_ga": ("gp referrals made", ACUTE),
    "gp_referrals_seen_ga": ("gp referrals seen", ACUTE),
    "other_referrals_made_ga": ("other referrals made", ACUTE),
    "all_1st_outpatient_attendances_ga": ("first outpatient", ACUTE),
}
COLUMNS = {
    label: {"point_of_delivery": point, "specialties": which} for label, (point, which) in ITEMS.items()
}


class MonthlyActivityPanel(Source):
    name = "mar_panel"
    title = "Monthly hospital activity by provider, April 2012 to March 2017"
    publisher = "NHS England, Monthly Activity Return; compiled by an analyst"
    standing = Standing.COMPILATION
    implements = (activity,)

    def recognise(self, document: Document) -> bool:
        return document.first.has("period_date", "provider_org_code", *ITEMS)

    def read(self, document: Document) -> Reading:
        rows = rows_under(document.first, "period_date", "provider_org_code", *ITEMS).with_columns(
            organisation=code_in("provider_org_code"), start=pl.col("period_date")
        )
        keep = ("sheet", "row", "organisation", "start")
        return Reading({"activity": stacked(rows, COLUMNS, keep=keep, value="count")})
