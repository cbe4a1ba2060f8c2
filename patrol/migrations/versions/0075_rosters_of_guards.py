"""Rosters of guards, and what they ask for"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from patrol.model.base import Document, UtcDateTime

revision: str = "0075"
down_revision: str | None = "0065"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "qualification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("skill", sa.String(length=16), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.Column("given_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_qualification_given_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_qualification_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualification")),
    )
    op.create_index(op.f("ix_qualification_person_id"), "qualification", ["person_id"], unique=False)
    op.create_table(
        "guard_roster",
        sa.Column("rota_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rest_minutes", sa.Integer(), nullable=False),
        sa.Column("days_running", sa.Integer(), nullable=False),
        sa.Column("drivers", sa.Integer(), nullable=False),
        sa.Column("days_ahead", sa.Integer(), nullable=False),
        sa.Column("laid_until", sa.Date(), nullable=True),
        sa.Column("published_until", sa.Date(), nullable=True),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_guard_roster_changed_by")),
        sa.ForeignKeyConstraint(["rota_id"], ["rota.id"], name=op.f("fk_guard_roster_rota_id")),
        sa.PrimaryKeyConstraint("rota_id", name=op.f("pk_guard_roster")),
    )
    op.create_table(
        "roster_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rota_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("seconds_given", sa.Double(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("method", sa.String(length=8), nullable=True),
        sa.Column("why", sa.String(length=40), nullable=True),
        sa.Column("cost", sa.Integer(), nullable=True),
        sa.Column("bound", sa.Integer(), nullable=True),
        sa.Column("seconds", sa.Double(), nullable=True),
        sa.Column("moved", sa.Integer(), nullable=True),
        sa.Column("lacks", Document, nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_roster_run_asked_by")),
        sa.ForeignKeyConstraint(["rota_id"], ["rota.id"], name=op.f("fk_roster_run_rota_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_run")),
    )
    op.create_index(op.f("ix_roster_run_rota_id"), "roster_run", ["rota_id"], unique=False)
    op.create_index("ix_roster_run_waiting", "roster_run", ["state", "id"], unique=False)
    op.create_table(
        "shift_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rota_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("want", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("absence_id", sa.Integer(), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["absence_id"], ["absence.id"], name=op.f("fk_shift_wish_absence_id")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_shift_wish_answered_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_shift_wish_person_id")),
        sa.ForeignKeyConstraint(["rota_id"], ["rota.id"], name=op.f("fk_shift_wish_rota_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_wish")),
    )
    op.create_index("ix_shift_wish_of_rota", "shift_wish", ["rota_id", "state", "last"], unique=False)
    op.create_index(op.f("ix_shift_wish_person_id"), "shift_wish", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_shift_wish_person_id"), table_name="shift_wish")
    op.drop_index("ix_shift_wish_of_rota", table_name="shift_wish")
    op.drop_table("shift_wish")
    op.drop_index("ix_roster_run_waiting", table_name="roster_run")
    op.drop_index(op.f("ix_roster_run_rota_id"), table_name="roster_run")
    op.drop_table("roster_run")
    op.drop_table("guard_roster")
    op.drop_index(op.f("ix_qualification_person_id"), table_name="qualification")
    op.drop_table("qualification")
