"""Where a request came from is what our own proxies say, and nobody else."""

import os
from collections.abc import Iterable
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from patrol.errors import Misconfigured
from patrol.settings import for_children, from_environment
from tests.web.house import a_house
from web.proxies import Behind

OURS = (ip_network("127.0.0.0/8"), ip_network("10.1.0.0/24"))


def seen(peer: str, **headers: str) -> tuple[str, str]:
    """Address and scheme as the application sees them."""
    told: dict[str, Any] = {"REMOTE_ADDR": peer, "wsgi.url_scheme": "http", **headers}

    def application(_environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
        return []

    Behind(application, OURS)(told, None)
    return told["REMOTE_ADDR"], told["wsgi.url_scheme"]


@pytest.mark.parametrize(
    ("peer", "forwarded", "caller"),
    [
        ("127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("10.1.0.5", "203.0.113.7, 10.1.0.9", "203.0.113.7"),
        ("127.0.0.1", "127.0.0.1, 203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "nonsense, 203.0.113.7", "203.0.113.7"),
        ("203.0.113.9", "127.0.0.1", "203.0.113.9"),
        ("10.2.0.5", "203.0.113.7", "10.2.0.5"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "10.1.0.9", "10.1.0.9"),
        ("::1", "203.0.113.7", "::1"),
    ],
)
def test_the_caller_is_who_our_outermost_proxy_saw(peer: str, forwarded: str, caller: str) -> None:
    assert seen(peer, HTTP_X_FORWARDED_FOR=forwarded)[0] == caller


def test_only_our_proxy_may_say_that_it_was_tls() -> None:
    assert seen("127.0.0.1", HTTP_X_FORWARDED_PROTO="https")[1] == "https"
    assert seen("127.0.0.1", HTTP_X_FORWARDED_PROTO="gopher")[1] == "http"
    assert seen("203.0.113.9", HTTP_X_FORWARDED_PROTO="https")[1] == "http"


def test_a_wrong_proxy_stops_the_start_and_children_are_told_the_right_ones(tmp_path: Path) -> None:
    told = {"PATROL_DATA_DIR": str(tmp_path), "PATROL_CONFIG": os.devnull}
    with pytest.raises(Misconfigured, match="PATROL_PROXIES"):
        from_environment(told | {"PATROL_PROXIES": "somewhere"})
    settings = from_environment(told | {"PATROL_PROXIES": "10.1.0.0/24, ::1"})
    assert from_environment(for_children(settings)).proxies == settings.proxies


def test_a_browser_that_came_by_tls_is_told_to_stay_with_it(tmp_path: Path) -> None:
    house = a_house(tmp_path)
    by_tls = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
    assert "Strict-Transport-Security" in house.client().get("/sign-in", headers=by_tls).headers
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    answer = house.client().get("/sign-in", headers=by_tls, environ_overrides=elsewhere)
    assert "Strict-Transport-Security" not in answer.headers
