"""Turns of duty and their ledger"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from patrol.model.base import BigId, Document, UtcDateTime

revision: str = "0030"
down_revision: str | None = "0011"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "rota",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=120), nullable=False),
        sa.Column("keeper", sa.String(length=8), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("books_from", UtcDateTime(), nullable=False),
        sa.Column("needs_approval", sa.Boolean(), nullable=False),
        sa.Column("check_in_from", UtcDateTime(), nullable=True),
        sa.Column("published_days", sa.Integer(), nullable=False),
        sa.Column("draft_days", sa.Integer(), nullable=False),
        sa.Column("post_x", sa.Double(), nullable=True),
        sa.Column("post_y", sa.Double(), nullable=True),
        sa.Column("post_code", sa.String(length=64), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("changed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_rota_market_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_rota_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota")),
        sa.UniqueConstraint("code", name=op.f("uq_rota_code")),
        sa.UniqueConstraint("place_id", name=op.f("uq_rota_place_id")),
    )
    op.create_index(op.f("ix_rota_changed"), "rota", ["changed"], unique=False)
    op.create_index(op.f("ix_rota_market_id"), "rota", ["market_id"], unique=False)
    op.create_index(op.f("ix_rota_planned_on"), "rota", ["planned_on"], unique=False)
    op.create_table(
        "duty_pattern",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rota_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("kinds", Document, nullable=False),
        sa.Column("rest", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_duty_pattern_made_by")),
        sa.ForeignKeyConstraint(["rota_id"], ["rota.id"], name=op.f("fk_duty_pattern_rota_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_pattern")),
        sa.UniqueConstraint("rota_id", "version", name=op.f("uq_duty_pattern_rota_id_version")),
    )
    op.create_table(
        "slot",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("rota_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("standby", sa.Boolean(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("day_class", sa.String(length=10), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("rest", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("cancelled_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["rota_id"], ["rota.id"], name=op.f("fk_slot_rota_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot")),
    )
    op.create_index("ix_slot_now", "slot", ["starts_at", "ends_at"], unique=False)
    op.create_index("ix_slot_of_holder", "slot", ["holder_id", "starts_at"], unique=False)
    op.create_index("ix_slot_of_rota", "slot", ["rota_id", "starts_at"], unique=False)
    op.create_table(
        "assignment",
        sa.Column("id", BigId, nullable=False),
        sa.Column("slot_id", sa.String(length=20), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("acting", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("correlation", sa.String(length=64), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_assignment_actor_id")),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_assignment_slot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("slot_id", "seq", name=op.f("uq_assignment_slot_id_seq")),
    )
    op.create_index(op.f("ix_assignment_correlation"), "assignment", ["correlation"], unique=False)
    op.create_table(
        "duty_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rota_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("slot_a", sa.String(length=20), nullable=False),
        sa.Column("seq_a", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("slot_b", sa.String(length=20), nullable=True),
        sa.Column("seq_b", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("acting", sa.Boolean(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("applied_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_duty_request_answered_by")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_duty_request_asked_by")),
        sa.ForeignKeyConstraint(["rota_id"], ["rota.id"], name=op.f("fk_duty_request_rota_id")),
        sa.ForeignKeyConstraint(["slot_a"], ["slot.id"], name=op.f("fk_duty_request_slot_a")),
        sa.ForeignKeyConstraint(["slot_b"], ["slot.id"], name=op.f("fk_duty_request_slot_b")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_request")),
    )
    op.create_index(op.f("ix_duty_request_expires_at"), "duty_request", ["expires_at"], unique=False)
    op.create_index("ix_duty_request_open", "duty_request", ["rota_id", "state"], unique=False)
    op.create_index(op.f("ix_duty_request_slot_a"), "duty_request", ["slot_a"], unique=False)
    op.create_index(op.f("ix_duty_request_slot_b"), "duty_request", ["slot_b"], unique=False)


def downgrade() -> None:
    for table in ("duty_request", "assignment", "slot", "duty_pattern", "rota"):
        op.drop_table(table)
