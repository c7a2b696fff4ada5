"""Every error a user can meet. Anything else that escapes is a bug of ours.

Each says three things: what happened, what was given, what is possible. `exit_code` is documented
in docs/reference/exit-codes.md.
"""


class OpenEfficiencyError(Exception):
    """Shown to the user as plain words, without a traceback."""

    exit_code = 1


class NotFound(OpenEfficiencyError):
    """A name that nobody here knows."""

    exit_code = 3


class MeasureError(OpenEfficiencyError):
    """A measure in the catalogue cannot be read."""

    exit_code = 10


class BrokenPromise(OpenEfficiencyError):
    """A source did not give what its table promised."""

    exit_code = 11


class UnreadableFile(OpenEfficiencyError):
    """A file that cannot be opened as what it says it is."""

    exit_code = 12


class RefusedFile(OpenEfficiencyError):
    """A file that can be opened, and must not be loaded."""

    exit_code = 13


class StoreError(OpenEfficiencyError):
    """The store cannot be used as it stands."""

    exit_code = 14


class StoreBusy(StoreError):
    """Somebody else is writing to the store."""

    exit_code = 15


class FetchError(OpenEfficiencyError):
    """A publication could not be downloaded."""

    exit_code = 16


class VerificationFailed(OpenEfficiencyError):
    """What is in the store is not what was put there."""

    exit_code = 17


class StatisticsError(OpenEfficiencyError):
    """Numbers that a method cannot work with."""

    exit_code = 20
