"""Checkpoints, routes and the rounds along them"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from patrol.clock import system_clock
from patrol.model.base import BigId, Document, UtcDateTime

revision: str = "0080"
down_revision: str | None = "0060"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

RULES = (
    ("round-missed", 41, ["round_missed", "check_missed"], {"category": "PA", "severity": "normal"}),
    (
        "checkpoint-missed",
        42,
        ["checkpoint_missed"],
        {"category": "PA", "severity": "notice", "auto_clear_s": 86400},
    ),
    (
        "checkpoint-late",
        43,
        ["checkpoint_late"],
        {"category": "PA", "severity": "notice", "auto_clear_s": 3600},
    ),
)
"""What markets that stand already are given, as new ones are by the default rules."""


def upgrade() -> None:
    op.create_table(
        "checkpoint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("x", sa.Double(), nullable=False),
        sa.Column("y", sa.Double(), nullable=False),
        sa.Column("radius_m", sa.Double(), nullable=False),
        sa.Column("orders", sa.String(length=500), nullable=True),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["grid_id"], ["place.id"], name=op.f("fk_checkpoint_grid_id")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_checkpoint_market_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkpoint")),
        sa.UniqueConstraint("market_id", "code", name=op.f("uq_checkpoint_market_id_code")),
    )
    op.create_table(
        "patrol_route",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("planned_to", sa.Date(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["grid_id"], ["place.id"], name=op.f("fk_patrol_route_grid_id")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_patrol_route_market_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patrol_route")),
        sa.UniqueConstraint("market_id", "code", name=op.f("uq_patrol_route_market_id_code")),
    )
    op.create_index(op.f("ix_patrol_route_planned_to"), "patrol_route", ["planned_to"], unique=False)
    op.create_table(
        "route_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("route_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("by_car", sa.Boolean(), nullable=False),
        sa.Column("stops", Document, nullable=False),
        sa.Column("windows", Document, nullable=False),
        sa.Column("metres", sa.Double(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_route_version_made_by")),
        sa.ForeignKeyConstraint(["route_id"], ["patrol_route.id"], name=op.f("fk_route_version_route_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_route_version")),
        sa.UniqueConstraint("route_id", "number", name=op.f("uq_route_version_route_id_number")),
    )
    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("route_id", sa.Integer(), nullable=False),
        sa.Column("route_version_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("opens_at", UtcDateTime(), nullable=False),
        sa.Column("closes_at", UtcDateTime(), nullable=False),
        sa.Column("settles_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("began_at", UtcDateTime(), nullable=True),
        sa.Column("reported_at", UtcDateTime(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_round_decided_by")),
        sa.ForeignKeyConstraint(["grid_id"], ["place.id"], name=op.f("fk_round_grid_id")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_round_market_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_round_person_id")),
        sa.ForeignKeyConstraint(["route_id"], ["patrol_route.id"], name=op.f("fk_round_route_id")),
        sa.ForeignKeyConstraint(
            ["route_version_id"], ["route_version.id"], name=op.f("fk_round_route_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("route_id", "opens_at", name=op.f("uq_round_route_id_opens_at")),
    )
    op.create_index("ix_round_of_day", "round", ["market_id", "day"], unique=False)
    op.create_index("ix_round_to_settle", "round", ["settled_at", "settles_at"], unique=False)
    op.create_table(
        "round_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("checkpoint_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_round_finding_by_id")),
        sa.ForeignKeyConstraint(
            ["checkpoint_id"], ["checkpoint.id"], name=op.f("fk_round_finding_checkpoint_id")
        ),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_round_finding_incident_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_finding_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_finding")),
    )
    op.create_index(op.f("ix_round_finding_incident_id"), "round_finding", ["incident_id"], unique=False)
    op.create_index(op.f("ix_round_finding_round_id"), "round_finding", ["round_id"], unique=False)
    op.create_table(
        "round_stop",
        sa.Column("id", BigId, nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("checkpoint_id", sa.Integer(), nullable=False),
        sa.Column("x", sa.Double(), nullable=False),
        sa.Column("y", sa.Double(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=True),
        sa.Column("received_at", UtcDateTime(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("proof", sa.String(length=8), nullable=True),
        sa.Column("distance_m", sa.Double(), nullable=True),
        sa.Column("acc_m", sa.Double(), nullable=True),
        sa.Column("far", sa.Boolean(), nullable=False),
        sa.Column("out_of_order", sa.Boolean(), nullable=False),
        sa.Column("too_fast", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_round_stop_by_id")),
        sa.ForeignKeyConstraint(
            ["checkpoint_id"], ["checkpoint.id"], name=op.f("fk_round_stop_checkpoint_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_stop_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_stop")),
        sa.UniqueConstraint("round_id", "seq", name=op.f("uq_round_stop_round_id_seq")),
    )
    _give_rules()


def _give_rules() -> None:
    markets = op.get_bind().execute(sa.text("SELECT id FROM market")).scalars().all()
    rule = sa.table(
        "triage_rule",
        sa.column("market_id", sa.Integer()),
        sa.column("code", sa.String()),
        sa.column("rank", sa.Integer()),
        sa.column("body", Document),
        sa.column("enabled", sa.Boolean()),
        sa.column("valid_from", UtcDateTime()),
    )
    rows = [
        {
            "market_id": market,
            "code": code,
            "rank": rank,
            "body": {"when": {"field": "kind", "in": kinds}, "then": then},
            "enabled": True,
            "valid_from": system_clock(),
        }
        for market in markets
        for code, rank, kinds, then in RULES
    ]
    if rows:
        op.bulk_insert(rule, rows)


def downgrade() -> None:
    codes = ", ".join(f"'{code}'" for code, *_ in RULES)
    op.execute(f"DELETE FROM triage_rule WHERE code IN ({codes})")
    for table in ("round_stop", "round_finding", "round", "route_version", "patrol_route", "checkpoint"):
        op.drop_table(table)
