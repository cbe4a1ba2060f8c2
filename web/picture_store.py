"""Where pictures that people send are kept: one file a content, named by its SHA-256."""

import os
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from patrol.errors import Invalid
from web.picture_traces import without_traces

_MAGIC = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"RIFF", "image/webp"))
HEAD = 16


def mime_of(head: bytes) -> str | None:
    """Say what a content is by its first bytes; what somebody calls it counts for nothing."""
    return next((mime for magic, mime in _MAGIC if head.startswith(magic)), None)


def keep(folder: Path, content: bytes) -> dict[str, str]:
    """Keep a picture without what it tells of who took it, and give how reports and tasks name it.

    Raises:
        Invalid: it is no picture, or not a whole one.
    """
    mime = mime_of(content[:HEAD])
    if mime is None:
        raise Invalid("this is no picture: want JPEG, PNG or WebP")
    content = without_traces(content, mime)
    name = sha256(content).hexdigest()
    path = path_of(folder, name)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
    return {"kind": "snapshot", "url": f"picture:{name}", "sha256": name, "mime": mime}


def path_of(folder: Path, name: str) -> Path:
    """Where a picture of that SHA-256 lies; ingest keeps those of devices in the same place."""
    return folder / "media" / name[:2] / name
