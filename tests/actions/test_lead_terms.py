"""Electing the lead of a group: one term at a time, and rights go with it."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from patrol.actions.lead_terms import Election, elect
from patrol.cards.duty_members import leads_now
from patrol.errors import Invalid
from patrol.model.duty import Rota
from patrol.model.duty_life import LeadTerm
from patrol.model.people import Grant
from patrol.rules.words import Role
from tests.actions.duty_town import a_town


def test_an_election_ends_the_term_before_and_rights_go_with_it(tmp_path: Path) -> None:
    town = a_town(f"sqlite:///{tmp_path}/x.db")
    group = town.group(4, days=3)
    first, second, third = group.shops[:3]
    with town.sessions.begin() as session:
        for person, role, place in ((1, Role.LEAD, group.place_id), (2, Role.SHOP, second)):
            session.add(Grant(person_id=person, role=role, place_id=place, valid_from=town.now))

    def vote(chosen: Election) -> None:
        town.do(lambda s, r: elect(s, s.get_one(Rota, group.rota_id), chosen, by=None, now=town.now))

    town.later(days=1)
    with pytest.raises(Invalid):
        vote(Election(second, second))
    with pytest.raises(Invalid):
        vote(Election(99_999, None))
    vote(Election(second, third, town.now + timedelta(days=365), "责任书 2026-07"))
    town.later(days=1)
    with town.sessions() as session:
        assert leads_now(session, session.get_one(Rota, group.rota_id), now=town.now) == [second, third]
        standing = select(Grant.person_id, Grant.role, Grant.place_id).where(Grant.valid_to.is_(None))
        assert {tuple(row) for row in session.execute(standing)} == {
            (1, "shop", first),
            (2, "shop", second),
            (2, "lead", group.place_id),
        }
    vote(Election(third, None))
    with town.sessions() as session:
        terms = session.scalars(select(LeadTerm).order_by(LeadTerm.id)).all()
        assert [(one.lead_id, one.ends_at) for one in terms] == [(second, town.now), (third, None)]
    town.engine.dispose()
