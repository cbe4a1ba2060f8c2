"""A prepared market, copied for each journey."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.house import PARTS, House, build


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("journeys") / "prepared"
    build(folder)
    return folder


@pytest.fixture
def house(prepared: Path, tmp_path: Path) -> Iterator[House]:
    """A market whose four parts run."""
    one = House.like(prepared, tmp_path / "house")
    try:
        one.start(*PARTS)
        yield one
    finally:
        one.stop()


@pytest.fixture(scope="package")
def shaken(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One market for all faults that leave it standing: its clocks, storing and lines can be disturbed.

    It ends with the last journey of this process: four parts that nobody asks still take a share of a core.
    """
    folder = tmp_path_factory.mktemp("shaken")
    (folder / "step").write_text("0")
    one = House.like(prepared, folder / "house")
    one.program = ("tests.journeys.sabotage", str(folder))
    one.broker_host = "0.0.0.0"  # noqa: S104 - for the machine beside this one
    try:
        one.start(*PARTS)
        yield one
    finally:
        one.stop()


@pytest.fixture
def messages() -> int:
    """How many messages a journey sends: JOURNEY_MESSAGES=20000 for a thorough run."""
    return int(os.environ.get("JOURNEY_MESSAGES", "2000"))


@pytest.fixture(scope="session")
def stream() -> int:
    """How many messages flow while something breaks: JOURNEY_MESSAGES for more."""
    return int(os.environ.get("JOURNEY_MESSAGES", "400"))


@pytest.fixture(scope="session")
def locked_s() -> float:
    """How long somebody else holds the database: JOURNEY_LOCKED_S. Beyond 15 s ingest gives up."""
    return float(os.environ.get("JOURNEY_LOCKED_S", "2"))


@pytest.fixture(scope="session")
def cut_s() -> float:
    """How long a line stays cut after all was said: JOURNEY_CUT_S. After 25 s the broker gives ingest up."""
    return float(os.environ.get("JOURNEY_CUT_S", "0"))
