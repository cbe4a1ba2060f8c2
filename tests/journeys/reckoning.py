"""The checker: knows every message that was said and taken, and looks where each of them came to."""

import json
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select

from patrol.db import make_readers
from patrol.model.signals import SignalRecord
from tests.journeys.crowd import Crowd, said
from tests.journeys.house import MARKET, House
from tests.journeys.test_kills import until


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What is wrong: marks of messages, and ids of alerts that are open and on no board."""

    lost: list[str]
    doubled: list[str]
    missing_on_board: list[int]


NOTHING = Reckoning([], [], [])


def marks(house: House) -> Counter[str]:
    """How often the message of each mark is stored."""
    with make_readers(house.engine)() as session:
        stored = session.scalars(
            select(SignalRecord.raw).where(SignalRecord.topic.like(f"patrol/v1/{MARKET}/%"))
        )
        return Counter(str(json.loads(raw or "{}").get("id")) for raw in stored)


def stored(house: House, mark: str) -> int:
    """How many messages are stored whose mark begins so."""
    return sum(one.startswith(mark) for one in marks(house).elements())


def works_off(house: House, crowd: Crowd, mark: str, messages: int) -> None:
    """Let a crowd finish, and wait until all of it is stored; what ended meanwhile is started again."""

    def done() -> bool:
        house.mend()
        return stored(house, mark) >= messages

    crowd.wait(messages)
    until(done, 120)
    crowd.leave()


def calls(messages: int) -> list[int]:
    """Which numbers of a crowd are calls for help."""
    return [number for number in range(messages) if said(number)[1]["kind"] == "sos"]


def reckon(house: House, crowds: dict[str, int]) -> Reckoning:
    """Compare what crowds said, by mark and number of messages, with what is stored and on a fresh board."""
    stored = marks(house)
    told = {f"{mark}{number}" for mark, messages in crowds.items() for number in range(messages)}
    board = house.board()
    (picture,) = board.wait("snapshot")
    board.close()
    shown = {card["id"] for card in picture["state"]["alerts"].values() if card["kind"] == "sos"}
    return Reckoning(
        sorted(told - set(stored)),
        sorted(mark for mark in told if stored[mark] > 1),
        sorted(set(house.open_alerts("sos")) ^ shown),
    )


def counted(house: House) -> int:
    """How many calls for help the alerts of a fresh board say that they stand for."""
    board = house.board()
    (picture,) = board.wait("snapshot")
    board.close()
    return sum(card["count"] for card in picture["state"]["alerts"].values() if card["kind"] == "sos")
