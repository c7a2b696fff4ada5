"""How seventeen years of the cost collection call the same columns and the same departments."""

# Labels without case, blanks, hyphens and underscores. 'Curreny Code' is the publisher's own spelling.
LABELS = {
    "organisation": ("orgcode", "providercode", "organisationcode", "org"),
    "department": ("departmentcode", "deptcode", "dept"),
    "service": ("servicecode",),
    "currency": ("currencycode", "currenycode", "currency", "hrg4", "hrgcode", "hrg"),
    # Finished consultant episodes in 2008/09; the first of four activity columns outside the wards.
    "activity": ("activity", "totalactivity", "fce", "fces", "activityp1"),
    "bed_days": ("beddays", "inlierbeddays"),
    "pot": ("mappingpot",),
    "supplier": ("suppliertype",),
    "organisation_type": ("orgtype", "organisationtype"),
    "memo": ("memo", "memo1"),
    "year": ("financialyear", "year", "fy"),
    "excess_bed_days": ("excessbeddays",),
    "excess_activity": ("excessbeddaysactivity",),
    "excess_unit_cost": ("excessbeddaysunitcost",),
}

# Columns of money. In a file with the market forces factor taken out they begin with 'MFFd'; such a file
# may hold unadjusted columns beside them, and the two must not be mixed.
MONEY_LABELS = {
    "unit_cost": ("unitcost",),
    "national_unit_cost": ("nationalmean", "mean"),
    "actual_cost": ("actualcost",),
    "expected_cost": ("expectedcost",),
}
ADJUSTED = "mffd"

# One code over all years. Excess bed days (XS) stay rows of their own.
DEPARTMENTS = {
    "EI": "EL",
    "TEI": "EL",
    "EI_XS": "EL_XS",
    "TEIXS": "EL_XS",
    "TEI_XS": "EL_XS",
    "NEI_L": "NEL",
    "TNEI_L": "NEL",
    "NEI_L_XS": "NEL_XS",
    "TNEI_L_XS": "NEL_XS",
    "NEI_S": "NES",
    "TNEI_S": "NES",
    "TDC": "DC",
    "TOPROC": "OPROC",
    "TCL": "CL",
    "GTCL": "CL",
    "TNCL": "NCL",
    "GTNCL": "NCL",
    "AE": "EM",
    "SPC": "SPAL",
}
EXCESS = "_XS"

# The national schedule of 2023/24 and 2024/25 as a csv spells departments out.
DEPARTMENT_NAMES = {
    "Ambulance": "AMB",
    "Cancer MDT": "CMDT",
    "Community Health Service": "CHS",
    "Consultant Led": "CL",
    "Critical care": "CC",
    "Daycase": "DC",
    "Diagnostic Imaging": "IMAG",
    "Directly Accessed Diagnostic Services": "DADS",
    "Directly Accessed Pathology Services": "DAPS",
    "Elective Inpatients": "EL",
    "Emergency Care": "EM",
    "High Cost Drugs": "HCD",
    "Non Consultant Led": "NCL",
    "Non-Elective Inpatient - Long Stay": "NEL",
    "Non-Elective Inpatient - Short Stay": "NES",
    "Nuclear Medicine": "NM",
    "Outpatient Procedures": "OPROC",
    "Regular Day or Night Admissions": "RP",
    "Rehabilitation Inpatient": "REHAB",
    "Renal Dialysis": "RENAL",
}

SUPPLIERS = {"OWN": "own", "OUT": "out"}
# Other providers than NHS trusts reported until 2016/17.
TRUST = "TRUST"
# A number in the memo column is a figure about the row (critical care periods, requests); only these
# words make the row itself a memorandum.
MEMO_WORDS = ("Y", "YES", "TRUE", "MEMO")
