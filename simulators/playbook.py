"""Which acts there are, who plays each, and how long each lasts in pretend seconds."""

from collections.abc import Mapping
from dataclasses import dataclass

from simulators import acts_felt as felt
from simulators import acts_seen as seen
from simulators import acts_wrong as wrong
from simulators import stage
from simulators.stage import Act


@dataclass(frozen=True, slots=True)
class Part:
    """One act with its players and its length, from–to."""

    act: Act
    players: str
    lasts_s: tuple[float, float] = (20.0, 60.0)


PARTS: Mapping[str, Part] = {
    "passer_by": Part(seen.passer_by, stage.DETECTORS, (8, 40)),
    "prowler": Part(seen.prowler, stage.DETECTORS, (20, 90)),
    "person": Part(seen.person, stage.DETECTORS, (15, 60)),
    "vehicle": Part(seen.vehicle, stage.DETECTORS, (40, 180)),
    "flames": Part(seen.flames, stage.DETECTORS, (60, 180)),
    "scream": Part(seen.scream, stage.DETECTORS, (5, 15)),
    "intruder": Part(seen.intruder, stage.CAMERAS, (20, 90)),
    "plate": Part(seen.plate, stage.DETECTORS),
    "covered": Part(seen.covered, stage.CAMERAS, (60, 300)),
    "sos": Part(felt.sos, stage.BUTTONS),
    "smoke": Part(felt.smoke, stage.SMOKE, (60, 180)),
    "shutter": Part(felt.shutter, stage.CONTACTS, (30, 240)),
    "flapping": Part(felt.flapping, stage.CONTACTS, (120, 300)),
    "faint_link": Part(felt.faint_link, stage.CAMERAS, (120, 300)),
    "outage": Part(felt.outage, stage.CAMERAS, (90, 400)),
    "button_test": Part(felt.button_test, stage.BUTTONS),
    "battery": Part(felt.battery, stage.BUTTONS),
    "driver_sos": Part(felt.driver_sos, stage.CARS),
    "link_cut": Part(felt.link_cut, stage.CARS, (20, 80)),
    "all_links_cut": Part(felt.all_links_cut, stage.CARS, (30, 60)),
    "rotten": Part(wrong.rotten, stage.CAMERAS),
    "clock_ahead": Part(wrong.clock_ahead, stage.BUTTONS),
    "late_batch": Part(wrong.late_batch, stage.CAMERAS),
    "ghost": Part(wrong.ghost, stage.CAMERAS, (600, 900)),
}
