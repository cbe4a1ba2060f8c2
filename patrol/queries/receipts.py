"""What a receipt tells: how far it has come, and nothing else."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.errors import NotFound
from patrol.model.incidents import Incident
from patrol.model.quiet import ReportReceipt
from patrol.rules.receipts import digest_of, state_of
from patrol.rules.words import Step


def state_behind(session: Session, receipt: str) -> str:
    """Give the state of what a receipt stands for; of what was merged, the state of the other one.

    Raises:
        NotFound: nobody was given this receipt.
    """
    return state_of(Step(_behind(session, receipt).step))


def over_behind(session: Session, receipt: str) -> tuple[int, int] | None:
    """Give the incident and its round once the work is done: what a link for the reporter is made of."""
    incident = _behind(session, receipt)
    return (incident.id, incident.round) if incident.step in (Step.CLOSED, Step.EVALUATED) else None


def _behind(session: Session, receipt: str) -> Incident:
    given = select(ReportReceipt.incident_id).where(ReportReceipt.digest == digest_of(receipt))
    incident = session.get(Incident, session.scalar(given) or 0)
    while incident is not None and incident.step == Step.MERGED and incident.merged_into is not None:
        incident = session.get(Incident, incident.merged_into)
    if incident is None:
        raise NotFound("nobody was given this receipt")
    return incident
