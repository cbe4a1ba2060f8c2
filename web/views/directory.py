"""The directory: whose shop, whose number; a number is shown for a reason, and the look is kept."""

from flask import Blueprint, render_template, request

from patrol.actions import looks
from patrol.errors import NotFound
from patrol.model.places import Market
from patrol.queries import directory
from patrol.rules.rights import Permission
from web.caller import signed_in
from web.context import Change, context
from web.gate import needs
from web.markets import boot, this_market
from web.number_looks import number_looks

screen = Blueprint("directory", __name__)


@screen.get("/directory")
@needs(Permission.SEE_DIRECTORY)
def show() -> str:
    """Search; numbers are masked."""
    return _page(this_market(Permission.SEE_DIRECTORY), request.args.get("text", ""))


@screen.post("/directory/<shop>/phone")
@needs(Permission.SEE_DIRECTORY)
def phone(shop: str) -> str:
    """Show one number, once, for a reason."""
    market, by = this_market(Permission.SEE_DIRECTORY), signed_in().person_id
    reason = request.form.get("reason", "")

    def act(to: Change) -> str:
        found = directory.shop_named(to.register, market.id, shop)
        if found is None:
            raise NotFound(f"there is no shop {shop!r} in this market")
        return looks.show_phone(to.session, found, by=by, reason=reason, now=to.now)

    return _page(market, request.form.get("text", shop), shown={shop: context().change(act)})


def _page(market: Market, text: str, shown: dict[str, str] | None = None) -> str:
    with context().reading() as (session, _):
        rows = directory.find(context().register.current(session), market.id, text)
    seen = number_looks(rows[0].shop) if len(rows) == 1 else []
    told = {"rows": rows, "text": text, "shown": shown or {}, "seen": seen}
    return render_template("directory.html", market=market, boot=boot(market), **told)
