"""How a unit stands right now, said in one word: what the office reads off the status board."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from patrol.rules.case_words import TaskState
from patrol.rules.words import DeviceStatus


class UnitState(StrEnum):
    """One word for each unit, the one that needs a person first."""

    SILENT = "silent"
    SENT = "sent"
    COMING = "coming"
    ARRIVED = "arrived"
    FREE = "free"
    OFF = "off"

    @property
    def rank(self) -> int:
        """0 for what has to be looked at first."""
        return list(UnitState).index(self)


@dataclass(frozen=True, slots=True)
class Sign:
    """What is known of a unit. `status` None: a shop, not heard by anybody; `on_duty` None: in no rota."""

    status: DeviceStatus | None
    on_duty: bool | None = None
    is_open: bool = True
    tasks: Collection[TaskState] = ()


def state_of(sign: Sign) -> UnitState:
    """Say how a unit stands.

    Somebody who is out or on duty and is not heard is silent, whatever they said last: that is what the
    office has to look into. Who is not heard and not expected is off.
    """
    out = [task for task in sign.tasks if task.open]
    if sign.status is not None and sign.status is not DeviceStatus.ONLINE:
        missed = bool(out) or sign.on_duty is True
        missed |= sign.status is DeviceStatus.SILENT and sign.on_duty is not False
        return UnitState.SILENT if missed else UnitState.OFF
    if out:
        return _of_tasks(out)
    if sign.on_duty is False or not sign.is_open:
        return UnitState.OFF
    return UnitState.FREE


def _of_tasks(out: Collection[TaskState]) -> UnitState:
    """Give the farthest of several tasks: who stands at one place is on scene, wherever else they must go."""
    if TaskState.ARRIVED in out:
        return UnitState.ARRIVED
    return UnitState.COMING if TaskState.COMING in out else UnitState.SENT
