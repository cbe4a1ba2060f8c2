"""`patrol market group`: propose ten-shop groups by walking distance, say why, and apply them."""

import click

from patrol.actions.grouping import apply_groups
from patrol.cards.grounds import grids_of, grounds_of
from patrol.cli.open import open_database
from patrol.clock import system_clock
from patrol.errors import NotFound
from patrol.queries.market import market_codes, standing_market
from patrol.queries.register import RegisterCache
from patrol.rules.grouping import Grounds, Proposal, Sizes, reasons
from patrol.settings import from_environment
from patrol.solving.grouping import propose, rearrange

SHOWN = 40


@click.command()
@click.option("--propose", "only_propose", is_flag=True, help="Say what would change; change nothing.")
@click.option("--apply", "also_apply", is_flag=True, help="Bring the register to the proposal.")
@click.option("--from-scratch", is_flag=True, help="Forget who stands where: for a new market.")
@click.option("--grid", "grid_code", help="One grid alone.")
@click.option("--market", "code", help="Which market, when there are several.")
def group(
    only_propose: bool, also_apply: bool, from_scratch: bool, grid_code: str | None, code: str | None
) -> None:
    """Group neighbouring shops by tens, by the way on foot along the lanes."""
    if only_propose == also_apply:
        raise click.UsageError("say --propose to look, or --apply to do it")
    settings, sizes = from_environment(), Sizes()
    with open_database(settings).begin() as session:
        known = market_codes(session)
        wanted = code or settings.market or (known[0] if len(known) == 1 else "")
        register = RegisterCache().current(session)
        market = register.market_by_code(wanted)
        if market is None:
            raise NotFound("which market? name it with --market")
        for grid in grids_of(market, register):
            if grid_code not in (None, grid.code):
                continue
            grounds = grounds_of(grid, market, register)
            made = propose(grounds, sizes) if from_scratch else rearrange(grounds, sizes)
            _tell(f"{grid.name} ({grid.code})", grounds, made, sizes)
            standing = standing_market(session, wanted) if also_apply else None
            if standing is not None:
                apply_groups(session, standing, grid.code, made, grounds, sizes=sizes, now=system_clock())


def _tell(name: str, grounds: Grounds, made: Proposal, sizes: Sizes) -> None:
    why = {one.shop: one for one in reasons(made, grounds, sizes)}
    moved = made.moved(grounds.now)
    before = "" if made.before is None else f", {made.before:.0f} m as it stands"
    click.echo(f"{name}: {len(grounds.shops)} shops in {len(made.circles)} groups, ")
    least = "" if made.least is None else f" (no division is shorter than {made.least:.0f} m)"
    click.echo(f"  all ways to the middles {made.metres:.0f} m{least}{before}; {len(moved)} shops move")
    for shop, (old, new) in list(moved.items())[:SHOWN]:
        one = why[shop]
        click.echo(f"  {shop}: {old} → {new or 'a new group'}, {one.metres:.0f} m to its middle")
    if len(moved) > SHOWN:
        click.echo(f"  … and {len(moved) - SHOWN} more")
