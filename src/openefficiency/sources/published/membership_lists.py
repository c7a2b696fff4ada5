"""Lookups that say to which partnership, board or region each trust belonged: four lists of one shape."""

from datetime import date

import polars as pl

from openefficiency.sources.cells import code_in, rows_under
from openefficiency.sources.document import Document
from openefficiency.sources.source import Reading, Source, Standing
from openefficiency.tables.who import memberships

WHOLE = "the whole organisation"
# The partnerships of 2018 were redrawn for April 2021, and gave way to integrated care boards on 1 July 2022.
STPS_OF_2018 = (date(2018, 4, 1), date(2021, 3, 31))
STPS_OF_2021 = (date(2021, 4, 1), date(2022, 6, 30))
BOARDS_OF_2022 = (date(2022, 7, 1), None)
# The lookup tells which trusts have closed, but not when.
REGIONS_OF_2021 = (date(2021, 4, 1), None)


class MembershipList(Source):
    """A list says which labels it has, and which of them are the trust, the group, its name and the share."""

    standing = Standing.COMPILATION
    implements = (memberships,)
    labels: tuple[str, ...]
    trust: str
    group: str
    kind: str
    while_true: tuple[date, date | None]
    group_name: str | None = None
    share: str | None = None
    basis: str = WHOLE
    not_taken: tuple[str, ...] = ()

    def recognise(self, document: Document) -> bool:
        return document.first.has(*self.labels)

    def read(self, document: Document) -> Reading:
        first, last = self.while_true
        rows = rows_under(document.first, *self.labels).select(
            "sheet",
            "row",
            organisation=code_in(self.trust),
            kind=pl.lit(self.kind),
            group=code_in(self.group),
            group_name=pl.col(self.group_name).str.strip_chars()
            if self.group_name
            else pl.lit(None, pl.String),
            share=pl.col(self.share) if self.share else pl.lit(1.0),
            basis=pl.lit(self.basis),
            valid_from=pl.lit(first),
            valid_to=pl.lit(last, dtype=pl.Date),
        )
        return Reading({"memberships": rows}, notes=self.not_taken)


class Partnerships2018(MembershipList):
    name = "memberships_2018"
    title = "Trust to STP lookup, 2018"
    publisher = "NHS England; compiled by the Health Foundation"
    labels = ("NHS England Region", "Trust", "code", "STP", "STP_code")
    trust, group, group_name, kind, while_true = "code", "STP_code", "STP", "stp", STPS_OF_2018
    # Alder Hey in the South, and so on: for 97 of 136 trusts it is another region than in the register of
    # trusts, as if the column had been sorted by itself. The partnerships are right.
    not_taken = (
        "the column 'NHS England Region' is not taken: its rows do not belong to the trusts beside them",
    )


class Partnerships2021(MembershipList):
    name = "memberships_stp_2021"
    title = "Trust to STP lookup, April 2021"
    publisher = "NHS Digital; compiled by the British Red Cross"
    labels = ("nhs_trust22_name", "nhs_trust22_code", "stp21_name", "stp21_code")
    trust, group, group_name, kind, while_true = (
        "nhs_trust22_code",
        "stp21_code",
        "stp21_name",
        "stp",
        STPS_OF_2021,
    )


class Regions2021(MembershipList):
    """W00 is Wales, which has no name in the lookup."""

    name = "memberships_region_2021"
    title = "Trust to region lookup, April 2021"
    publisher = "NHS Digital; compiled by the British Red Cross"
    labels = ("nhs_trust22_code", "nhs_region21_nhs_code", "nhs_region21_name", "status")
    trust, group, group_name = "nhs_trust22_code", "nhs_region21_nhs_code", "nhs_region21_name"
    kind, while_true = "region", REGIONS_OF_2021


class BoardsByPatients(MembershipList):
    name = "memberships_icb_patients"
    title = "Trust to ICB lookup, 2022, by where patients come from"
    publisher = "NHS England; compiled by the British Red Cross"
    labels = ("nhs_trust22_code", "icb22_code", "proportion_trust_came_from_icb")
    trust, group, kind, while_true = "nhs_trust22_code", "icb22_code", "icb", BOARDS_OF_2022
    share = "proportion_trust_came_from_icb"
    basis = "patients: share of the trust's patients who come from the area"
