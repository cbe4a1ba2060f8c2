"""The play says what is due when it is due, within its allowance."""

from simulators import scenario
from simulators.beats import beats_of
from simulators.play import Allowance, Play
from simulators.scenario import scenario_from
from simulators.utterance import Cut, Utterance
from tests.simulators.markets import staged


class Ear:
    """Hears what a play says."""

    def __init__(self) -> None:
        self.heard: list[Utterance] = []
        self.cuts: list[Cut] = []

    def say(self, said: Utterance) -> None:
        self.heard.append(said)

    def cut(self, cut: Cut) -> None:
        self.cuts.append(cut)


def played(seconds: float, *, speed: float = 1.0, rate: float = 80.0, name: str = "market_day") -> Ear:
    stage, told, ear = staged(speed=speed), scenario.load(name), Ear()
    play = Play(stage, told, beats_of(stage, dead=0), rate=rate)
    for step in range(int(seconds * 8)):
        play.at(step / 8, ear)
    return ear


def test_nothing_is_said_before_it_is_due() -> None:
    assert all(said.due_s <= 30 for said in played(30).heard)


def test_two_runs_say_the_same() -> None:
    assert played(60).heard == played(60).heard


def test_the_allowance_bounds_every_second_at_any_speed() -> None:
    for speed in (1.0, 60.0, 600.0):
        assert len(played(20, speed=speed, rate=5).heard) <= 5 * 21


def test_alarms_wait_for_their_turn_and_beats_do_not() -> None:
    told = scenario_from("x", {"summary": "", "story": [{"after_s": 1, "act": "sos"} for _ in range(20)]})
    stage, ear = staged(), Ear()
    play = Play(stage, told, beats_of(stage, dead=0), rate=2)
    for step in range(400):
        play.at(step / 8, ear)
    calls = (b'"kind":"sos"', b'"action":"emergency"')
    assert sum(call in said.payload for said in ear.heard for call in calls) >= 20


def test_a_link_breaks_when_the_story_says_so() -> None:
    assert [cut.line for cut in played(30, name="broker_outage").cuts] == ["*"]


def test_a_machine_that_slept_does_not_say_what_it_missed() -> None:
    stage, ear = staged(), Ear()
    play = Play(stage, scenario.load("fire"), beats_of(stage, dead=0), rate=1000)
    play.at(0, ear)
    before = len(ear.heard)
    play.at(3600, ear)
    places = [said for said in ear.heard[before:] if said.qos == 0]
    assert len(places) < 100


def test_an_allowance_saves_up_one_second_and_no_more() -> None:
    allowance = Allowance(3)
    assert [allowance.take(100) for _ in range(4)] == [True, True, True, False]
    assert allowance.take(100.5)
