"""The command line: parsing here, doing in `tasks`, showing in `present`."""

from openefficiency.cli.main import main

__all__ = ["main"]
