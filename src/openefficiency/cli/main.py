"""The group of all commands, one verb a stage; our own errors become words and an exit code once, here."""

from collections.abc import Iterator, Mapping
from importlib import import_module

import click

from openefficiency.errors import OpenEfficiencyError
from openefficiency.provenance import package_version

# Each command and the module it lives in, in the order of the house. A module is imported when its command is asked
# for: statistics take a second to import, and `load` does not need them.
PLACES = {
    "demo": "demonstrating",
    "load": "keeping",
    "fetch": "keeping",
    "status": "keeping",
    "measure": "asking",
    "framework": "asking",
    "coverage": "asking",
    "comparability": "asking",
    "oracle": "asking",
    "compare": "comparing",
    "peers": "comparing",
    "opportunity": "comparing",
    "tree": "comparing",
    "reconcile": "comparing",
    "frontier": "comparing",
    "simulate": "comparing",
    "measures": "asking",
    "organisations": "asking",
    "template": "keeping",
    "trace": "asking",
    "quarantine": "keeping",
    "flags": "keeping",
    "forget": "keeping",
    "verify": "keeping",
}
# Where a command's function cannot have the command's name.
CALLED = {"oracle": "beside_published"}


class Commands(Mapping[str, click.Command]):
    """All commands by name; each is imported when it is looked up."""

    def __getitem__(self, name: str) -> click.Command:
        module = import_module(f"openefficiency.cli.{PLACES[name]}")
        return getattr(module, CALLED.get(name, name))

    def __iter__(self) -> Iterator[str]:
        return iter(PLACES)

    def __len__(self) -> int:
        return len(PLACES)


class Words(click.Group):
    """Shows our own errors as plain words, with their exit code, and commands in the order of the house."""

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        # The library asks for a dict so that commands may be added; ours are all known.
        self.commands = Commands()  # type: ignore[assignment]

    def invoke(self, ctx: click.Context):
        try:
            return super().invoke(ctx)
        except OpenEfficiencyError as error:
            click.echo(str(error), err=True)
            ctx.exit(error.exit_code)

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(self.commands)


@click.group(cls=Words, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_version(), prog_name="openefficiency")
def main():
    """Find, size and follow up opportunities to be more efficient in the NHS.

    Everything works offline. OPENEFFICIENCY_HOME chooses the store.

    Example:

    \b
        openefficiency demo
        openefficiency load ~/Downloads/ERIC.XLS
        openefficiency framework --year 2016/17 --type acute
    """
