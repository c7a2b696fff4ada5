"""Trim points by HRG."""


def test_a_dash_is_no_trim_point_and_is_counted(became, text_file):
    found = became(
        text_file("""
            sushrg,elective,emergency
            AA22C,90,257
            AA22D,51,-
            AA22E,x,7
        """)
    )

    assert found.source == "trim_points"
    assert sorted(found.rows("trim_points", "year", "currency", "setting", "days")) == [
        ("2019/20", "AA22C", "elective", 90.0),
        ("2019/20", "AA22C", "emergency", 257.0),
        ("2019/20", "AA22D", "elective", 51.0),
        ("2019/20", "AA22E", "emergency", 7.0),
    ]
    assert [(out.reason, out.rows) for out in found.left_out] == [("no trim point (-)", 1)]
    assert found.reasons == ["days is no number: x"]
    assert "inferred" in found.notes[0]
