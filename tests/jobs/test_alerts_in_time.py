"""What time does to alerts: raise the delayed, clear the over, bring back the shelved."""

from dataclasses import replace
from datetime import timedelta

from patrol.actions import silences
from patrol.actions.desk import AlertDesk
from patrol.actions.silences import Window
from patrol.actions.waiting import WaitingRoom
from patrol.jobs import clear_due_alerts, end_silences, raise_due_alerts, unshelve
from patrol.model.alerts import Alert
from patrol.rules.triage import Outcome
from patrol.rules.words import Attention, Category, Condition
from tests.jobs.town import Town, draft_of


def wait_for(town: Town, *, delay_s: int, kind: str = "device_offline") -> None:
    draft = replace(draft_of(town, kind), outcome=Outcome(Category.DEVICE, delay_s=delay_s))
    with town.open() as (session, register):
        desk = AlertDesk(session, register, now=town.now)
        assert WaitingRoom(session, now=town.now).raise_when_ready(desk, draft) is None
        desk.finish()


def shelve(town: Town, alert_id: int, *, minutes: float, attention: Attention = Attention.NEW) -> None:
    with town.open() as (session, _register):
        alert = session.get_one(Alert, alert_id)
        alert.shelved_until = town.now + timedelta(minutes=minutes)
        alert.attention = attention


def test_a_delayed_alert_is_raised_when_its_time_has_come_and_once(town: Town) -> None:
    wait_for(town, delay_s=60)
    town.later(seconds=59)
    town.listen()
    town.do(raise_due_alerts.run)
    assert town.alerts() == []
    town.later(seconds=1)
    town.do(raise_due_alerts.run)
    town.do(raise_due_alerts.run)
    assert [alert.kind for alert in town.alerts()] == ["device_offline"]
    assert town.said() == [("alert.raised", f"alert:{town.alerts()[0].id}")]


def test_a_scheduler_that_starts_late_raises_once(town: Town) -> None:
    wait_for(town, delay_s=60)
    town.later(hours=5)
    town.listen()
    town.do(raise_due_alerts.run)
    town.do(raise_due_alerts.run)
    assert len(town.alerts()) == 1


def test_a_delay_begins_anew_when_we_did_not_listen(town: Town) -> None:
    wait_for(town, delay_s=60)
    town.later(minutes=10)
    town.do(raise_due_alerts.run)
    assert town.alerts() == [], "nobody listened: it may have ended long ago"
    came_back = town.now
    town.later(seconds=69)
    town.listen(since=came_back)
    town.do(raise_due_alerts.run)
    assert town.alerts() == []
    town.later(seconds=1)
    town.do(raise_due_alerts.run)
    assert len(town.alerts()) == 1


def test_an_alert_clears_by_itself_when_its_time_is_over(town: Town) -> None:
    alert_id = town.raise_alert("motion", auto_clear_s=120)
    town.later(seconds=119)
    town.do(clear_due_alerts.run)
    assert town.alert(alert_id).condition == Condition.ACTIVE
    town.later(seconds=1)
    town.do(clear_due_alerts.run)
    town.do(clear_due_alerts.run)
    assert town.alert(alert_id).cleared_why == "time"
    assert [kind for kind, _ in town.said()] == ["alert.raised", "alert.cleared"]


def test_a_call_for_help_and_a_fire_never_clear_by_themselves(town: Town) -> None:
    ids = [town.raise_alert(kind, auto_clear_s=1, correlation="x:1") for kind in ("sos", "fire")]
    town.later(days=3)
    town.do(clear_due_alerts.run)
    assert [town.alert(alert_id).condition for alert_id in ids] == [Condition.ACTIVE] * 2


def test_a_detection_its_camera_forgot_to_end_is_cleared_after_ten_minutes(town: Town) -> None:
    alert_id = town.raise_alert("person", correlation="frigate:1")
    town.later(minutes=9, seconds=59)
    town.do(clear_due_alerts.run)
    assert town.alert(alert_id).condition == Condition.ACTIVE
    town.later(seconds=1)
    town.do(clear_due_alerts.run)
    assert town.alert(alert_id).cleared_why == "no-update"


def test_what_has_no_end_to_wait_for_stays(town: Town) -> None:
    alert_id = town.raise_alert("door", device_id=town.ids["button"], correlation="x:1")
    town.later(hours=5)
    town.do(clear_due_alerts.run)
    assert town.alert(alert_id).condition == Condition.ACTIVE


def test_a_shelved_alert_comes_back_and_rings_once(town: Town) -> None:
    alert_id = town.raise_alert()
    shelve(town, alert_id, minutes=10)
    town.later(minutes=10)
    town.do(unshelve.run)
    town.do(unshelve.run)
    assert town.alert(alert_id).shelved_until is None
    assert [kind for kind, _ in town.said()] == ["alert.raised", "alert.rung"]


def test_a_shelved_alert_that_somebody_works_on_comes_back_quietly(town: Town) -> None:
    alert_id = town.raise_alert()
    shelve(town, alert_id, minutes=10, attention=Attention.LINKED)
    town.later(minutes=10)
    town.do(unshelve.run)
    assert [kind for kind, _ in town.said()] == ["alert.raised", "alert.changed"]


def test_a_window_ends_in_time_and_what_it_kept_back_comes_up(town: Town) -> None:
    window = Window(town.ids["yunda"], 30, "new camera", True, device="camera-1")
    with town.open() as (session, register):
        silences.begin(session, window, register, by=None, now=town.now)
    alert_id = town.raise_alert("person")
    assert town.alert(alert_id).suppressed
    town.later(minutes=30)
    town.do(end_silences.run)
    town.do(end_silences.run)
    assert not town.alert(alert_id).suppressed
    assert [kind for kind, _ in town.said()][-2:] == ["alert.raised", "silence.ended"]
