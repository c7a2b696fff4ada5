"""The demo: invented hospitals, walked the real way from files to figures."""

import tempfile
import threading
import webbrowser
from collections.abc import Collection
from datetime import UTC, date, datetime
from pathlib import Path

import click

from openefficiency import settings
from openefficiency.cli.asking import show_side_by_side
from openefficiency.cli.keeping import summary
from openefficiency.cli.output import SAYS, progress
from openefficiency.cli.serving import check_port, serve_folder
from openefficiency.engine import Engine
from openefficiency.measures.catalogue import catalogue
from openefficiency.present.page import framework_page
from openefficiency.sources.synthetic.founding import FEWEST
from openefficiency.sources.synthetic.generate import generate
from openefficiency.store import Store
from openefficiency.tasks import keeping, loading, reporting
from openefficiency.tasks.measuring import Held

# Seconds.
WAKE_EVERY = 0.25


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to serve the page on; 0 takes any free one.",
)
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@click.option("--no-serve", is_flag=True, help="Write the page and end.")
@click.option(
    "--organisations",
    type=click.IntRange(FEWEST, 1000),
    default=40,
    show_default=True,
    help="How many hospitals to invent.",
)
@click.option(
    "--years",
    type=click.IntRange(min=1),
    default=4,
    show_default=True,
    help="How many years of figures to invent.",
)
@click.option("--seed", default=1, show_default=True, help="Another seed, other hospitals.")
def demo(port, no_browser, no_serve, organisations, years, seed):
    """Invent hospitals, load and measure them, and show the framework here and as a page.

    The store of the demo is a folder of its own inside the store, so that invented and real never mix.

    Example:

    \b
        openefficiency demo
        openefficiency demo --no-serve --seed 7
    """
    if not no_serve:
        check_port(port)
    home = settings.home() / "demo"
    store, engine = Store(home), Engine()
    with tempfile.TemporaryDirectory(prefix="openefficiency-") as folder:
        files = Path(folder)
        SAYS.print(f"Inventing {organisations} hospitals (seed {seed})")
        generate(files, seed=seed, organisations=organisations, years=years)
        reports = load_all(files, store=store, engine=engine)
    SAYS.print(summary(reports))
    withdraw_others(store, {report.release for report in reports if report.release})
    held = Held(store, engine, None, date.today())
    with progress("Measures", len(catalogue())) as step:
        cells = reporting.framework(held, reporting.Asked(type="acute"), done=lambda one: step(one.title))
    show_side_by_side(cells)
    page = write_page(home / "page" / "index.html", held)
    click.echo(f"The page is {page}")
    if not no_serve:
        serve_until_stopped(page.parent, port, browser=not no_browser)


def load_all(files: Path, *, store: Store, engine: Engine) -> list[loading.FileReport]:
    # The true answers lie beside the publications and are none.
    published = sorted(path for path in files.iterdir() if path.name != "truth.json")
    with progress("Loading", len(published)) as step:
        return loading.load(
            published,
            store=store,
            engine=engine,
            now=datetime.now(UTC),
            seen=lambda report: step(report.file),
        )


def withdraw_others(store: Store, shown: Collection[str]) -> None:
    """The hospitals of another demo have the same codes: two demos in one store would be one wrong figure."""
    others = [release.id for release in store.releases() if release.id not in shown]
    now = datetime.now(UTC)
    for release in others:
        keeping.forget(store, release, because="the demo was asked for other hospitals", now=now)
    if others:
        SAYS.print(f"{len(others)} files of an earlier demo are withdrawn.")


def write_page(path: Path, held: Held) -> Path:
    page = framework_page(reporting.framework(held, reporting.Asked()))
    path.parent.mkdir(parents=True, exist_ok=True)
    # Whoever has the page open never reads half of it.
    beside = path.with_suffix(".part")
    beside.write_text(page, encoding="utf-8")
    return beside.replace(path)


def serve_until_stopped(folder: Path, port: int, *, browser: bool) -> None:
    with serve_folder(folder, port) as address:
        click.echo(f"Serving it at {address} (stop with Ctrl-C)")
        if browser:
            webbrowser.open(address)
        try:
            until_stopped()
        except KeyboardInterrupt:
            click.echo("Stopped.")


def until_stopped() -> None:
    never = threading.Event()
    # Polars takes the signal of Ctrl-C in a thread of its own, which does not wake a wait without an end.
    while not never.wait(WAKE_EVERY):
        pass
