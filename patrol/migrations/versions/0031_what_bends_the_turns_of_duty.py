"""What bends the turns of duty"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from patrol.model.base import UtcDateTime

revision: str = "0031"
down_revision: str | None = "0030"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("keeper", sa.String(length=8), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_absence_asked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index("ix_absence_of_holder", "absence", ["keeper", "holder_id"], unique=False)
    op.create_table(
        "duty_day",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("mark", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("imported_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_duty_day_market_id")),
        sa.PrimaryKeyConstraint("market_id", "day", name=op.f("pk_duty_day")),
    )
    op.create_table(
        "lead_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=True),
        sa.Column("letter", sa.String(length=100), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["deputy_id"], ["place.id"], name=op.f("fk_lead_term_deputy_id")),
        sa.ForeignKeyConstraint(["group_id"], ["place.id"], name=op.f("fk_lead_term_group_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["place.id"], name=op.f("fk_lead_term_lead_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_lead_term_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_term")),
    )
    op.create_index(op.f("ix_lead_term_group_id"), "lead_term", ["group_id"], unique=False)
    op.create_table(
        "gathering",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("guest_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["guest_id"], ["rota.id"], name=op.f("fk_gathering_guest_id")),
        sa.ForeignKeyConstraint(["host_id"], ["rota.id"], name=op.f("fk_gathering_host_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_gathering_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gathering")),
    )
    op.create_index(op.f("ix_gathering_guest_id"), "gathering", ["guest_id"], unique=False)
    op.create_index(op.f("ix_gathering_host_id"), "gathering", ["host_id"], unique=False)


def downgrade() -> None:
    for table in ("gathering", "lead_term", "duty_day", "absence"):
        op.drop_table(table)
