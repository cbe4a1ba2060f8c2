"""A Mosquitto broker for the tests, where the machine has one."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.parts import Absent
from tests.parts.process import folder_of, free_port, listens, ordinary_user, running


def find() -> Path:
    """Return Mosquitto's program."""
    found = shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin:/usr/bin")
    if found is None:
        raise Absent("Mosquitto is not here (apt install mosquitto)")
    return Path(found)


@contextmanager
def mosquitto(settings: str = "allow_anonymous true\n") -> Iterator[int]:
    """Run a broker with these settings on a free port of this machine, and give the port."""
    program, user, port = find(), ordinary_user("mosquitto"), free_port()
    with folder_of(user) as folder:
        told = folder / "mosquitto.conf"
        told.write_text(f"listener {port} 127.0.0.1\n{settings}")
        words = [str(program), "-c", str(told)]
        with running(words, ready=lambda: listens(port), log=folder / "log", user=user):
            yield port
