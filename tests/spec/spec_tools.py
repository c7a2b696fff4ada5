"""What a spec test reads off a result."""


def values(result, places: int = 12) -> dict:
    """Value, or reason in words, by organisation (and year where there are several)."""
    rows = result.rows
    several = rows["year"].n_unique() > 1
    return {
        f"{row['organisation']} {row['year']}" if several else row["organisation"]: (
            row["reason"] if row["value"] is None else round(row["value"], places)
        )
        for row in rows.iter_rows(named=True)
    }
