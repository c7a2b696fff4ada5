"""Every source there is: each one that a module of the publication folders declares."""

import importlib
import pkgutil
from functools import cache

from openefficiency.errors import RefusedFile
from openefficiency.sources import local, published
from openefficiency.sources.document import Document
from openefficiency.sources.source import Source

ROOMS = (published, local)


@cache
def all_sources() -> dict[str, Source]:
    modules = [
        importlib.import_module(f"{room.__name__}.{module.name}")
        for room in ROOMS
        for module in pkgutil.iter_modules(room.__path__)
    ]
    kinds = {
        thing
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, Source) and "name" in vars(thing)
    }
    return {kind.name: kind() for kind in sorted(kinds, key=lambda kind: kind.name)}


def recognise(document: Document) -> Source | None:
    """The source that knows this document by its content; two that do are a mistake of ours."""
    found = [source for source in all_sources().values() if source.recognise(document)]
    if len(found) > 1:
        raise RefusedFile(
            f"'{document.name}' looks like more than one publication.\n"
            f"  it may be: {', '.join(source.name for source in found)}\n"
            "Please report this file: a source should recognise only its own."
        )
    return found[0] if found else None
