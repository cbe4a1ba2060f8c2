"""One round of the post in a process of its own, so that it can be killed in the middle."""

import sys
from datetime import datetime

from patrol.couriers.envelope import Envelope
from patrol.couriers.house import Means
from patrol.couriers.push import new_private_key
from patrol.db import make_engine, make_readers, make_sessions
from patrol.jobs.deliver_notices import Office, Postman

SECRET = b"a secret of this test"


def postman(url: str, now: datetime) -> Postman:
    """Make a postman at an instant."""
    engine = make_engine(url)
    means = Means(None, new_private_key(), lambda: now)
    return Postman(
        Office(
            make_sessions(engine),
            make_readers(engine),
            lambda: now,
            Envelope(SECRET),
            lambda _session, _now: True,
            lambda _session: means,
        )
    )


if __name__ == "__main__":
    postman(sys.argv[1], datetime.fromisoformat(sys.argv[2])).round()
