"""The first tables: alerts"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from patrol.model.base import Document, UtcDateTime

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "pending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=200), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("times", Document, nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("draft", Document, nullable=False),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_pending_market_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending")),
    )
    op.create_index(op.f("ix_pending_due_at"), "pending", ["due_at"], unique=False)
    op.create_index("uq_pending", "pending", ["market_id", "fingerprint"], unique=True)
    op.create_table(
        "triage_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("body", Document, nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("valid_from", UtcDateTime(), nullable=False),
        sa.Column("valid_to", UtcDateTime(), nullable=True),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_triage_rule_changed_by")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_triage_rule_market_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_triage_rule")),
    )
    op.create_index(
        "uq_triage_rule_standing",
        "triage_rule",
        ["market_id", "code"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    op.create_table(
        "silence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("maintenance", sa.Boolean(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("begins_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("hidden", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_silence_device_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_silence_ended_by")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_silence_made_by")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_silence_market_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_silence_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_silence")),
    )
    op.create_index(op.f("ix_silence_ends_at"), "silence", ["ends_at"], unique=False)
    op.create_index(op.f("ix_silence_market_id"), "silence", ["market_id"], unique=False)
    op.create_table(
        "alert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("category", sa.String(length=2), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("condition", sa.String(length=8), nullable=False),
        sa.Column("attention", sa.String(length=8), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("x", sa.Double(), nullable=True),
        sa.Column("y", sa.Double(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("kinds", Document, nullable=False),
        sa.Column("subject", Document, nullable=False),
        sa.Column("media", Document, nullable=False),
        sa.Column("correlation", sa.String(length=200), nullable=True),
        sa.Column("happened_at", UtcDateTime(), nullable=False),
        sa.Column("raised_at", UtcDateTime(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("clear_at", UtcDateTime(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("at_startup", sa.Boolean(), nullable=False),
        sa.Column("cleared_at", UtcDateTime(), nullable=True),
        sa.Column("cleared_why", sa.String(length=40), nullable=True),
        sa.Column("seen_at", UtcDateTime(), nullable=True),
        sa.Column("seen_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("close_reason", sa.String(length=200), nullable=True),
        sa.Column("shelved_until", UtcDateTime(), nullable=True),
        sa.Column("incident_id", sa.Integer(), nullable=True),
        sa.Column("related_id", sa.Integer(), nullable=True),
        sa.Column("suppressed", sa.Boolean(), nullable=False),
        sa.Column("hidden_by", sa.Integer(), nullable=True),
        sa.Column("decided_version", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_alert_closed_by")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_alert_device_id")),
        sa.ForeignKeyConstraint(["grid_id"], ["place.id"], name=op.f("fk_alert_grid_id")),
        sa.ForeignKeyConstraint(["group_id"], ["place.id"], name=op.f("fk_alert_group_id")),
        sa.ForeignKeyConstraint(["hidden_by"], ["silence.id"], name=op.f("fk_alert_hidden_by")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_alert_incident_id")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_alert_market_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_alert_place_id")),
        sa.ForeignKeyConstraint(["related_id"], ["alert.id"], name=op.f("fk_alert_related_id")),
        sa.ForeignKeyConstraint(["seen_by"], ["person.id"], name=op.f("fk_alert_seen_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
    )
    op.create_index(op.f("ix_alert_clear_at"), "alert", ["clear_at"], unique=False)
    op.create_index(op.f("ix_alert_correlation"), "alert", ["correlation"], unique=False)
    op.create_index(op.f("ix_alert_hidden_by"), "alert", ["hidden_by"], unique=False)
    op.create_index("ix_alert_open", "alert", ["market_id", "closed_at", "id"], unique=False)
    op.create_index(op.f("ix_alert_shelved_until"), "alert", ["shelved_until"], unique=False)
    op.create_index(
        "uq_alert_open_fingerprint",
        "alert",
        ["market_id", "fingerprint"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )


def downgrade() -> None:
    for table in ("alert", "silence", "triage_rule", "pending"):
        op.drop_table(table)
