"""The poster: its text can be read out of the paper, its code can be scanned, no number whole."""

from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from patrol.documents.poster import Paper, PosterCard, PosterDay, PosterKind, PosterSeat, printed
from tests.web.duty_house import a_duty_house
from tests.web.duty_pages import visitor
from tests.web.house import House

LINK = "https://market.example.org/duty/groups/E1-G01/check-in?code=AbCdEfGhIjKlMnOpQrStUvWx_-012345"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return a_duty_house(tmp_path_factory.mktemp("house"))


def a_card(paper: Paper = Paper.A4) -> PosterCard:
    seats = (PosterSeat("E1-003", "益丰五金行"), PosterSeat("E1-007", "", standby=True))
    days = tuple(
        PosterDay(f"11/{25 + n}", "周三", "节假日" if n == 3 else "", (seats, seats)) for n in range(7)
    )
    kinds = (PosterKind("晚班", "18:00–22:00"), PosterKind("夜班", "22:00–06:00（次日）"))
    return PosterCard(
        paper=paper,
        lang="zh",
        title="东一联防一组值班表",
        span="11月25日 – 12月1日",
        lines=("联防长：E1-001 阿波紧固件 161••••1001",),
        kinds=kinds,
        days=days,
        link=LINK,
        scan="扫码签到",
        standby="备班",
        sign="签名",
        foot="第 7 版",
    )


def scanned(picture: bytes) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(Image.open(BytesIO(picture)).convert("L"))]


@pytest.mark.parametrize(("paper", "width_mm"), [(Paper.A4, 210), (Paper.A3, 297)])
def test_the_paper_is_one_page_with_its_text_and_its_font_inside(paper: Paper, width_mm: int) -> None:
    pdf = PdfReader(BytesIO(printed(a_card(paper))))
    (page,) = pdf.pages
    text = page.extract_text()
    assert round(float(page.mediabox.width) / 72 * 25.4) == width_mm
    for words in ("东一联防一组值班表", "益丰五金行", "备班", "扫码签到", "161••••1001", "节假日"):
        assert words in text.replace("・", "•")
    resources: Any = page["/Resources"]
    fonts = [font.get_object() for font in resources["/Font"].values()]
    assert any("NotoSansSC" in str(font["/BaseFont"]) for font in fonts)


def test_the_code_on_the_paper_is_read_by_a_phone() -> None:
    assert scanned(printed(a_card(), form="png")) == [LINK]


def test_the_same_card_is_the_same_paper() -> None:
    assert printed(a_card()) == printed(a_card())


@pytest.mark.parametrize(("language", "words"), [("en", "Scan to check in"), ("zh-Hant", "掃碼簽到")])
def test_a_lead_prints_the_week_of_the_group(house: House, language: str, words: str) -> None:
    answer = visitor(house, "lead", language).get("/duty/groups/g1-01/poster.pdf?size=a3")
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    text = PdfReader(BytesIO(answer.data)).pages[0].extract_text()
    assert words in text
    assert all(f"A00{number}" in text for number in range(1, 6))
