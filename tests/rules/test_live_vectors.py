"""The vectors that Python and TypeScript must both follow; web/src/live/state.test.ts reads the same file."""

import json
from pathlib import Path
from typing import Any

import pytest

from patrol.rules.live import StreamEvent, apply

VECTORS: list[dict[str, Any]] = json.loads((Path(__file__).parent / "live_vectors.json").read_text("utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["says"])
def test_a_state_and_an_event_give_the_state_after_it(vector: dict[str, Any]) -> None:
    assert apply(vector["state"], StreamEvent(**vector["event"])) == vector["then"]
