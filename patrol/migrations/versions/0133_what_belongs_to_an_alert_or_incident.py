"""What belongs to an alert or an incident is found without looking at all the rest"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0133"
down_revision: str | None = "0083"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    signals, alerts = sa.text("alert_id IS NOT NULL"), sa.text("incident_id IS NOT NULL")
    op.drop_index("ix_signal_of_alert", "signal")
    op.create_index(
        "ix_signal_of_alert", "signal", ["alert_id"], sqlite_where=signals, postgresql_where=signals
    )
    op.create_index(
        "ix_alert_of_incident", "alert", ["incident_id", "id"], sqlite_where=alerts, postgresql_where=alerts
    )


def downgrade() -> None:
    op.drop_index("ix_alert_of_incident", "alert")
    op.drop_index("ix_signal_of_alert", "signal")
    op.create_index("ix_signal_of_alert", "signal", ["alert_id"])
