"""Reports that name nobody, and the way to a hidden name"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from patrol.model.base import UtcDateTime

revision: str = "0065"
down_revision: str | None = "0090"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "incident",
        sa.Column(
            "near_id", sa.Integer(), sa.ForeignKey("place.id", name="fk_incident_near_id"), nullable=True
        ),
        inline_references=True,
    )
    op.create_table(
        "hidden_reporter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_hidden_reporter_incident_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hidden_reporter")),
        sa.UniqueConstraint("incident_id", name=op.f("uq_hidden_reporter_incident_id")),
    )
    op.create_table(
        "unmasking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.Column("told_group_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_unmasking_incident_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_unmasking_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_unmasking_decided_by")),
        sa.ForeignKeyConstraint(["told_group_id"], ["place.id"], name=op.f("fk_unmasking_told_group_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unmasking")),
    )
    op.create_index(op.f("ix_unmasking_incident_id"), "unmasking", ["incident_id"], unique=False)
    op.create_index("ix_unmasking_told", "unmasking", ["told_group_id", "opened_at"], unique=False)
    op.create_table(
        "report_receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_report_receipt_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_receipt")),
        sa.UniqueConstraint("digest", name=op.f("uq_report_receipt_digest")),
    )
    op.create_index(op.f("ix_report_receipt_incident_id"), "report_receipt", ["incident_id"], unique=False)


def downgrade() -> None:
    for table in ("report_receipt", "unmasking", "hidden_reporter"):
        op.drop_table(table)
    with op.batch_alter_table("incident") as incident:
        incident.drop_column("near_id")
