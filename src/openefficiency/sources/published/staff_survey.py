"""NHS Staff Survey, questions on managers, 2012 to 2018, as a research panel holds them."""

import polars as pl

from openefficiency.sources.cells import code_in, divided, rows_under, year_beginning_in
from openefficiency.sources.document import Document
from openefficiency.sources.source import LeftOut, Reading, Source, Standing
from openefficiency.tables.workforce import staff_survey

QUESTIONS = ("7a", "7b", "7c", "7d", "7e", "7f", "7g", "8a", "8b", "8c", "8d")
ANSWERS = {
    "SD": "strongly disagree",
    "D": "disagree",
    "NAND": "neither",
    "A": "agree",
    "SA": "strongly agree",
}
RESPONDENTS = "N"
COLUMNS = tuple(f"{question}_{mark}" for question in QUESTIONS for mark in (*ANSWERS, RESPONDENTS))


class StaffSurvey(Source):
    name = "staff_survey"
    title = "NHS Staff Survey, questions on managers, 2012 to 2018"
    publisher = "NHS England; compiled by Asaria, McGuire and Street"
    standing = Standing.COMPILATION
    implements = (staff_survey,)

    def recognise(self, document: Document) -> bool:
        return document.first.has("ORG_CODE", "YEAR", *COLUMNS)

    def read(self, document: Document) -> Reading:
        given = rows_under(document.first, "ORG_CODE", "YEAR", *COLUMNS)
        rows = pl.concat(
            answers(given, question=question, mark=mark) for question in QUESTIONS for mark in ANSWERS
        )
        unasked = (pl.col("share") == "NA") & (pl.col("respondents") == "NA")
        reason = "the question was not asked in that year (NA in every cell of it)"
        return Reading(
            {"staff_survey": rows.filter(unasked.not_().fill_null(True))},
            left_out=(LeftOut("", reason, len(rows.filter(unasked))),),
        )


def answers(given: pl.DataFrame, *, question: str, mark: str) -> pl.DataFrame:
    return given.select(
        "sheet",
        "row",
        organisation=code_in("ORG_CODE"),
        # The survey is in the autumn: the year of its name is the first of the financial year.
        year=year_beginning_in("YEAR"),
        question=pl.lit(question),
        answer=pl.lit(ANSWERS[mark]),
        share=divided(f"{question}_{mark}", by=100),
        respondents=pl.col(f"{question}_{RESPONDENTS}"),
    )
