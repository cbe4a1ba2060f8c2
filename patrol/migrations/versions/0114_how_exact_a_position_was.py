"""How exact a position was"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0114"
down_revision: str | None = "0113"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("signal", sa.Column("acc_m", sa.Double(), nullable=True))


def downgrade() -> None:
    op.drop_column("signal", "acc_m")
