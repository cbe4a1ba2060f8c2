"""Who looked at whose number"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from patrol.model.base import BigId, UtcDateTime

revision: str = "0092"
down_revision: str | None = "0066"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "look",
        sa.Column("id", BigId, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_look_person_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_look_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look")),
    )
    op.create_index("ix_look_at_place", "look", ["place_id", "at"], unique=False)
    op.create_index("ix_look_by_time", "look", ["at"], unique=False)


def downgrade() -> None:
    op.drop_table("look")
