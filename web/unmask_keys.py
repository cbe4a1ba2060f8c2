"""The unmasking key: its public half in the database, its private half in a file that no backup holds."""

import os
from pathlib import Path

from patrol import sealing
from patrol.actions import installation
from patrol.actions.quiet_reports import KEY_ID
from patrol.errors import Unavailable
from web.context import Context


def public_key(to: Context) -> str:
    """Give the key that hidden names are sealed to, made at the first call.

    The file is written before the public half is: a key in force always has its file. Of two processes
    at once one wins, and the other takes its file away again.
    """
    with to.reading() as (session, _):
        known = installation.unmask_key(session)
    if known is not None:
        return known
    private, public = sealing.new_pair()
    file = _file(to.settings.data_dir, public[:KEY_ID])
    _write(file, private)
    with to.transaction() as (session, _):
        kept = installation.keep_unmask_key(session, public)
    if kept != public:
        file.unlink()
    return kept


def private_key(folder: Path, key_id: str) -> str:
    """Read the private half.

    Raises:
        Unavailable: the file is not there; says which.
    """
    file = _file(folder, key_id)
    try:
        return file.read_text(encoding="ascii").strip()
    except OSError as error:
        raise Unavailable(f"the unmasking key is not here: put it at {file}") from error


def _file(folder: Path, key_id: str) -> Path:
    return folder / "keys" / f"unmask-{key_id}.key"


def _write(file: Path, private: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as writing:
        writing.write(private + "\n")
        writing.flush()
        os.fsync(descriptor)
