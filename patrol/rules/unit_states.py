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
    EXPECTED = "expected"
    FREE = "free"
    OFF = "off"

    @property
    def rank(self) -> int:
        """0 for what has to be looked at first."""
        return list(UnitState).index(self)


@dataclass(frozen=True, slots=True)
class Sign:
    """What is known of a unit. `status` None: a shop, not heard by anybody; `on_duty` None: in no rota.

    `just_heard`: its last word is so fresh that a broken connection proves nothing yet. `awaited`: its turn,
    or our listening, began only a while ago and it has not spoken since.
    """

    status: DeviceStatus | None
    on_duty: bool | None = None
    is_open: bool = True
    tasks: Collection[TaskState] = ()
    just_heard: bool = False
    awaited: bool = False


def state_of(sign: Sign) -> UnitState:
    """Say how a unit stands.

    Somebody who is out or on duty and is not heard is silent, whatever they said last: that is what the
    office has to look into. But nobody is called silent for a time in which they were not on duty, or we did
    not listen: they are expected. Who is not heard and not expected is off.
    """
    out = [task for task in sign.tasks if task.open]
    if not _is_heard(sign):
        return _unheard(sign, is_out=bool(out))
    if out:
        return _of_tasks(out)
    if sign.on_duty is False or not sign.is_open:
        return UnitState.OFF
    return UnitState.FREE


def _is_heard(sign: Sign) -> bool:
    return sign.status in (None, DeviceStatus.ONLINE) or sign.just_heard


def _unheard(sign: Sign, *, is_out: bool) -> UnitState:
    if sign.on_duty is True and sign.awaited and not is_out:
        return UnitState.EXPECTED
    missed = is_out or sign.on_duty is True
    missed |= sign.status is DeviceStatus.SILENT and sign.on_duty is not False
    return UnitState.SILENT if missed else UnitState.OFF


def _of_tasks(out: Collection[TaskState]) -> UnitState:
    """Give the farthest of several tasks: who stands at one place is on scene, wherever else they must go."""
    if TaskState.ARRIVED in out:
        return UnitState.ARRIVED
    return UnitState.COMING if TaskState.COMING in out else UnitState.SENT
