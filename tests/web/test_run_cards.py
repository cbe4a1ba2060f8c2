"""The page of run cards: the office reads it, the head changes it, and what cannot be kept is said."""

from pathlib import Path

import pytest

from tests.web.house import House, a_house, csrf

CARD = {"category": "PO", "severity": "", "guard": "2", "car": "0", "shop": "1", "act": "keep"}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return a_house(tmp_path)


def page(house: House, who: str = "admin", language: str = "en") -> str:
    client = house.client(who)
    client.set_cookie("language", language)
    return client.get("/run-cards?market=yunda").get_data(as_text=True)


def keep(house: House, *, seen: str = "0", language: str = "en", **changes: str) -> tuple[int, str]:
    client = house.client("admin")
    client.set_cookie("language", language)
    form = CARD | {"steps": "", "seen": seen, "csrf_token": csrf(client)} | changes
    answer = client.post("/run-cards/yunda", data=form, headers={"Accept": "text/html"})
    return answer.status_code, answer.get_data(as_text=True)


def standing(house: House) -> dict[str, dict[str, object]]:
    return dict(house.client("officer").get("/api/v1/markets/yunda/case-settings").get_json()["cards"])


def test_the_office_reads_the_cards_and_only_the_head_finds_a_form(house: House) -> None:
    assert "Cut the power" in page(house, "officer")
    assert "<textarea" not in page(house, "officer")
    assert "<textarea" in page(house)


def test_the_head_changes_a_card_in_their_own_words_and_in_known_ones(house: House) -> None:
    status, _ = keep(house, language="zh-Hans", steps="疏散人群\n保存录像\n")
    assert status == 302
    cards = standing(house)
    assert cards["needs"]["PO"] == {"guard": 2, "shop": 1}
    assert cards["steps"]["PO"] == ["疏散人群", "keep_footage"]
    assert "Keep the footage" in page(house)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"guard": "-1"}, "Guards: give a whole number from 0 to 20."),
        ({"car": "many"}, "Cars: give a whole number from 0 to 20."),
        ({"severity": "critical", "guard": "0", "shop": "0"}, "Somebody has to go to a critical incident"),
        ({"steps": "Look\nLook"}, "“Look” stands there twice."),
        ({"steps": "x" * 65}, "is too long: 64 characters at most."),
        ({"category": "dogs"}, "Choose a category and a severity from the lists."),
    ],
)
def test_what_cannot_be_kept_is_said_and_stands_there_again(
    house: House, changes: dict[str, str], words: str
) -> None:
    status, said = keep(house, **changes)
    assert status == 422
    assert words in said
    assert "Nothing was changed yet." in said
    assert "PO" not in standing(house)["steps"]
    if "steps" in changes:
        assert changes["steps"] in said


def test_two_heads_at_once_the_second_is_told_so(house: House) -> None:
    assert keep(house)[0] == 302
    status, said = keep(house, guard="9")
    assert status == 409
    assert "Somebody was faster" in said
    assert standing(house)["needs"]["PO"] == {"guard": 2, "shop": 1}
