"""`python -m openefficiency`."""

from openefficiency.cli import main

main()
