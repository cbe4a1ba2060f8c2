"""Where pictures lie: one file a content, named by its SHA-256, whole or not there at all."""

import os
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile

from patrol.rules.signal import Medium, Signal


def keep(signal: Signal, folder: Path) -> Signal:
    """Write the pictures a signal brought to their files, and let it name them instead."""
    if not signal.media or not any(medium.content for medium in signal.media):
        return signal
    return replace(signal, media=tuple(_kept(medium, folder) for medium in signal.media))


def path_of(folder: Path, sha256: str) -> Path:
    """Where a picture of that SHA-256 (hex) lies."""
    return folder / sha256[:2] / sha256


def _kept(medium: Medium, folder: Path) -> Medium:
    if medium.content is None or medium.sha256 is None:
        return medium
    path = path_of(folder, medium.sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(medium.content)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
    return replace(medium, content=None)
