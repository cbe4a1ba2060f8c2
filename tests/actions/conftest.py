"""What tests of actions share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.case_world import CaseWorld, a_case_world


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseWorld]:
    case = a_case_world(tmp_path)
    yield case
    case.world.engine.dispose()
