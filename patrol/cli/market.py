"""`patrol market`: a market's register comes from files and goes into files."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from patrol.actions.market import import_market, planned_changes
from patrol.cli.group import group
from patrol.cli.open import open_database
from patrol.clock import system_clock
from patrol.errors import Invalid, NotFound
from patrol.queries.market import market_codes, standing_market
from patrol.rules.register_change import Change, Verb
from patrol.sample import sample_market
from patrol.settings import from_environment
from patrol.sheets.draft import Draft
from patrol.sheets.files import read_file, write_file

FAULTS_SHOWN = 60
SIGNS = {Verb.ADD: "+", Verb.CHANGE: "~", Verb.END: "-"}
TOLD = {Verb.ADD: "added", Verb.CHANGE: "changed", Verb.END: "ended", Verb.SAME: "unchanged"}
A_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group()
def market() -> None:
    """Shops, grids, groups, lanes, devices and people from files."""


@market.command(name="import")
@click.argument("file", type=A_FILE)
@click.option("--dry-run", is_flag=True, help="Say row by row what would change; change nothing.")
@click.option("--end-missing", is_flag=True, help="End places, lanes and devices that the file leaves out.")
@click.option("--market", "code", help="Of a file that does not name its market, as .csv does not.")
def take(file: Path, dry_run: bool, end_missing: bool, code: str | None) -> None:
    """Take over FILE (.xlsx, .csv or .json): all of it, or nothing."""
    with _few_faults():
        draft = read_file(file)
        settings = from_environment()
        with open_database(settings).begin() as session:
            known = _code(draft, code or settings.market, market_codes(session))
            standing = standing_market(session, known, logins=draft.logins)
            wanted = draft.whole(standing)
            if dry_run:
                done = planned_changes(wanted, standing, end_missing=end_missing)
            else:
                done = import_market(session, wanted, standing, end_missing=end_missing, now=system_clock())
    _told(done, row_by_row=dry_run)


@market.command()
@click.argument("file", type=A_FILE)
@click.option("--market", "code", help="Which market, when there are several.")
def export(file: Path, code: str | None) -> None:
    """Write a market into FILE (.xlsx, .csv or .json); reading it back changes nothing."""
    settings = from_environment()
    with open_database(settings)() as session:
        known = _code(None, code or settings.market, market_codes(session))
        standing = standing_market(session, known)
    if standing is None:
        raise NotFound(f"there is no market {known}")
    write_file(file, standing)
    click.echo(f"{standing.market.name}: {len(standing.places)} places written to {file}")


@market.command()
@click.argument("file", type=A_FILE)
@click.option("--seed", default=1, show_default=True, help="Another number makes other shops.")
def sample(file: Path, seed: int) -> None:
    """Write a made-up market into FILE, to try things with."""
    made = sample_market(seed)
    write_file(file, made)
    click.echo(f"{made.market.name}: {len(made.places)} places written to {file}")


market.add_command(group)


def _code(draft: Draft | None, wanted: str | None, known: Sequence[str]) -> str:
    """Which market a command means: the file's own, the one named, or the only one there is."""
    named = draft.market.code if draft and draft.market else None
    if named and wanted and named != wanted:
        raise Invalid(f"the file is about {named}, not about {wanted}")
    if code := named or wanted:
        return code
    if len(known) == 1:
        return known[0]
    raise NotFound("which market? name it with --market" if known else "there is no market yet: import one")


@contextmanager
def _few_faults() -> Iterator[None]:
    """Show as many faults as a person reads."""
    try:
        yield
    except Invalid as error:
        if (more := len(error.faults) - FAULTS_SHOWN) <= 0:
            raise
        raise Invalid(str(error), (*error.faults[:FAULTS_SHOWN], f"… and {more} more")) from error


def _told(done: Sequence[Change], *, row_by_row: bool) -> None:
    if row_by_row:
        for change in done:
            if change.verb is not Verb.SAME:
                what = f" ({', '.join(change.differs)})" if change.differs else ""
                click.echo(f"{SIGNS[change.verb]} {change.sheet} {change.code} {change.name}{what}")
    numbers = Counter(change.verb for change in done)
    words = ", ".join(f"{numbers[verb]} {told}" for verb, told in TOLD.items())
    click.echo(f"would be: {words}" if row_by_row else words)
