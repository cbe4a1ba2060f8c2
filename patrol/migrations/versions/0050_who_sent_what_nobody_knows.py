"""Who sent what nobody knows"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from patrol.model.base import Document

revision: str = "0050"
down_revision: str | None = "0070"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("quarantined", sa.Column("stranger", Document, nullable=True))


def downgrade() -> None:
    op.drop_column("quarantined", "stranger")
