"""Official grades, seen by the police alone"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from patrol.model.base import UtcDateTime

revision: str = "0105"
down_revision: str | None = "0114"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "official_grade",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("grade", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=True),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_official_grade_incident_id")),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_official_grade_given_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_grade")),
    )
    op.create_index("ix_official_grade_of_incident", "official_grade", ["incident_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("official_grade")
