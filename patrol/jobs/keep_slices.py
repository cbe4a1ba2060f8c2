"""Make the slices of the coming days, and drop those whose every record has outlived its retention."""

from datetime import datetime

from sqlalchemy.orm import Session

from patrol.jobs import slices
from patrol.rules.entries import Register
from patrol.rules.slices import FAMILIES, Slice

AT_ONCE = 40
"""Slices made in one transaction: history that was not cut yet is cut a little at a time."""


def run(session: Session, _register: Register, *, now: datetime) -> None:
    """Do what is due; nothing where tables are not cut."""
    for table in sorted(slices.sliced_tables(session)):
        there = slices.slices_of(session, table)
        for old in (each for each in there if each.is_over(now)):
            slices.drop(session, old)
        for new in _missing(session, table, there, now)[:AT_ONCE]:
            slices.make(session, new)


def _missing(session: Session, table: str, there: list[Slice], now: datetime) -> list[Slice]:
    coming = [one for family in FAMILIES if family.table == table for one in family.wanted(now)]
    wanted = dict.fromkeys([*coming, *slices.in_the_rest(session, table)])
    return [one for one in wanted if one not in there]
