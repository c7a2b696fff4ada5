"""Stability of staff: in percent in the file, a fraction here."""


def test_percents_become_fractions(became, text_file):
    found = became(text_file("\ufeffYEAR,ORG_CODE,STABILITY\n2017,ra1,85.54\n2017,RA2,100"))

    assert found.source == "retention"
    assert found.rows("retention", "organisation", "year", "stability") == [
        ("RA1", "2017/18", 0.8554),
        ("RA2", "2017/18", 1),
    ]


def test_a_stability_of_nothing_is_kept_and_said(became, text_file):
    found = became(text_file("YEAR,ORG_CODE,STABILITY\n2017,RA1,0"))

    assert found.rows("retention", "stability") == [(0,)]
    assert found.notes == ("Stability is 0 for 1; at those dissolved in the year nobody stayed: RA1.",)


def test_more_than_everybody_is_put_aside(became, text_file):
    found = became(text_file("YEAR,ORG_CODE,STABILITY\n2017,RA1,105\n2017,RA2,high"))

    assert found.reasons == ["stability is above 1: 1.05", "stability is no fraction: high"]
