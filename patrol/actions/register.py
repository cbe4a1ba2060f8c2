"""Every change of the register, the rules or the windows raises one counter, so that caches notice."""

from sqlalchemy import Integer, cast
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from patrol.model.stream import REGISTER_VERSION, Meta


def touch(session: Session) -> None:
    """Say that places, devices, people or rules changed in this transaction."""
    dialect = session.get_bind().dialect.name
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    raised = cast(Meta.value, Integer) + 1
    session.execute(
        make(Meta)
        .values(name=REGISTER_VERSION, value="1")
        .on_conflict_do_update(index_elements=[Meta.name], set_={"value": cast(raised, Meta.value.type)})
    )
