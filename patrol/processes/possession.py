"""One data folder, one supervisor."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from patrol.errors import Unavailable

LOCK = ".lock"


def make_folder(path: Path) -> None:
    """See that the data folder exists and can be written, or say plainly that it cannot."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path, prefix=".writable-"):
            pass
    except OSError as error:
        said = error.strerror or str(error)
        raise Unavailable(f"PATROL_DATA_DIR: {path} cannot be written: {said}") from error


@contextmanager
def possession(data_dir: Path) -> Iterator[None]:
    """Hold the data folder while this lasts; it is let go even by a kill."""
    with (data_dir / LOCK).open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Unavailable(
                f"another patrol already runs on {data_dir}: stop it, or name another folder"
            ) from error
        yield
