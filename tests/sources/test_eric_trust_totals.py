"""The estates return rewritten as one row a trust, $-delimited, two header rows."""


def test_figures_below_wrong_labels_are_not_loaded_and_the_reason_is_said(became, text_file):
    found = became(
        text_file("""
            $$$$Trust Profile$Finance
            Organisation Code$Organisation Name$Commissioning Region$Organisation Type$RIDDOR incidents (No.)$Investment to reduce backlog maintenance (£)
            RZA$ASHBY NHS TRUST$LONDON COMMISSIONING REGION$ACUTE - SMALL$2$3
            RZB$BERROW$ CALDER AND DENE NHS TRUST$LONDON COMMISSIONING REGION$ACUTE - SMALL$2
        """)
    )

    assert found.source == "eric_trust_totals"
    assert not found.tables
    assert [part.rows for part in found.left_out] == [2]
    assert "wrong labels" in found.notes[0]
