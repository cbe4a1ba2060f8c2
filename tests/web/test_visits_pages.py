"""Visit lists at the desk: from a form, a pasted list or a spreadsheet, to a spreadsheet again."""

import io
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from patrol.sheets.names import names_in
from tests.web.house import House, a_house, csrf


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return a_house(tmp_path_factory.mktemp("visits"))


def form(house: House, login: str, **more: Any) -> Any:
    client = house.client(login)
    client.set_cookie("language", "en")
    told = {"csrf_token": csrf(client), "title": "Festival", "ask": "Look", "due": "2030-01-31"}
    return client.post("/rounds/visits?market=yunda", data=told | more, content_type="multipart/form-data")


def workbook(*cells: Any) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for cell in cells:
        book.active.append([cell, "more"])  # type: ignore[union-attr]
    book.save(out)
    return out.getvalue()


def test_a_form_asks_and_brings_to_the_list(house: House) -> None:
    answer = form(house, "officer", shops="A001")
    assert answer.status_code == 302
    page = house.client("officer").get(answer.headers["Location"]).get_data(as_text=True)
    assert "Festival" in page
    assert "A001" in page


def test_a_spreadsheet_names_shops_and_what_is_no_shop_is_said_without_losing_the_rest(house: House) -> None:
    file = (io.BytesIO(workbook("编号", "A001", "A999")), "shops.xlsx")
    answer = form(house, "officer", title="From a sheet", file=file)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "there is no shop &#39;A999&#39;" in page
    assert 'value="From a sheet"' in page
    good = (io.BytesIO(workbook("编号", "A001")), "shops.xlsx")
    assert form(house, "officer", title="From a sheet", file=good).status_code == 302


def test_a_list_leaves_as_a_spreadsheet_in_which_no_name_is_a_formula(house: House) -> None:
    form(house, "officer", title="=1+1", shops="A001")
    answer = house.client("officer").get("/rounds/visits/1.xlsx")
    rows = list(load_workbook(io.BytesIO(answer.data)).worksheets[0].iter_rows(values_only=True))
    assert rows[1][:2] == ("A001", "A001")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_lists_from_notepads_and_old_spreadsheets_are_read(encoding: str) -> None:
    assert names_in("商铺,备注\n东一001,好\n\n东一002\n".encode(encoding), "a.csv") == ("东一001", "东一002")


def test_guards_find_their_shops_and_tick_them(house: House) -> None:
    form(house, "officer", title="For guards", shops="A001", shared="on")
    client = house.client("guard")
    mine = client.get("/api/v1/visit-lists/mine").json
    assert mine is not None
    first = mine["items"][0]
    body = {
        "command": "visit",
        "command_id": "5f3c9d1e-2222-4444-8888-0123456789ab",
        "expected_version": first["version"],
        "payload": {"shop": "A001", "result": "seen"},
    }
    path, headers = f"/api/v1/visit-lists/{first['id']}/commands", {"X-CSRFToken": csrf(client)}
    assert client.post(path, json=body, headers=headers).status_code == 200
    again = body | {"command_id": "5f3c9d1e-3333-4444-8888-0123456789ab"}
    lost = house.client("guard").post(path, json=again, headers={"X-CSRFToken": csrf(client)})
    assert lost.status_code in (400, 409)
