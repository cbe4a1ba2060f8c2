"""`demo` and `up`: everything on one machine."""

import sys
from dataclasses import replace
from pathlib import Path

import click

from patrol.processes.household import Household, Wish
from patrol.processes.ports import demand, free_port
from patrol.processes.standing import MARKET_FILE, is_demo, make_fresh
from patrol.processes.welcome import welcome_to
from patrol.settings import Settings, for_demo, from_environment

PORT = click.IntRange(0, 65535)


def scenarios() -> list[str]:
    """Name what the simulators can play, without loading them: one file each."""
    files = (Path(__file__).parents[2] / "simulators" / "scenarios").glob("*.json")
    return sorted(file.stem for file in files)


@click.command()
@click.option(
    "--port", type=PORT, default=8000, show_default=True, help="Of the screens; 0 takes a free one."
)
@click.option(
    "--speed", type=click.FloatRange(0.1, 600), default=1.0, help="The market's day runs so much faster."
)
@click.option(
    "--scenario",
    type=click.Choice(scenarios()),
    default="market_day",
    show_default=True,
    help="What the simulators play.",
)
@click.option("--seed", type=int, default=1, help="Another number plays another day.")
@click.option("--data", type=click.Path(path_type=Path), default=Path("data/demo"), show_default=True)
@click.option("--fresh", is_flag=True, help="Forget what was played before.")
@click.option("--open/--no-open", "browse", default=True, help="Open the browser.")
def demo(port: int, speed: float, scenario: str, seed: int, data: Path, fresh: bool, browse: bool) -> None:
    """Play a sample market with simulated devices; everything lies in one folder."""
    settings = for_demo(data, _port("127.0.0.1", port))
    if fresh:
        make_fresh(settings.data_dir)

    def play(settings: Settings) -> tuple[str, ...]:
        market = settings.data_dir / MARKET_FILE
        office = f"--office=http://127.0.0.1:{settings.port}"
        told = f"--market={market}", f"--speed={speed:g}", f"--seed={seed}", office
        return ("-m", "simulators", scenario, *told)

    prepare = () if is_demo(settings) else ("prepare", "--sample", str(seed))
    wish = Wish(settings, prepare=prepare, web=("web", "--demo"), play=play)
    Household(wish, say, welcome_to(click.echo, browse=browse and sys.stdout.isatty())).run()


@click.command()
@click.option(
    "--broker-port", type=PORT, default=1883, show_default=True, help="Of the embedded broker; 0: any."
)
def up(broker_port: int) -> None:
    """Run a real market on this machine; PATROL_BIND says where its screens and its broker listen."""
    settings = from_environment()
    settings = replace(settings, port=_port(settings.host, settings.port))
    wish = Wish(settings, broker_port=broker_port, prepare=("prepare",))
    Household(wish, say, welcome_to(click.echo, browse=False)).run()


def _port(host: str, port: int) -> int:
    if port == 0:
        return free_port(host)
    demand(host, port, advice="stop who holds it, or choose another one (demo --port N, PATROL_BIND)")
    return port


def say(name: str, line: str) -> None:
    """Write one line of one part."""
    click.echo(f"{name:<10} | {line}", err=True)
