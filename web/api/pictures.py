"""Pictures people take: sent first, then named in a report or by a task that is done."""

from typing import Any

from flask import Response, request, send_file

from patrol.errors import NotFound
from patrol.queries.evidence import pictures_of
from patrol.rules.rights import Permission
from web.api.field_shapes import OnePicture
from web.api.shapes import blueprint
from web.context import context
from web.finders import the_incident
from web.gate import needs
from web.picture_store import HEAD, keep, mime_of, path_of

api = blueprint("pictures", "Pictures that people take")


@api.post("/pictures", summary="Keep a picture; the body is the picture itself")
@needs(Permission.REPORT)
def send() -> dict[str, Any]:
    """Give how to name it. The same picture again gives the same name."""
    return keep(context().settings.data_dir, request.get_data())


@api.get("/incidents/<int:incident_id>/pictures/<sha256>", summary="A picture of an incident")
@needs(Permission.SEE_EVIDENCE, at=the_incident)
def show(path: OnePicture) -> Response:
    """One that the timeline names; it never changes."""
    with context().reading() as (session, _):
        known = path.sha256 in pictures_of(session, path.incident_id)
    file = path_of(context().settings.data_dir, path.sha256)
    if not known or not file.is_file():
        raise NotFound("there is no such picture")
    with file.open("rb") as content:
        mime = mime_of(content.read(HEAD)) or "application/octet-stream"
    answer = send_file(file, mimetype=mime, max_age=3600, etag=path.sha256, conditional=True)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, max-age=3600, immutable"
    return answer
