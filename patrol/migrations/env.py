"""Alembic's way in: it is handed an open connection and nothing else."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from patrol.model import Base
from patrol.model.base import BigId, Document, UtcDateTime

connection = context.config.attributes["connection"]
wanted = context.config.attributes.get("tables")


def render(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write our own column types by their names."""
    if kind != "type":
        return False
    name = {id(Document): "Document", id(BigId): "BigId"}.get(id(item))
    if isinstance(item, UtcDateTime):
        name = "UtcDateTime()"
    if name is None:
        return False
    autogen.imports.add(f"from patrol.model.base import {name.removesuffix('()')}")
    return name


def include(_item: object, name: str | None, kind: str, _reflected: object, _to: object) -> bool:
    """Look only at the tables asked for, when a revision is written."""
    return kind != "table" or wanted is None or name in wanted


context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_item=render,
    include_object=include,
    render_as_batch=connection.dialect.name == "sqlite" and wanted is None,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
