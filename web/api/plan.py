"""The plan of a market, sent once and then known by its tag."""

import gzip

from flask import Response, request

from patrol.rules.rights import Permission
from web.api.shapes import InMarket, blueprint
from web.context import context
from web.finders import the_market
from web.gate import needs

api = blueprint("plan", "The plan of a market")


@api.get("/markets/<code>/plan", summary="The plan: places, lanes and devices")
@needs(Permission.SEE_PLAN, at=the_market)
def show(path: InMarket) -> Response:
    """Answer 304 to who has it already."""
    with context().reading() as (session, now):
        register = context().register.current(session)
        sheet = context().drawer.sheet(session, path.code, register.version, now)
    answer = Response(content_type="application/json", headers={"Cache-Control": "private, no-cache"})
    answer.set_etag(sheet.tag)
    answer.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip") > 0:
        answer.data, answer.content_encoding = sheet.packed, "gzip"
    else:
        answer.data = gzip.decompress(sheet.packed)
    answer.make_conditional(request)
    return answer
