"""What an incident remembers of its way through the steps"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from patrol.model.base import Document, UtcDateTime

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def _columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("drill_plan", sa.String(length=64), nullable=True),
        sa.Column("source", sa.String(length=8), nullable=False, server_default="alert"),
        sa.Column(
            "reported_by",
            sa.Integer(),
            sa.ForeignKey("person.id", name="fk_incident_reported_by"),
            nullable=True,
        ),
        sa.Column("summary", sa.String(length=500), nullable=True),
        sa.Column("dedupe", sa.String(length=120), nullable=True),
        sa.Column(
            "related_id",
            sa.Integer(),
            sa.ForeignKey("incident.id", name="fk_incident_related_id"),
            nullable=True,
        ),
        sa.Column(
            "merged_into",
            sa.Integer(),
            sa.ForeignKey("incident.id", name="fk_incident_merged_into"),
            nullable=True,
        ),
        sa.Column("sop", Document, nullable=False, server_default="[]"),
        sa.Column("helpers", Document, nullable=False, server_default="[]"),
        sa.Column("notes", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("pictures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("round", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("returned", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("reworked", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("holds", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("held_from", sa.String(length=12), nullable=True),
        sa.Column("held_until", UtcDateTime(), nullable=True),
        sa.Column("extension_asked", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("extended", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column(
            "verified_by",
            sa.Integer(),
            sa.ForeignKey("person.id", name="fk_incident_verified_by"),
            nullable=True,
        ),
        sa.Column("self_closed", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column(
            "checked_by",
            sa.Integer(),
            sa.ForeignKey("person.id", name="fk_incident_checked_by"),
            nullable=True,
        ),
        sa.Column(
            "closed_by", sa.Integer(), sa.ForeignKey("person.id", name="fk_incident_closed_by"), nullable=True
        ),
        sa.Column("result", sa.String(length=16), nullable=True),
        sa.Column("cause", sa.String(length=8), nullable=True),
        sa.Column("losses", Document, nullable=False, server_default="{}"),
        sa.Column("decided_version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column(
            "decided_by",
            sa.Integer(),
            sa.ForeignKey("person.id", name="fk_incident_decided_by"),
            nullable=True,
        ),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
    )


def upgrade() -> None:
    for column in _columns():
        op.add_column("incident", column, inline_references=True)
    op.create_index("ix_incident_dedupe", "incident", ["market_id", "dedupe"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_incident_dedupe", "incident")
    with op.batch_alter_table("incident") as incident:
        for column in _columns():
            incident.drop_column(column.name)
