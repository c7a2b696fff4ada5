"""The group of all commands, one verb a stage; our own errors become words and an exit code once, here."""

import click

from openefficiency.cli import asking, comparing, demonstrating, keeping
from openefficiency.errors import OpenEfficiencyError
from openefficiency.provenance import package_version


class Words(click.Group):
    """Shows our own errors as plain words, with their exit code, and commands in the order of the house."""

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


for command in (
    demonstrating.demo,
    keeping.load,
    keeping.fetch,
    keeping.status,
    asking.measure,
    asking.framework,
    asking.coverage,
    asking.comparability,
    asking.beside_published,
    comparing.compare,
    comparing.peers,
    comparing.opportunity,
    comparing.tree,
    comparing.reconcile,
    comparing.frontier,
    comparing.simulate,
    asking.measures,
    asking.organisations,
    keeping.template,
    asking.trace,
    keeping.quarantine,
    keeping.flags,
    keeping.forget,
    keeping.verify,
):
    main.add_command(command)
