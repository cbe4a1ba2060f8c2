"""Editions of duty: a number that rises with every change of a rota"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from patrol.model.base import UtcDateTime

revision: str = "0085"
down_revision: str | None = "0076"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("rota") as rota:
        rota.add_column(sa.Column("edition", sa.Integer(), nullable=False, server_default="0"))
        rota.add_column(sa.Column("edited_at", UtcDateTime(), nullable=True))
    with op.batch_alter_table("rota") as rota:
        rota.alter_column("edition", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("rota") as rota:
        rota.drop_column("edited_at")
        rota.drop_column("edition")
