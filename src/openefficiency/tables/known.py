"""Every table there is: each one that a module of this folder declares."""

import importlib
import pkgutil
from functools import cache

from openefficiency import tables
from openefficiency.errors import NotFound
from openefficiency.tables.language import Table


@cache
def all_tables() -> dict[str, Table]:
    modules = [
        importlib.import_module(f"{tables.__name__}.{module.name}")
        for module in pkgutil.iter_modules(tables.__path__)
        if module.name != "known"
    ]
    found = [thing for module in modules for thing in vars(module).values() if isinstance(thing, Table)]
    return {table.name: table for table in sorted(found, key=lambda table: table.name)}


def table(name: str) -> Table:
    try:
        return all_tables()[name]
    except KeyError:
        raise NotFound(
            f"There is no table called '{name}'.\n  there are: {', '.join(all_tables())}"
        ) from None
