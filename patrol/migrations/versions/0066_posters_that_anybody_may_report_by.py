"""Posters that anybody may report by"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from patrol.model.base import UtcDateTime

revision: str = "0066"
down_revision: str | None = "0091"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "poster",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_poster_market_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_poster_place_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_poster_made_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_poster_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poster")),
        sa.UniqueConstraint("code", name=op.f("uq_poster_code")),
    )
    op.create_index(op.f("ix_poster_market_id"), "poster", ["market_id"], unique=False)
    op.add_column(
        "report_receipt",
        sa.Column(
            "poster_id",
            sa.Integer(),
            sa.ForeignKey("poster.id", name="fk_report_receipt_poster_id"),
            nullable=True,
        ),
        inline_references=True,
    )
    op.create_index("ix_report_receipt_of_poster", "report_receipt", ["poster_id", "at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_report_receipt_of_poster", "report_receipt")
    with op.batch_alter_table("report_receipt") as receipt:
        receipt.drop_column("poster_id")
    op.drop_table("poster")
