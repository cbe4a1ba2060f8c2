"""The same command sent twice is one change, and both get the same answer."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from patrol.errors import Invalid
from patrol.model.incidents import CommandDone

Reply = dict[str, Any]


def once(
    session: Session,
    entity: str,
    command_id: str,
    act: Callable[[], Reply],
    *,
    actor_id: int | None,
    now: datetime,
) -> Reply:
    """Carry an act out, unless this command was answered already; call it behind the entity's lock.

    Raises:
        Invalid: the command's id was used for something else.
    """
    done = session.get(CommandDone, command_id)
    if done is not None:
        if (done.entity, done.actor_id) != (entity, actor_id):
            raise Invalid("this command_id was used for another command: make a new one")
        return done.answer
    answer = act()
    session.add(CommandDone(command_id=command_id, actor_id=actor_id, entity=entity, answer=answer, at=now))
    return answer
