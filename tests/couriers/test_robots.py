"""Letters by apprise, to sinks that listen on this machine."""

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

import pytest

from patrol.couriers import robots
from patrol.couriers.letters import Letter, Parcel
from patrol.rules.notice_words import Way
from tests.couriers.sinks import mail_sink, web_sink

LETTER = Letter("k1", 7, "case_closed", "normal", 1, "你上报的事件已结案", "A-101", "/notices", "zh-Hans")
AGAIN = Letter(
    "k1", 7, "case_closed", "normal", 1, "你上报的事件已结案", "A-101", "/notices", "zh-Hans", True
)


def test_a_web_address_takes_the_whole_letter_with_its_key() -> None:
    with web_sink() as sink:
        outcome = robots.carry(Parcel(Way.WEBHOOK, f"{sink.url}/hook/secret?a=b", LETTER), None)
    (taken,) = sink.taken
    told = json.loads(taken.body)
    assert outcome.sent
    assert taken.path == "/hook/secret?a=b"
    assert taken.headers["Idempotency-Key"] == "k1" == told["key"]
    assert (told["title"], told["message"], told["repeated"]) == (LETTER.title, "A-101", "no")


def test_a_repeat_says_so_under_the_same_key() -> None:
    with web_sink() as sink:
        robots.carry(Parcel(Way.WEBHOOK, f"{sink.url}/hook", AGAIN), None)
    told = json.loads(sink.taken[0].body)
    assert (told["key"], told["repeated"]) == ("k1", "yes")
    assert told["title"].startswith("（可能重复）")


def test_mail_goes_by_the_relay_to_the_address_alone() -> None:
    with mail_sink() as sink:
        relay = f"mailto://127.0.0.1:{sink.port}?from=office@market.example&smtp=127.0.0.1"
        outcome = robots.carry(Parcel(Way.EMAIL, "wang@market.example", LETTER), relay)
    (taken,) = sink.taken
    assert outcome.sent
    assert taken.path == "wang@market.example"
    assert b"X-Patrol-Key: k1" in taken.body


def test_a_failure_says_its_code_and_no_log_holds_an_address(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with web_sink(status=503) as sink:
        busy = robots.carry(Parcel(Way.WEBHOOK, f"{sink.url}/s3cr3t-key", LETTER), None)
        url = sink.url
    down = robots.carry(Parcel(Way.WEBHOOK, f"{url}/s3cr3t-key", LETTER), None)
    lost = robots.carry(Parcel(Way.EMAIL, "wang@market.example", LETTER), None)
    assert [one.why for one in (busy, down, lost)] == ["http-503", "not-reached", "no-mail-relay"]
    assert "s3cr3t" not in caplog.text
    assert "s3cr3t" not in repr(Parcel(Way.WEBHOOK, f"{url}/s3cr3t-key", LETTER))


@pytest.mark.parametrize(
    ("way", "address"),
    [
        (Way.WECOM, "0a1b2c3d-key"),
        (Way.DINGTALK, "SECabcdef12@0123456789abcdef"),
        (Way.FEISHU, "token-12345678"),
    ],
)
def test_every_robot_goes_to_its_own_house(way: Way, address: str) -> None:
    carrier = robots.carrier_of(Parcel(way, address, LETTER), None)
    assert address.rpartition("@")[2][-8:] in carrier.url()


ROBOTS = {
    Way.WECOM: ("0a1b2c3d-key", "wecombot", "NotifyWeComBot"),
    Way.DINGTALK: ("SECabcdef12@0123456789abcdef", "dingtalk", "NotifyDingTalk"),
    Way.FEISHU: ("token-12345678", "feishu", "NotifyFeishu"),
}


@pytest.mark.parametrize(
    ("way", "status", "says", "why"),
    [
        (Way.WECOM, 200, b'{"errcode":0,"errmsg":"ok"}', None),
        (Way.WECOM, 200, b'{"errcode":93000,"errmsg":"invalid webhook url"}', "robot-93000"),
        (Way.WECOM, 200, b'{"errcode":45009,"errmsg":"freq out of limit"}', "robot-45009"),
        (Way.WECOM, 200, b"<html>sign in to this network</html>", "robot-unclear"),
        (Way.WECOM, 503, b"", "http-503"),
        (Way.DINGTALK, 200, b'{"errcode":0,"errmsg":"ok"}', None),
        (Way.DINGTALK, 200, b'{"errcode":310000,"errmsg":"sign not match"}', "robot-310000"),
        (Way.FEISHU, 200, b'{"code":0,"msg":"success","data":{}}', None),
        (Way.FEISHU, 200, b'{"StatusCode":0,"StatusMessage":"success"}', None),
        (
            Way.FEISHU,
            200,
            b'{"code":19001,"msg":"incoming webhook access token invalid"}',
            "robot-19001",
        ),
    ],
)
def test_a_robot_that_says_no_under_a_200_has_not_taken_it(
    monkeypatch: pytest.MonkeyPatch, way: Way, status: int, says: bytes, why: str | None
) -> None:
    address, module, name = ROBOTS[way]
    plugin = getattr(import_module(f"apprise.plugins.{module}"), name)
    with web_sink(status=status, says=says) as sink:
        monkeypatch.setattr(
            plugin, "notify_url", f"{sink.url}/robot/{{{'key' if way is Way.WECOM else 'token'}}}"
        )
        monkeypatch.setattr(plugin, "request_rate_per_sec", 0)
        outcome = robots.carry(Parcel(way, address, LETTER), None)
    assert (outcome.sent, outcome.why) == (why is None, why)
    assert outcome.gone == (why in ("robot-93000", "robot-19001")), "no robot of this key any more"
    assert "你上报的事件已结案".encode() in sink.taken[0].body or b"\\u4f60" in sink.taken[0].body


def test_each_thread_hears_its_own_robot(monkeypatch: pytest.MonkeyPatch) -> None:
    address, module, name = ROBOTS[Way.WECOM]
    plugin = getattr(import_module(f"apprise.plugins.{module}"), name)
    monkeypatch.setattr(plugin, "request_rate_per_sec", 0)
    with (
        web_sink(status=200, says=b'{"errcode":0}') as good,
        web_sink(status=200, says=b'{"errcode":1}') as bad,
    ):
        monkeypatch.setattr(plugin, "notify_url", f"{good.url}/?port={{key}}")
        good.answers.clear()
        with ThreadPoolExecutor(1) as other:
            first = other.submit(robots.carry, Parcel(Way.WECOM, address, LETTER), None)
            good.came.acquire(timeout=20)
            monkeypatch.setattr(plugin, "notify_url", f"{bad.url}/?port={{key}}")
            second = robots.carry(Parcel(Way.WECOM, address, LETTER), None)
            good.answers.set()
            assert (first.result(20).sent, second.sent) == (True, False)
