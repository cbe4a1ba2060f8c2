"""Why work was sent back, for the phone of whoever does it again"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0134"
down_revision: str | None = "0105"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("task", sa.Column("again_because", sa.String(length=200), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("task") as task:
        task.drop_column("again_because")
