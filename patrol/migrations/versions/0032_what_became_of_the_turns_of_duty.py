"""What became of the turns of duty"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from patrol.model.base import BigId, Document, UtcDateTime

revision: str = "0032"
down_revision: str | None = "0031"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "credit_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rota_id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_credit_note_made_by")),
        sa.ForeignKeyConstraint(["rota_id"], ["rota.id"], name=op.f("fk_credit_note_rota_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_note")),
    )
    op.create_index(op.f("ix_credit_note_rota_id"), "credit_note", ["rota_id"], unique=False)
    op.create_table(
        "check_in",
        sa.Column("id", BigId, nullable=False),
        sa.Column("slot_id", sa.String(length=20), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("came_at", UtcDateTime(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("distance_m", sa.Double(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_check_in_person_id")),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_check_in_slot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
        sa.UniqueConstraint("slot_id", "holder_id", name=op.f("uq_check_in_slot_id_holder_id")),
    )
    op.create_table(
        "duty_notice",
        sa.Column("id", BigId, nullable=False),
        sa.Column("keeper", sa.String(length=8), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=24), nullable=False),
        sa.Column("slot_id", sa.String(length=20), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_duty_notice_slot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_notice")),
        sa.UniqueConstraint(
            "keeper",
            "holder_id",
            "topic",
            "slot_id",
            "seq",
            name=op.f("uq_duty_notice_keeper_holder_id_topic_slot_id_seq"),
        ),
    )
    op.create_index("ix_duty_notice_of_holder", "duty_notice", ["keeper", "holder_id", "at"], unique=False)
    op.create_table(
        "duty_relief",
        sa.Column("id", BigId, nullable=False),
        sa.Column("slot_id", sa.String(length=20), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_duty_relief_actor_id")),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_duty_relief_slot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_relief")),
    )
    op.create_index(op.f("ix_duty_relief_slot_id"), "duty_relief", ["slot_id"], unique=False)
    op.create_table(
        "missed_duty",
        sa.Column("slot_id", sa.String(length=20), nullable=False),
        sa.Column("rung", sa.String(length=10), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=True),
        sa.Column("path", Document, nullable=False),
        sa.Column("resolved_at", UtcDateTime(), nullable=True),
        sa.Column("resolved_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_missed_duty_slot_id")),
        sa.PrimaryKeyConstraint("slot_id", name=op.f("pk_missed_duty")),
    )
    op.create_index("ix_missed_duty_due", "missed_duty", ["resolved_at", "next_at"], unique=False)


def downgrade() -> None:
    for table in ("missed_duty", "duty_relief", "duty_notice", "check_in", "credit_note"):
        op.drop_table(table)
