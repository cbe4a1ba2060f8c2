"""Visit lists and the visits that were made"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from patrol.model.base import BigId, Document, UtcDateTime

revision: str = "0081"
down_revision: str | None = "0086"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "visit_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("ask", sa.String(length=1000), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("reminded_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_visit_list_closed_by")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_visit_list_made_by")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_visit_list_market_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_list")),
    )
    op.create_index("ix_visit_list_open", "visit_list", ["market_id", "closed_at"], unique=False)
    op.create_table(
        "visit",
        sa.Column("id", BigId, nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("result", sa.String(length=8), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("media", Document, nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_visit_by_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_visit_incident_id")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_visit_market_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["place.id"], name=op.f("fk_visit_shop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    op.create_index("ix_visit_of_shop", "visit", ["shop_id", "at"], unique=False)
    op.create_table(
        "visit_ask",
        sa.Column("id", BigId, nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("visit_id", BigId, nullable=True),
        sa.Column("through_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["grid_id"], ["place.id"], name=op.f("fk_visit_ask_grid_id")),
        sa.ForeignKeyConstraint(["list_id"], ["visit_list.id"], name=op.f("fk_visit_ask_list_id")),
        sa.ForeignKeyConstraint(["shop_id"], ["place.id"], name=op.f("fk_visit_ask_shop_id")),
        sa.ForeignKeyConstraint(["through_id"], ["visit_list.id"], name=op.f("fk_visit_ask_through_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_ask_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_ask")),
        sa.UniqueConstraint("list_id", "shop_id", name=op.f("uq_visit_ask_list_id_shop_id")),
    )
    op.create_index("ix_visit_ask_of_grid", "visit_ask", ["grid_id", "state"], unique=False)
    op.create_index("ix_visit_ask_of_shop", "visit_ask", ["shop_id", "state"], unique=False)


def downgrade() -> None:
    for table in ("visit_ask", "visit", "visit_list"):
        op.drop_table(table)
