"""The only file that reads the environment."""

import os
from pathlib import Path

from openefficiency.errors import OpenEfficiencyError


def home() -> Path:
    """The folder that holds the store: OPENEFFICIENCY_HOME, or one in the user's own folder."""
    given = os.environ.get("OPENEFFICIENCY_HOME")
    return Path(given) if given else Path.home() / ".openefficiency"


def threads() -> int:
    """How many threads the engine may use: OPENEFFICIENCY_THREADS, or one a processor."""
    given = os.environ.get("OPENEFFICIENCY_THREADS")
    if not given:
        return os.cpu_count() or 1
    if not given.isdecimal() or int(given) < 1:
        raise OpenEfficiencyError(
            f"OPENEFFICIENCY_THREADS is no number of threads.\n  given:    {given}\n"
            "  possible: a whole number from 1, or nothing: then it is one a processor."
        )
    return int(given)
