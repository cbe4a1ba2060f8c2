"""The newest revision, read from the files' first lines: every start asks, and Alembic loads slowly."""

import re
from functools import cache
from pathlib import Path

VERSIONS = Path(__file__).parent / "versions"
_NAMED = re.compile(r'^(revision|down_revision)\b[^=]*= *"([^"]+)"', re.MULTILINE)


@cache
def newest() -> str:
    """Name the revision that no other one follows."""
    told: list[dict[str, str]] = [
        dict(_NAMED.findall(path.read_text(encoding="utf-8"))) for path in VERSIONS.glob("[0-9]*.py")
    ]
    followed = {one.get("down_revision") for one in told}
    (last,) = (one["revision"] for one in told if one["revision"] not in followed)
    return last
