"""Rows by the hundred, past what SQLAlchemy prepares for each: that costs more than to write the row."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import JSON, Connection, CursorResult, Dialect, String, Table
from sqlalchemy.exc import DBAPIError

from patrol.db import write

Row = Mapping[str, Any]
Writer = Callable[[Any], Any]
"""Makes of a value what the driver takes."""

WORTH_A_COPY = 20
"""Rows from which PostgreSQL is sent a copy: it takes one word more each way, and less for each row."""


class Columns:
    """Some columns of one table, and how their values are written; that is found out once."""

    def __init__(self, table: Table, names: Sequence[str]) -> None:
        self._columns = [table.c[name] for name in names]
        self._writers: dict[str, list[Writer | None]] = {}
        self._quoted: dict[str, list[str]] = {}

    def values(self, rows: Sequence[Row], dialect: Dialect) -> list[list[Any]]:
        """Give column by column what the driver takes; an instant that many rows share is written once."""
        if dialect.name not in self._writers:
            self._writers[dialect.name] = [_writer(column.type, dialect) for column in self._columns]
        ways = zip(self._columns, self._writers[dialect.name], strict=True)
        return [_written([row[column.name] for row in rows], how) for column, how in ways]

    def quoted(self, dialect: Dialect) -> list[str]:
        """Give their names as they stand in a statement."""
        if dialect.name not in self._quoted:
            quote = dialect.identifier_preparer.quote
            self._quoted[dialect.name] = [quote(column.name) for column in self._columns]
        return self._quoted[dialect.name]

    def kinds(self, dialect: Dialect) -> list[str]:
        """Give their types; a text is of any length, so that one too long is refused and not cut."""
        return [
            "TEXT" if isinstance(column.type, String) else column.type.compile(dialect)
            for column in self._columns
        ]


class Bulk:
    """Inserts into one table. Every row names the same columns; what it leaves out, the database fills in.

    Many rows are copied into PostgreSQL; otherwise one statement is executed for all of them.
    """

    def __init__(self, table: Table, columns: Sequence[str]) -> None:
        self._table = table
        self._columns = Columns(table, columns)

    def insert(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Insert in the transaction that is open.

        Raises:
            DBAPIError: the same that a statement of SQLAlchemy's raises, such as IntegrityError.
        """
        if not rows:
            return
        dialect = connection.dialect
        values = list(zip(*self._columns.values(rows, dialect), strict=True))
        names = ", ".join(self._columns.quoted(dialect))
        if dialect.name == "postgresql" and len(values) >= WORTH_A_COPY:
            _copy(connection, f"COPY {self._table.name} ({names}) FROM STDIN", values)
            return
        marks = ", ".join([_mark(dialect)] * len(values[0]))
        statement = f"INSERT INTO {self._table.name} ({names}) VALUES ({marks})"  # noqa: S608 - names of our own
        connection.exec_driver_sql(statement, values)


class Changes:
    """Changes of some columns of one table, each in the row that the columns `by` name.

    `only` is one more condition, in words of SQL: a row that does not meet it stays as it is. `plain`: each
    column has values of one plain type and no row is named twice, so PostgreSQL is sent many at once.
    """

    def __init__(
        self, table: Table, columns: Sequence[str], *, by: Sequence[str], only: str = "", plain: bool = False
    ) -> None:
        self._table, self._only, self._plain = table, [only] if only else [], plain
        self._columns, self._by = Columns(table, columns), Columns(table, by)

    def write(self, connection: Connection, rows: Sequence[Row], where: Sequence[Row]) -> int:
        """Change one row for each of `rows`, found by its neighbour in `where`; tell how many there were."""
        dialect = connection.dialect
        values = (*self._columns.values(rows, dialect), *self._by.values(where, dialect))
        if self._plain and dialect.name == "postgresql" and len(where) >= WORTH_A_COPY:
            return self._at_once(connection, values)
        mark = _mark(dialect)
        new = ", ".join(f"{name} = {mark}" for name in self._columns.quoted(dialect))
        named = " AND ".join([*(f"{name} = {mark}" for name in self._by.quoted(dialect)), *self._only])
        statement = f"UPDATE {self._table.name} SET {new} WHERE {named}"  # noqa: S608 - names of our own
        changed: CursorResult[Any] = connection.exec_driver_sql(statement, list(zip(*values, strict=True)))
        return changed.rowcount

    def _at_once(self, connection: Connection, values: Sequence[list[Any]]) -> int:
        """Send column by column: a round trip for each row costs more than to change it."""
        dialect = connection.dialect
        new, named = self._columns.quoted(dialect), self._by.quoted(dialect)
        kinds = [*self._columns.kinds(dialect), *self._by.kinds(dialect)]
        given = ", ".join(f"%s::{kind}[]" for kind in kinds)
        names = ", ".join(f"given_{number}" for number in range(len(kinds)))
        sets = ", ".join(f"{name} = given_{number}" for number, name in enumerate(new))
        met = [f"{self._table.name}.{name} = given_{number}" for number, name in enumerate(named, len(new))]
        found = " AND ".join([*met, *self._only])
        statement = (
            f"UPDATE {self._table.name} SET {sets} FROM unnest({given}) AS given ({names}) WHERE {found}"  # noqa: S608 - names of our own
        )
        changed: CursorResult[Any] = connection.exec_driver_sql(statement, tuple(values))
        return changed.rowcount


def _copy(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    import psycopg
    from psycopg import sql

    line: Any = connection.connection.driver_connection
    try:
        with line.cursor() as cursor, cursor.copy(sql.SQL(statement)) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:
        # what SQLAlchemy raises for an error of the driver
        raise DBAPIError.instance(
            statement, None, error, psycopg.Error, dialect=connection.dialect
        ) from error


def _mark(dialect: Dialect) -> str:
    """Give what stands for a value in a statement of the driver's own."""
    return "%s" if dialect.name == "postgresql" else "?"


def _writer(kind: Any, dialect: Dialect) -> Writer | None:
    return write if isinstance(kind, JSON) else kind.dialect_impl(dialect).bind_processor(dialect)


def _written(found: list[Any], how: Writer | None) -> list[Any]:
    if how is None:
        return found
    if how is write or len(found) == 1:
        return [how(value) for value in found]
    told = {value: how(value) for value in set(found)}
    return [told[value] for value in found]
