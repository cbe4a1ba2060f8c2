"""What every table shares: names of constraints, instants in UTC, documents as JSON."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any, dataclass_transform

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, MetaData, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass, mapped_column, relationship


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Aware on both sides; naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC; SQLite has no zone of its own, so it is given naive UTC."""
        found = _utc(value)
        return found.replace(tzinfo=None) if found and dialect.name == "sqlite" else found

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        """Write in one step what SQLAlchemy writes in three: a signal alone binds five instants."""
        return _sqlite_text if dialect.name == "sqlite" else _utc

    def result_processor(self, dialect: Dialect, _coltype: object) -> Callable[[Any], datetime | None]:
        """Give aware UTC."""
        return _from_sqlite if dialect.name == "sqlite" else _utc


def _utc(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return value if value.tzinfo is UTC else value.astimezone(UTC)


def _sqlite_text(value: datetime | None) -> str | None:
    """Write it as SQLAlchemy itself does, which is what lies in every database there is."""
    found = _utc(value)
    return None if found is None else found.isoformat(" ", "microseconds")[:26]


def _from_sqlite(text: str | None) -> datetime | None:
    """Let the parser give the zone: to put it in afterwards takes five times as long."""
    return None if text is None else datetime.fromisoformat(text + "+00:00")


Document = JSON().with_variant(JSONB(), "postgresql")
"""JSON as the database likes it best."""

BigId = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite numbers rows by itself only in a column that is plainly INTEGER."""

Id = Annotated[int, mapped_column(primary_key=True)]
LongId = Annotated[int, mapped_column(BigId, primary_key=True)]


@dataclass_transform(field_specifiers=(mapped_column, relationship), kw_only_default=True)
class Base(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """All tables; `create_all` is for tests, Alembic for life."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: UtcDateTime(),
        dict[str, Any]: Document,
        list[Any]: Document,
    }
