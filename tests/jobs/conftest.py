"""The market the jobs look after, on both databases."""

from collections.abc import Iterator

import pytest

from tests.jobs.town import Town, build


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    one = build(database_url)
    yield one
    one.engine.dispose()
