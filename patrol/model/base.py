"""What every table shares: names of constraints, instants in UTC, documents as JSON."""

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
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give aware UTC."""
        if value is None:
            return None
        if dialect.name == "sqlite":
            return value.replace(tzinfo=UTC)
        return value.astimezone(UTC)


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
