"""The API's own description, for programs that write clients."""

from flask import Response
from flask_openapi3.openapi import OpenAPI

from web.gate import public


def register(app: OpenAPI) -> None:
    """Offer it where the contract says."""

    @public
    def openapi() -> Response:
        answer: Response = app.json.response(app.api_doc)  # type: ignore[assignment]
        return answer

    app.add_url_rule("/api/v1/openapi.json", "api_document", openapi)
