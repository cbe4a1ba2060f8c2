"""Handover between shifts, and equipment with its ledger"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from patrol.model.base import BigId, Document, UtcDateTime

revision: str = "0076"
down_revision: str | None = "0050"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "equipment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=8), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["holder_id"], ["person.id"], name=op.f("fk_equipment_holder_id")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_equipment_market_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_equipment_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment")),
        sa.UniqueConstraint("market_id", "kind", "number", name=op.f("uq_equipment_market_id_kind_number")),
    )
    op.create_index(op.f("ix_equipment_place_id"), "equipment", ["place_id"], unique=False)
    op.create_table(
        "equipment_row",
        sa.Column("id", BigId, nullable=False),
        sa.Column("equipment_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=8), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_equipment_row_by")),
        sa.ForeignKeyConstraint(
            ["equipment_id"], ["equipment.id"], name=op.f("fk_equipment_row_equipment_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_equipment_row_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment_row")),
        sa.UniqueConstraint("equipment_id", "seq", name=op.f("uq_equipment_row_equipment_id_seq")),
    )
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rota_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("out_kind", sa.String(length=32), nullable=False),
        sa.Column("in_kind", sa.String(length=32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("facts", Document, nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("remark", sa.String(length=500), nullable=True),
        sa.Column("out_by", sa.Integer(), nullable=True),
        sa.Column("out_at", UtcDateTime(), nullable=True),
        sa.Column("in_by", sa.Integer(), nullable=True),
        sa.Column("in_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["in_by"], ["person.id"], name=op.f("fk_handover_in_by")),
        sa.ForeignKeyConstraint(["out_by"], ["person.id"], name=op.f("fk_handover_out_by")),
        sa.ForeignKeyConstraint(["rota_id"], ["rota.id"], name=op.f("fk_handover_rota_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sa.UniqueConstraint("rota_id", "at", name=op.f("uq_handover_rota_id_at")),
    )
    op.create_index("ix_handover_open", "handover", ["closed_at", "at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_handover_open", table_name="handover")
    op.drop_table("handover")
    op.drop_table("equipment_row")
    op.drop_index(op.f("ix_equipment_place_id"), table_name="equipment")
    op.drop_table("equipment")
