"""The only file that reads the environment."""

import os
from pathlib import Path


def home() -> Path:
    """The folder that holds the store: OPENEFFICIENCY_HOME, or one in the user's own folder."""
    given = os.environ.get("OPENEFFICIENCY_HOME")
    return Path(given) if given else Path.home() / ".openefficiency"


def threads() -> int:
    """How many threads the engine may use: OPENEFFICIENCY_THREADS, or one a processor."""
    return int(os.environ.get("OPENEFFICIENCY_THREADS") or os.cpu_count() or 1)
