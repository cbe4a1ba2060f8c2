"""What is waited for, who was sent, who answered"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from patrol.model.base import Document, UtcDateTime

revision: str = "0010"
down_revision: str | None = "0007"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "counter",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )
    op.create_table(
        "case_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("body", Document, nullable=False),
        sa.Column("valid_from", UtcDateTime(), nullable=False),
        sa.Column("valid_to", UtcDateTime(), nullable=True),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_case_setting_changed_by")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_case_setting_market_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_setting")),
    )
    op.create_index("ix_case_setting", "case_setting", ["market_id", "name", "valid_to"], unique=False)

    op.create_table(
        "evaluation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("scores", Document, nullable=False),
        sa.Column("lesson", sa.String(length=2000), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_evaluation_incident_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_evaluation_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
    )
    op.create_index(op.f("ix_evaluation_incident_id"), "evaluation", ["incident_id"], unique=False)
    op.create_index(
        "uq_evaluation_once", "evaluation", ["incident_id", "round", "role", "person_id"], unique=True
    )

    op.create_table(
        "outside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(length=8), nullable=False),
        sa.Column("called_at", UtcDateTime(), nullable=False),
        sa.Column("called_by", sa.Integer(), nullable=True),
        sa.Column("receipt", sa.String(length=200), nullable=True),
        sa.Column("spoke_with", sa.String(length=200), nullable=True),
        sa.Column("arrived_at", UtcDateTime(), nullable=True),
        sa.Column("returned_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["called_by"], ["person.id"], name=op.f("fk_outside_called_by")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_outside_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside")),
    )
    op.create_index(op.f("ix_outside_incident_id"), "outside", ["incident_id"], unique=False)

    op.create_table(
        "roll_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=True),
        sa.Column("drill", sa.Boolean(), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("caller_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["caller_id"], ["place.id"], name=op.f("fk_roll_call_caller_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_roll_call_ended_by")),
        sa.ForeignKeyConstraint(["group_id"], ["place.id"], name=op.f("fk_roll_call_group_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_roll_call_incident_id")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_roll_call_market_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("fk_roll_call_opened_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_call")),
    )
    op.create_index(op.f("ix_roll_call_incident_id"), "roll_call", ["incident_id"], unique=False)
    op.create_index("ix_roll_call_of_market", "roll_call", ["market_id", "ended_at"], unique=False)
    op.create_index(
        "uq_roll_call_standing",
        "roll_call",
        ["group_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )

    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("unit_kind", sa.String(length=8), nullable=False),
        sa.Column("part", sa.String(length=8), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("doer_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=False),
        sa.Column("sent_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("arrived_at", UtcDateTime(), nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_task_device_id")),
        sa.ForeignKeyConstraint(["doer_id"], ["person.id"], name=op.f("fk_task_doer_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_task_incident_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_task_person_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_task_place_id")),
        sa.ForeignKeyConstraint(["sent_by"], ["person.id"], name=op.f("fk_task_sent_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    op.create_index("ix_task_of_incident", "task", ["incident_id", "id"], unique=False)
    op.create_index("ix_task_of_person", "task", ["person_id", "settled_at"], unique=False)
    op.create_index("ix_task_open", "task", ["settled_at", "device_id"], unique=False)

    op.create_table(
        "roll_call_shop",
        sa.Column("roll_call_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("why_not", sa.String(length=16), nullable=True),
        sa.Column("answer", sa.String(length=8), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("listed_at", UtcDateTime(), nullable=True),
        sa.Column("rung_at", UtcDateTime(), nullable=True),
        sa.Column("watcher_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_roll_call_shop_answered_by")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_roll_call_shop_place_id")),
        sa.ForeignKeyConstraint(
            ["roll_call_id"], ["roll_call.id"], name=op.f("fk_roll_call_shop_roll_call_id")
        ),
        sa.ForeignKeyConstraint(["watcher_id"], ["place.id"], name=op.f("fk_roll_call_shop_watcher_id")),
        sa.PrimaryKeyConstraint("roll_call_id", "place_id", name=op.f("pk_roll_call_shop")),
    )
    op.create_table(
        "timer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("roll_call_id", sa.Integer(), nullable=True),
        sa.Column("alert_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("fired_at", UtcDateTime(), nullable=True),
        sa.Column("late_by_s", sa.Integer(), nullable=True),
        sa.Column("stopped_at", UtcDateTime(), nullable=True),
        sa.Column("paused_at", UtcDateTime(), nullable=True),
        sa.Column("left_s", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_timer_alert_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_timer_incident_id")),
        sa.ForeignKeyConstraint(["roll_call_id"], ["roll_call.id"], name=op.f("fk_timer_roll_call_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_timer_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timer")),
    )
    op.create_index(
        "ix_timer_due",
        "timer",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("fired_at IS NULL AND stopped_at IS NULL AND paused_at IS NULL"),
        postgresql_where=sa.text("fired_at IS NULL AND stopped_at IS NULL AND paused_at IS NULL"),
    )
    op.create_index("ix_timer_of_incident", "timer", ["incident_id", "stopped_at"], unique=False)
    op.create_index("ix_timer_of_roll_call", "timer", ["roll_call_id"], unique=False)
    op.create_index("uq_timer_of_alert", "timer", ["alert_id", "level"], unique=True)


def downgrade() -> None:
    for table in (
        "timer",
        "roll_call_shop",
        "task",
        "roll_call",
        "outside",
        "evaluation",
        "case_setting",
        "counter",
    ):
        op.drop_table(table)
