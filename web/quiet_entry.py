"""A quiet report as it comes in, by the page or by the API: how often, from whom, sealed to which key."""

from patrol.actions.quiet_reports import QuietReport, report_quietly
from patrol.queries.people import Viewer
from patrol.rules.receipts import receipt_of
from patrol.rules.words import Category, Severity
from web.context import Change, context
from web.doer import require_market
from web.pace import require_pace
from web.teller import teller_of
from web.unmask_keys import public_key

PACE = "6 per hour"


def tell_quietly(
    viewer: Viewer,
    code: str,
    command_id: str,
    *,
    category: Category,
    severity: Severity,
    place: str | None,
    summary: str | None,
    media: tuple[dict[str, str], ...],
) -> str:
    """Take it in and give the receipt; the same `command_id` again gives the same receipt."""
    require_market(viewer, code)
    require_pace("quiet", viewer.person_id or f"token:{viewer.token_id}", PACE)
    key, teller = public_key(context()), teller_of(viewer)
    receipt = receipt_of(context().secret, command_id)

    def act(to: Change) -> None:
        told = QuietReport(
            market_id=context().market(to.register, code).id,
            category=category,
            severity=severity,
            receipt=receipt,
            place=place,
            summary=summary,
            media=media,
        )
        report_quietly(to.session, told, teller, key, to.register, now=to.now)

    context().change(act)
    return receipt
