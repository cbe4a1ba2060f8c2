"""The front door, and the only place that wires the parts together.

Each command is loaded when it is called: a process imports what it runs and nothing else.
"""

import sys
from importlib import import_module

import click

from patrol.errors import Invalid, PatrolError
from patrol.processes import leash

COMMANDS = {
    "demo": ("patrol.cli.serve:demo", "Play a sample market with simulated devices."),
    "up": ("patrol.cli.serve:up", "Run a real market on this machine."),
    "web": ("patrol.cli.parts:web", "Run the screens alone."),
    "ingest": ("patrol.cli.parts:ingest", "Run the ear for devices alone."),
    "jobs": ("patrol.cli.parts:jobs", "Run what time does alone."),
    "broker": ("patrol.cli.parts:broker", "Run the embedded broker alone."),
    "migrate": ("patrol.cli.care:migrate", "Bring the database to this version."),
    "doctor": ("patrol.cli.care:doctor", "Look at every part and say what is wrong."),
    "backup": ("patrol.cli.care:backup", "Save database, pictures and accounts into FILE."),
    "restore": ("patrol.cli.care:restore", "Bring back what FILE holds."),
    "market": ("patrol.cli.market:market", "Shops, grids, groups and all the rest from files."),
    "device": ("patrol.cli.device:device", "Devices and their broker accounts."),
    "person": ("patrol.cli.people:person", "People and their roles."),
    "token": ("patrol.cli.people:token", "Tokens for programs that call the API."),
    "send": ("patrol.cli.send:send", "Publish one message, as a gateway would."),
}
HIDDEN = {"prepare": ("patrol.cli.prepare:prepare", "What `demo` and `up` do first.")}


class FrontDoor(click.Group):
    """Knows every command by name, and loads only the one that is called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Name the commands."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        known = COMMANDS | HIDDEN
        if cmd_name not in known:
            return None
        module, _, name = known[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, told) for name, (_, told) in COMMANDS.items()])


@click.group(cls=FrontDoor, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--parent", type=int, hidden=True, help="Stop when this process is gone.")
def patrol(parent: int | None) -> None:
    """Joint defence and patrol for a wholesale market."""
    if parent is not None:
        leash.hold_on_to(parent)


def front_door(words: list[str] | None = None) -> None:
    """Run a command; what goes wrong is one line and status 1, wrong usage is status 2."""
    try:
        patrol.main(words, prog_name="patrol")
    except PatrolError as error:
        _refuse(str(error), error.faults if isinstance(error, Invalid) else ())
    except OSError as error:
        _refuse(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    except Exception as error:
        if not (said := _database_trouble(error)):
            raise
        _refuse(said)


def _refuse(line: str, more: tuple[str, ...] = ()) -> None:
    print(f"patrol: {line}", *more, sep="\n  ", file=sys.stderr)
    sys.exit(1)


def _database_trouble(error: Exception) -> str | None:
    """Name a database that cannot be used; its library is only loaded where one was."""
    if "sqlalchemy" not in sys.modules:
        return None
    from sqlalchemy.exc import DBAPIError

    if not isinstance(error, DBAPIError):
        return None
    return f"PATROL_DATABASE_URL: {str(error.orig).strip().splitlines()[0]}"
