"""The week of a group as a poster: A4 or A3, with the code that hangs at the post."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal

Form = Literal["pdf", "png"]
SOURCE = Path(__file__).with_name("poster.typ")


class Paper(StrEnum):
    """How large it is printed."""

    A4 = "a4"
    A3 = "a3"


@dataclass(frozen=True, slots=True)
class PosterSeat:
    """Who has one seat of a turn."""

    code: str
    name: str
    standby: bool = False
    gap: bool = False


@dataclass(frozen=True, slots=True)
class PosterKind:
    """One column: a kind of turn and its hours."""

    name: str
    hours: str


@dataclass(frozen=True, slots=True)
class PosterDay:
    """One row. `note` names a holiday; `cells` stand in the order of the kinds."""

    day: str
    weekday: str
    note: str
    cells: tuple[tuple[PosterSeat, ...], ...]


@dataclass(frozen=True, slots=True)
class PosterCard:
    """Everything on the poster, worded. `link` is what the code opens; `lines` stand under the title."""

    paper: Paper
    lang: str
    title: str
    span: str
    lines: tuple[str, ...]
    kinds: tuple[PosterKind, ...]
    days: tuple[PosterDay, ...]
    link: str
    scan: str
    standby: str
    sign: str
    foot: str


def printed(card: PosterCard, *, form: Form = "pdf") -> bytes:
    """Set the poster as PDF, or as a picture (`png`) for looking at it. The same card, the same bytes."""
    import typst

    told = asdict(card) | {"qr": _code(card.link)}
    made: bytes = typst.compile(
        str(SOURCE),
        font_paths=[_fonts()],
        ignore_system_fonts=True,
        format=form,
        ppi=144.0,
        sys_inputs={"card": json.dumps(told, ensure_ascii=False)},
        timestamp=0,
    )
    return bytes(made)


def _code(link: str) -> str:
    """Draw the code; a quarter of it may be dirty and phones still read it."""
    import segno

    return str(segno.make(link, error="q", micro=False).svg_inline(border=2, scale=4))


@cache
def _fonts() -> str:
    """Give the folder of the font the poster embeds."""
    import pylopdf_fonts_zh_cn

    return str(Path(pylopdf_fonts_zh_cn.sans_path()).parent)
