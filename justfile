# List what can be done
default:
    @just --list --unsorted

# What CI runs: nothing is changed
check: check-format check-style check-imports check-types check-docs test

# Is everything laid out as the formatter would?
check-format:
    ruff format --check

# Style and likely mistakes
check-style:
    ruff check

# Which way imports run
check-imports:
    lint-imports

# Types of the doors between stages
check-types:
    mypy

# Are the generated reference pages those of today?
check-docs:
    python scripts/reference.py --check

# Put right what a machine can put right
fix:
    ruff check --fix
    ruff format

# Run tests, e.g. `just test -k door`; two at a time unless told otherwise
test *args:
    python -m pytest -q -n 2 --dist loadfile {{ args }}

# Tests with coverage of the package
coverage:
    python -m pytest -q -n 2 --dist loadfile --cov --cov-report=term-missing:skip-covered

# Write the reference pages anew from tables, catalogue and command line
docs:
    python scripts/reference.py

# How fast, in ratios (takes minutes)
bench:
    python bench/collection_bench.py
