"""The link by which a reporter without an account says how it went: signed, of one round of one incident."""

from itsdangerous import BadSignature, URLSafeSerializer

from patrol.errors import NotFound
from web.context import context

SALT = "say-how-it-went"


def link_for(incident_id: int, round_: int) -> str:
    """Make the address. It names an incident and nobody; the same round has the same one."""
    return f"/say/{_signer().dumps([incident_id, round_])}"


def behind(token: str) -> tuple[int, int]:
    """Give the incident and the round behind a token.

    Raises:
        NotFound: it was not made here.
    """
    try:
        match _signer().loads(token):
            case [int(incident_id), int(round_)]:
                return incident_id, round_
    except BadSignature:
        pass
    raise NotFound("there is nothing here by that name")


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(context().secret, salt=SALT)
