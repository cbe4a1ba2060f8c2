"""Button tests, drills and their plans"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from patrol.clock import system_clock
from patrol.model.base import Document, UtcDateTime

revision: str = "0083"
down_revision: str | None = "0082"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

RULES = (("button-failed", 44, "normal"), ("button-overdue", 45, "notice"))
"""What markets that stand already are given, as new ones are by the default rules."""


def upgrade() -> None:
    op.create_table(
        "test_plan",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("looked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_test_plan_market_id")),
        sa.PrimaryKeyConstraint("market_id", name=op.f("pk_test_plan")),
    )
    op.create_table(
        "button_test",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("closes_at", UtcDateTime(), nullable=False),
        sa.Column("pressed_at", UtcDateTime(), nullable=True),
        sa.Column("answer_by", UtcDateTime(), nullable=True),
        sa.Column("lit", sa.Boolean(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_button_test_device_id")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_button_test_market_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("fk_button_test_opened_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_button_test")),
    )
    op.create_index("ix_button_test_of_device", "button_test", ["device_id", "settled_at"], unique=False)
    op.create_index(op.f("ix_button_test_settled_at"), "button_test", ["settled_at"], unique=False)
    op.create_index(
        "uq_button_test_open",
        "button_test",
        ["device_id"],
        unique=True,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_table(
        "drill_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("category", sa.String(length=2), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("planned_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=True),
        sa.Column("result", sa.String(length=1000), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_drill_plan_incident_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_drill_plan_made_by")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_drill_plan_market_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_drill_plan_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill_plan")),
    )
    op.create_index(op.f("ix_drill_plan_market_id"), "drill_plan", ["market_id"], unique=False)

    _give_rules()


def _give_rules() -> None:
    rule = sa.table(
        "triage_rule",
        sa.column("market_id", sa.Integer()),
        sa.column("code", sa.String()),
        sa.column("rank", sa.Integer()),
        sa.column("body", Document),
        sa.column("enabled", sa.Boolean()),
        sa.column("valid_from", UtcDateTime()),
    )
    now = system_clock()
    rows = [
        {
            "market_id": market,
            "code": code,
            "rank": rank,
            "body": {
                "when": {"field": "kind", "in": [code.replace("-", "_")]},
                "then": {"category": "DV", "severity": severity},
            },
            "enabled": True,
            "valid_from": now,
        }
        for market in op.get_bind().execute(sa.text("SELECT id FROM market")).scalars().all()
        for code, rank, severity in RULES
    ]
    if rows:
        op.bulk_insert(rule, rows)


def downgrade() -> None:
    op.execute("DELETE FROM triage_rule WHERE code IN ('button-failed', 'button-overdue')")
    for table in ("drill_plan", "button_test", "test_plan"):
        op.drop_table(table)
