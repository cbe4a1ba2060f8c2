"""`patrol prepare` (hidden): what must stand before the parts of `demo` and `up` start."""

import click
from sqlalchemy import select

from patrol.cli.open import open_database
from patrol.clock import system_clock
from patrol.db import make_engine
from patrol.migrations import upgrade
from patrol.model.places import Market
from patrol.processes import sample_rosters, sample_town
from patrol.processes.possession import make_folder
from patrol.settings import from_environment


@click.command(hidden=True)
@click.option("--sample", type=int, help="Make the sample market of this number where there is none.")
def prepare(sample: int | None) -> None:
    """Bring the database up to date, and say what is still to do."""
    settings = from_environment()
    make_folder(settings.data_dir)
    upgrade(make_engine(settings.database_url))
    sessions = open_database(settings)
    if sample is not None:
        with sessions.begin() as session:
            sample_town.settle(session, settings.data_dir, seed=sample, now=system_clock())
        with sessions.begin() as session:
            sample_rosters.keep_rosters(session, now=system_clock())
        with sessions.begin() as session:
            sample_town.let_in(session, settings.data_dir)
        return
    with sessions() as session:
        if session.scalar(select(Market.id).limit(1)) is None:
            click.echo("There is no market yet. In another terminal:")
            click.echo(
                "  ./patrolctl market import FILE       shops, grids, groups from .xlsx, .csv or .json"
            )
            click.echo("  ./patrolctl person add LOGIN NAME --role administrator --market CODE")
            click.echo("  ./patrolctl device add CODE DEVICE   a device's own account on the broker")
