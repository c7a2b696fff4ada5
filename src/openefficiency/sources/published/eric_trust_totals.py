"""ERIC 2013/14 to 2016/17 rewritten as one row a trust ($-delimited): known, and not loaded."""

from openefficiency.sources.document import Document
from openefficiency.sources.published.eric import ORGANISATION
from openefficiency.sources.source import LeftOut, Reading, Source, Standing
from openefficiency.tables.estates import estates

# In 2013/14, 2014/15 and 2016/17 the figures of the trusts stand below the labels of other figures
# (in 2016/17 a number of fires as an investment in pounds), and names with a comma push a row one
# column aside. What is right in them is in the publisher's workbooks too.
WHY = "its figures stand below wrong labels: load the publisher's workbook of the year (.XLS) instead"


class EricTrustTotals(Source):
    name = "eric_trust_totals"
    title = "Estates Returns Information Collection, trust and site totals"
    publisher = "NHS Digital (formerly HSCIC), rewritten by others"
    standing = Standing.COMPILATION
    implements = (estates,)

    def recognise(self, document: Document) -> bool:
        sheet = document.first
        return document.form == "csv" and sheet.has(*ORGANISATION) and not sheet.has("Site Code")

    def read(self, document: Document) -> Reading:
        sheet = document.first
        rows = sheet.table(sheet.header(*ORGANISATION)).height
        return Reading({}, left_out=(LeftOut(sheet.name, WHY, rows),), notes=(WHY,))
