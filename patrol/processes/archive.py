"""The form of a backup: one tar with a manifest in front, and a checksum for every file."""

import hashlib
import io
import json
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from patrol.errors import Invalid

MANIFEST = "manifest.json"
FORM = 1
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: checksums by name, and when it was made."""

    made_at: str
    files: Mapping[str, str]


def write(target: Path, sources: Mapping[str, Path], *, made_at: str) -> Manifest:
    """Write an archive, whole or not at all; it holds passwords, so only its owner reads it."""
    manifest = Manifest(made_at, {name: _sum(path) for name, path in sources.items()})
    text = json.dumps({"form": FORM, "made_at": made_at, "files": dict(manifest.files)}, indent=1)
    draft = target.with_name(target.name + ".part")
    try:
        draft.touch(mode=0o600)
        with tarfile.open(draft, "w") as tar:
            head = tarfile.TarInfo(MANIFEST)
            head.size = len(text.encode())
            tar.addfile(head, io.BytesIO(text.encode()))
            for name, path in sources.items():
                tar.add(path, name, recursive=False)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def unpack(archive: Path, into: Path) -> Manifest:
    """Bring an archive's files into an empty folder; one wrong byte and it is refused."""
    try:
        with tarfile.open(archive, "r:") as tar:
            manifest = _manifest(tar)
            for name, wanted in manifest.files.items():
                _bring(tar, name, wanted, into)
    except (tarfile.TarError, EOFError) as error:
        raise Invalid(f"{archive} is not a whole backup: {error}") from error
    return manifest


def _manifest(tar: tarfile.TarFile) -> Manifest:
    try:
        told = json.loads(_open(tar, MANIFEST).read())
        manifest = Manifest(told["made_at"], dict(told["files"]))
    except (ValueError, KeyError, TypeError) as error:
        raise Invalid(f"the backup's {MANIFEST} cannot be read: {error}") from error
    if told.get("form") != FORM:
        raise Invalid(f"the backup has form {told.get('form')}; this program reads form {FORM}")
    return manifest


def _bring(tar: tarfile.TarFile, name: str, wanted: str, into: Path) -> None:
    parts = PurePosixPath(name)
    if parts.is_absolute() or ".." in parts.parts:
        raise Invalid(f"the backup names a file outside: {name}")
    target = into / name
    target.parent.mkdir(parents=True, exist_ok=True)
    seen = hashlib.sha256()
    with _open(tar, name) as source, target.open("wb") as file:
        while chunk := source.read(_CHUNK):
            seen.update(chunk)
            file.write(chunk)
    if seen.hexdigest() != wanted:
        raise Invalid(f"the backup is damaged: {name} is not what was saved")


def _open(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    try:
        file = tar.extractfile(name)
    except KeyError:
        file = None
    if file is None:
        raise Invalid(f"the backup lacks {name}")
    return file


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
