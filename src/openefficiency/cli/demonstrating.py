"""The demo: invented hospitals, walked the real way from files to figures."""

import tempfile
import threading
import webbrowser
from datetime import UTC, date, datetime
from pathlib import Path

import click

from openefficiency import settings
from openefficiency.cli.asking import heading, side_by_side, side_by_side_columns
from openefficiency.cli.keeping import summary
from openefficiency.cli.output import SAYS, progress, show
from openefficiency.cli.serving import serve_folder
from openefficiency.engine import Engine
from openefficiency.measures.catalogue import catalogue
from openefficiency.present.page import framework_page
from openefficiency.sources.synthetic.generate import generate
from openefficiency.store import Store
from openefficiency.tasks import loading, reporting
from openefficiency.tasks.measuring import Held


@click.command()
@click.option("--port", default=8000, show_default=True, help="Port to serve the page on; 0 takes any free one.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@click.option("--no-serve", is_flag=True, help="Write the page and end.")
@click.option("--organisations", default=40, show_default=True, help="How many hospitals to invent.")
@click.option("--seed", default=1, show_default=True, help="Another seed, other hospitals.")
def demo(port, no_browser, no_serve, organisations, seed):
    """Invent hospitals, load and measure them, and show the framework here and as a page.

    The store of the demo is a folder of its own inside the store, so that invented and real never mix.

    Example:

    \b
        openefficiency demo
        openefficiency demo --no-serve --seed 7
    """
    home = settings.home() / "demo"
    store, engine = Store(home), Engine()
    with tempfile.TemporaryDirectory(prefix="openefficiency-") as folder:
        SAYS.print(f"Inventing {organisations} hospitals (seed {seed})")
        generate(Path(folder), seed=seed, organisations=organisations)
        with progress("Loading") as step:
            reports = loading.load(
                [Path(folder)], store=store, engine=engine, now=datetime.now(UTC), seen=lambda report: step(report.file)
            )
    SAYS.print(summary(reports))
    held = Held(store, engine, None, date.today())
    with progress("Measures", len(catalogue())) as step:
        cells = reporting.framework(held, reporting.Asked(type="acute"), done=lambda one: step(one.title))
    show(side_by_side(cells), form=None, columns=side_by_side_columns(cells), title=heading(cells))
    everybody = reporting.framework(held, reporting.Asked())
    page = home / "page" / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(framework_page(everybody), encoding="utf-8")
    click.echo(f"The page is {page}")
    if no_serve:
        return
    with serve_folder(page.parent, port) as address:
        click.echo(f"Serving it at {address} (stop with Ctrl-C)")
        if not no_browser:
            webbrowser.open(address)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            click.echo("Stopped.")
