"""Pictures and clips of an alert: what its signals brought, and nothing else."""

from pathlib import Path

from flask import Response, send_file

from patrol.errors import NotFound
from patrol.queries import alerts as queries
from patrol.rules.rights import Permission
from web.api.shapes import OneMedium, blueprint
from web.context import context
from web.finders import the_alert
from web.gate import needs

api = blueprint("media", "Pictures and clips of alerts")

SAFE_TYPES = frozenset(
    {
        "image/jpeg",
        "image/png",
        "image/gif",
        "image/webp",
        "video/mp4",
        "video/webm",
        "audio/mpeg",
        "audio/mp4",
    }
)
"""No SVG and no HTML: a picture must not be able to run."""


@api.get("/alerts/<int:alert_id>/media/<sha256>", summary="A picture or clip of an alert")
@needs(Permission.SEE_EVIDENCE, at=the_alert)
def show(path: OneMedium) -> Response:
    """By its SHA-256; it never changes."""
    with context().reading() as (session, _):
        mime = queries.mime_of(session, path.alert_id, path.sha256)
    file = _file(path.sha256)
    if mime not in SAFE_TYPES or not file.is_file():
        raise NotFound("there is no such picture")
    answer = send_file(file, mimetype=mime, max_age=3600, etag=path.sha256, conditional=True)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, max-age=3600, immutable"
    return answer


def _file(sha256: str) -> Path:
    """Where ingest puts it."""
    return context().settings.data_dir / "media" / sha256[:2] / sha256
