"""Ballots for the lead of a group"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from patrol.model.base import UtcDateTime

revision: str = "0113"
down_revision: str | None = "0133"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "lead_ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("votes_from", UtcDateTime(), nullable=False),
        sa.Column("closes_at", UtcDateTime(), nullable=False),
        sa.Column("term_days", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("called_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.Column("term_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["place.id"], name=op.f("fk_lead_ballot_group_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("fk_lead_ballot_opened_by")),
        sa.ForeignKeyConstraint(["term_id"], ["lead_term.id"], name=op.f("fk_lead_ballot_term_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_ballot")),
    )
    op.create_index(op.f("ix_lead_ballot_group_id"), "lead_ballot", ["group_id"], unique=False)
    op.create_index("ix_lead_ballot_due", "lead_ballot", ["state", "closes_at"], unique=False)
    op.create_table(
        "lead_candidate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("pledge", sa.String(length=200), nullable=False),
        sa.Column("stood_at", UtcDateTime(), nullable=False),
        sa.Column("stood_by", sa.Integer(), nullable=True),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["lead_ballot.id"], name=op.f("fk_lead_candidate_ballot_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["place.id"], name=op.f("fk_lead_candidate_shop_id")),
        sa.ForeignKeyConstraint(["stood_by"], ["person.id"], name=op.f("fk_lead_candidate_stood_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_candidate")),
        sa.UniqueConstraint("ballot_id", "shop_id", name=op.f("uq_lead_candidate_ballot_id_shop_id")),
    )
    op.create_table(
        "lead_voter",
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["ballot_id"], ["lead_ballot.id"], name=op.f("fk_lead_voter_ballot_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["place.id"], name=op.f("fk_lead_voter_shop_id")),
        sa.PrimaryKeyConstraint("ballot_id", "shop_id", name=op.f("pk_lead_voter")),
    )
    op.create_table(
        "lead_handover",
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=True),
        sa.Column("given_by", sa.Integer(), nullable=True),
        sa.Column("given_at", UtcDateTime(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("taken_by", sa.Integer(), nullable=True),
        sa.Column("taken_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["from_id"], ["place.id"], name=op.f("fk_lead_handover_from_id")),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_lead_handover_given_by")),
        sa.ForeignKeyConstraint(["taken_by"], ["person.id"], name=op.f("fk_lead_handover_taken_by")),
        sa.ForeignKeyConstraint(["term_id"], ["lead_term.id"], name=op.f("fk_lead_handover_term_id")),
        sa.PrimaryKeyConstraint("term_id", name=op.f("pk_lead_handover")),
    )


def downgrade() -> None:
    for table in ("lead_handover", "lead_voter", "lead_candidate", "lead_ballot"):
        op.drop_table(table)
