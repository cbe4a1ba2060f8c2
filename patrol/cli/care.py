"""The commands that look after an installation: migrate, doctor, backup, restore."""

from pathlib import Path

import click

from patrol.clock import system_clock
from patrol.processes.possession import make_folder, possession
from patrol.settings import from_environment

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
def migrate() -> None:
    """Bring the database to this version; running it twice changes nothing."""
    from patrol.db import make_engine
    from patrol.migrations import upgrade

    settings = from_environment()
    make_folder(settings.data_dir)
    upgrade(make_engine(settings.database_url))
    click.echo("the database is at this version")


@click.command()
@click.option("--data", type=click.Path(path_type=Path), help="The data folder, if not PATROL_DATA_DIR.")
@click.option(
    "--broker-config", type=click.Path(path_type=Path), help="A mosquitto.conf to be judged as well."
)
def doctor(data: Path | None, broker_config: Path | None) -> None:
    """Look at every part and say in one line each what is wrong and what to do."""
    from patrol.processes.doctor import examine

    settings = from_environment(data_dir=data)
    ill = 0
    for finding in examine(settings, clock=system_clock, broker_config=broker_config):
        ill += not finding.well
        click.echo(f"{'ok ' if finding.well else 'ILL'}  {finding.part:<9} {finding.line}")
    raise SystemExit(1 if ill else 0)


@click.command()
@click.argument("file", type=FILE)
@click.option("--data", type=click.Path(path_type=Path), help="The data folder, if not PATROL_DATA_DIR.")
def backup(file: Path, data: Path | None) -> None:
    """Save database, pictures and accounts into FILE; nothing has to stop for it."""
    from patrol.processes.backup import back_up

    manifest = back_up(from_environment(data_dir=data), file, now=system_clock())
    click.echo(f"{len(manifest.files)} files saved into {file}; it holds passwords: keep it private")


@click.command()
@click.argument("file", type=FILE)
@click.option("--data", type=click.Path(path_type=Path), help="The data folder, if not PATROL_DATA_DIR.")
def restore(file: Path, data: Path | None) -> None:
    """Bring back what FILE holds; the market must stand still meanwhile."""
    from patrol.processes import backup

    settings = from_environment(data_dir=data)
    make_folder(settings.data_dir)
    with possession(settings.data_dir):
        done = backup.restore(settings, file, now=system_clock())
    click.echo(
        f"{len(done.manifest.files)} files of {done.manifest.made_at} are back; next: `patrol migrate`"
    )
    if done.aside:
        click.echo(f"what was there before lies in {done.aside}")
    if done.schema:
        click.echo(f"the database that was there before lies in its schema {done.schema}")
