"""Monthly Activity Return by provider, gathered over five years."""

import polars as pl

LABELS = (
    "elective_ga_ordinary_admissions_ffces",
    "elective_ga_daycase_admissions_ffces",
    "elective_ga_total_admissions_ffces",
    "elective_ga_planned_ordinary_admissions_ffces",
    "elective_ga_planned_daycase_admissions_ffces",
    "elective_ga_planned_total_admissions_ffces",
    "elective_ga_admissions_ffces_nhs_treatment_centres_tcs",
    "total_nonelective_ga_admissions_ffces",
    "gp_referrals_made_all_specialties",
    "gp_referrals_seen_all_specialties",
    "gp_referrals_made_ga",
    "gp_referrals_seen_ga",
    "other_referrals_made_ga",
    "all_1st_outpatient_attendances_ga",
)


def panel(folder, *rows: tuple):
    columns = ["period_date", "provider_org_code", "provider_org_name", *LABELS]
    path = folder / "panel.parquet"
    pl.DataFrame(rows, schema=columns, orient="row").write_parquet(path)
    return path


def test_every_count_of_a_month_finds_its_point_of_delivery(became, tmp_path):
    found = became(panel(tmp_path, ("2012-04-01", "ra1", "ASHBY NHS TRUST", *map(float, range(1, 15)))))

    assert found.source == "mar_panel"
    rows = found.rows("activity", "organisation", "start", "point_of_delivery", "specialties", "count")
    assert {(name, str(day), *rest) for name, day, *rest in rows} == {
        ("RA1", "2012-04-01", "elective ordinary", "general and acute", 1),
        ("RA1", "2012-04-01", "day case", "general and acute", 2),
        ("RA1", "2012-04-01", "elective total", "general and acute", 3),
        ("RA1", "2012-04-01", "elective planned ordinary", "general and acute", 4),
        ("RA1", "2012-04-01", "elective planned day case", "general and acute", 5),
        ("RA1", "2012-04-01", "elective planned total", "general and acute", 6),
        ("RA1", "2012-04-01", "treatment centre", "general and acute", 7),
        ("RA1", "2012-04-01", "non-elective", "general and acute", 8),
        ("RA1", "2012-04-01", "gp referrals made", "all", 9),
        ("RA1", "2012-04-01", "gp referrals seen", "all", 10),
        ("RA1", "2012-04-01", "gp referrals made", "general and acute", 11),
        ("RA1", "2012-04-01", "gp referrals seen", "general and acute", 12),
        ("RA1", "2012-04-01", "other referrals made", "general and acute", 13),
        ("RA1", "2012-04-01", "first outpatient", "general and acute", 14),
    }


def test_a_count_below_nothing_and_a_month_that_is_none_are_put_aside(became, tmp_path):
    found = became(
        panel(
            tmp_path,
            ("2012-04-01", "RA1", "ASHBY NHS TRUST", -1.0, *[0.0] * 13),
            ("2012-13-01", "RA2", "BERROW NHS TRUST", *[0.0] * 14),
        )
    )

    assert found.reasons.count("start is no day: 2012-13-01") == 14
    assert "count is below 0: -1.0" in found.reasons
