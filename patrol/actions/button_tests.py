"""Tests of alarm buttons. A call for help is never silenced: see docs/decisions/0081."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from patrol.actions.arrivals import Arrival
from patrol.actions.desk import AlertDesk
from patrol.actions.triage import Clear, Intent, Scene
from patrol.cards.things import Card, stamp
from patrol.errors import Invalid, NotFound, NotNow
from patrol.model.trials import ButtonTest
from patrol.rules import clocks
from patrol.rules.drafts import Draft
from patrol.rules.entries import DeviceEntry, MarketEntry, Register
from patrol.rules.signal import DeviceKey, Message, Signal
from patrol.rules.trials import ANSWER, WINDOW, TrialKind, TrialState, Window, is_the_test
from patrol.rules.words import DeviceClass, Kind, Phase, TimeQuality


def announce(
    session: Session, market: MarketEntry, code: str, register: Register, *, by: int | None, now: datetime
) -> ButtonTest:
    """Say that one button is going to be pressed as a test, within three minutes, by whoever says so."""
    device = _button(register, market.id, code)
    standing = select(ButtonTest).where(ButtonTest.device_id == device.id, ButtonTest.settled_at.is_(None))
    if session.scalars(standing).first() is not None:
        raise NotNow("this button is being tested already", {"because": "test-open"})
    row = ButtonTest(
        market_id=market.id, device_id=device.id, opened_by=by, opened_at=now, closes_at=now + WINDOW
    )
    session.add(row)
    session.flush()
    return row


def hold_back(
    session: Session, fresh: Sequence[Arrival], wishes: list[list[Intent]], *, now: datetime
) -> list[list[Intent]]:
    """Take the one announced press out of what rings; everything else passes untouched."""
    asked = [_asks(arrival, wish) for arrival, wish in zip(fresh, wishes, strict=True)]
    ids = {device.id for device in asked if device is not None}
    if not ids:
        return wishes
    found = select(ButtonTest).where(ButtonTest.device_id.in_(ids), ButtonTest.settled_at.is_(None))
    rows = {row.device_id: row for row in session.scalars(found.with_for_update())}
    return [
        wish if device is None else _sift(session, arrival, device, wish, rows.get(device.id), now)
        for arrival, wish, device in zip(fresh, wishes, asked, strict=True)
    ]


def answer(session: Session, row: ButtonTest, *, lit: bool, note: str | None, now: datetime,
           register: Register) -> None:  # fmt: skip
    """Confirm that the press was the test, and whether the light at the button answered."""
    if row.state != TrialState.PRESSED:
        raise NotNow("no press was heard, or it was answered already", {"because": "test-not-pressed"})
    row.lit, row.note = lit, note
    _settle(session, row, TrialState.PASSED if lit else TrialState.FAILED, register, now)


def ring(session: Session, row: ButtonTest, register: Register, *, now: datetime) -> None:
    """Let a held press ring after all: it was real, or nobody said that it was the test."""
    device = register.devices.get(row.device_id)
    row.state, row.settled_at = TrialState.RANG, now
    row.version += 1
    if device is not None:
        _raise(session, register, device, Kind.SOS, row.pressed_at or now, now)


def settle_due(session: Session, register: Register, *, now: datetime) -> int:
    """End tests whose time is over: a press nobody answered for rings, a press that never came failed."""
    rows = session.scalars(to_settle(now).with_for_update(skip_locked=True)).all()
    for row in rows:
        if row.state == TrialState.PRESSED:
            ring(session, row, register, now=now)
        else:
            row.note = row.note or "no press was heard"
            _settle(session, row, TrialState.FAILED, register, now)
    return len(rows)


def to_settle(now: datetime) -> Select[ButtonTest]:
    """Ask for tests whose time is over."""
    over = ((ButtonTest.state == TrialState.OPEN) & (ButtonTest.closes_at <= now)) | (
        (ButtonTest.state == TrialState.PRESSED) & (ButtonTest.answer_by <= now)
    )
    return select(ButtonTest).where(ButtonTest.settled_at.is_(None), over).order_by(ButtonTest.id)


def test_card(row: ButtonTest, register: Register) -> Card:
    """A test as the phone beside the button sees it."""
    device = register.devices.get(row.device_id)
    return {
        "id": row.id,
        "version": row.version,
        "button": device.code if device else None,
        "state": row.state,
        "opened_at": stamp(row.opened_at),
        "closes_at": stamp(row.closes_at),
        "pressed_at": stamp(row.pressed_at),
        "answer_by": stamp(row.answer_by),
        "lit": row.lit,
        "note": row.note,
        "settled_at": stamp(row.settled_at),
    }


def _asks(arrival: Arrival, wish: list[Intent]) -> DeviceEntry | None:
    """Give the button whose call for help, or whose own word of a test, this is."""
    device = arrival.device
    if device is None or device.device_class is not DeviceClass.BUTTON:
        return None
    calls = any(isinstance(each, Draft) and each.kind == Kind.SOS for each in wish)
    return device if calls or arrival.signal.kind == Kind.TEST else None


def _sift(
    session: Session,
    arrival: Arrival,
    device: DeviceEntry,
    wish: list[Intent],
    row: ButtonTest | None,
    now: datetime,
) -> list[Intent]:
    if arrival.signal.kind == Kind.TEST and arrival.signal.phase is Phase.NEW:
        _note_own_word(session, device, row, now)
        return wish
    if row is None:
        return wish
    window = Window(row.opened_at, row.closes_at, row.state != TrialState.OPEN)
    live = not arrival.message.retained and not arrival.clock.late
    if not is_the_test(window, arrival.message.received_at, live=live):
        return wish
    row.state, row.pressed_at, row.answer_by = TrialState.PRESSED, now, now + ANSWER
    row.version += 1
    return [each for each in wish if isinstance(each, Clear) or each.kind != Kind.SOS]


def _note_own_word(session: Session, device: DeviceEntry, row: ButtonTest | None, now: datetime) -> None:
    """A button that says by itself that it was tested has been."""
    if row is not None:
        row.state, row.pressed_at, row.lit, row.settled_at = TrialState.PASSED, now, True, now
        row.version += 1
        return
    session.add(
        ButtonTest(
            market_id=device.market_id,
            device_id=device.id,
            state=TrialState.PASSED,
            announced=False,
            opened_at=now,
            closes_at=now,
            pressed_at=now,
            settled_at=now,
        )
    )


def _settle(session: Session, row: ButtonTest, state: TrialState, register: Register, now: datetime) -> None:
    row.state, row.settled_at = state, now
    row.version += 1
    device = register.devices.get(row.device_id)
    if device is None:
        return
    if state is TrialState.FAILED:
        _raise(session, register, device, TrialKind.FAILED, now, now)
        return
    scene = Scene(
        register, register.markets[device.market_id], device, _said(device, TrialKind.FAILED, now, now)
    )
    clear = scene.clear(TrialKind.FAILED, "tested")
    desk = AlertDesk(session, register, now=now)
    desk.look_up([(clear.market_id, key) for key in clear.keys])
    for key in clear.keys:
        standing = desk.standing(clear.market_id, key)
        if standing is not None:
            desk.clear(standing, clear.why)
    desk.finish()


def _raise(
    session: Session, register: Register, device: DeviceEntry, kind: str, at: datetime, now: datetime
) -> None:
    market = register.markets[device.market_id]
    drafts = list(Scene(register, market, device, _said(device, kind, at, now)).draft(kind))
    desk = AlertDesk(session, register, now=now)
    desk.look_up([(draft.market_id, draft.fingerprint) for draft in drafts])
    for draft in drafts:
        desk.raise_alert(draft)
    desk.finish()


def _said(device: DeviceEntry, kind: str, at: datetime, now: datetime) -> Arrival:
    """The press, or the failure, as the rules see it: a signal of the house."""
    key = DeviceKey("patrol", "test", device.code)
    signal = Signal(key, kind, Phase.NEW, dedupe="", happened_at=at, time_quality=TimeQuality.SERVER)
    message = Message("", b"", 0, retained=False, received_at=now)
    reading = clocks.judge(at, received_at=now, quality=TimeQuality.SERVER)
    return Arrival(signal, message, None, device, None, b"", reading)


def _button(register: Register, market_id: int, code: str) -> DeviceEntry:
    for device in register.devices.values():
        if (device.market_id, device.code) == (market_id, code):
            if device.device_class is not DeviceClass.BUTTON:
                raise Invalid("only buttons are tested by a press", ["button"])
            return device
    raise NotFound(f"there is no button {code}")
