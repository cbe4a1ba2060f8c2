"""Boards that only ever hear the stream, compared with fresh ones."""

from dataclasses import dataclass, field

from patrol.rules.live import State, apply
from tests.world import World


@dataclass(slots=True)
class Boards:
    """One board for each room, opened once and then fed by the stream alone."""

    world: World
    states: dict[str, State] = field(default_factory=dict)
    heads: dict[str, int] = field(default_factory=dict)

    def open(self, *rooms: str) -> "Boards":
        """Begin with a snapshot of each room."""
        for room in rooms:
            first = self.world.snapshot(room)
            self.states[room], self.heads[room] = first.state, first.seq
        return self

    def compare(self) -> None:
        """Hear what was said since, without gaps, and show what a fresh board would."""
        for room, state in self.states.items():
            for event in self.world.since(self.heads[room], room):
                assert event.seq == self.heads[room] + 1, "the numbers of a room have a gap"
                self.heads[room] = event.seq
                state = apply(state, event)
            fresh = self.world.snapshot(room)
            assert set(state) == set(fresh.state), f"{room} was told of something it does not hold"
            assert state == fresh.state, room
            self.states[room] = state
