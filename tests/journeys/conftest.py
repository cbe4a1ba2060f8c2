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


@pytest.fixture
def messages() -> int:
    """How many messages a journey sends: JOURNEY_MESSAGES=20000 for a thorough run."""
    return int(os.environ.get("JOURNEY_MESSAGES", "2000"))
