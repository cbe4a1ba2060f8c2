"""One real broker for the tests of this room."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from patrol.processes.broker import EmbeddedBroker


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[EmbeddedBroker]:
    one = EmbeddedBroker(tmp_path, say=lambda _line: None)
    one.start()
    yield one
    one.stop()
