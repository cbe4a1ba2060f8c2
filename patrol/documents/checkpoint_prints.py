"""The prints that hang at checkpoints: name, orders, and the QR a phone opens; four on a page of A4."""

import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

PAGE = Path(__file__).with_name("checkpoint_prints.typ")


@dataclass(frozen=True, slots=True)
class Print:
    """One print: `address` is what the QR opens, `code` what can be typed where no camera reads."""

    name: str
    place: str
    code: str
    address: str
    number: int


@dataclass(frozen=True, slots=True)
class Sayings:
    """The words on a print, in the reader's language."""

    title: str
    how: str
    typed: str
    printed: str


def prints(cards: Sequence[Print], sayings: Sayings) -> bytes:
    """Set the prints as a PDF; the same cards give the same pages."""
    import pylopdf_fonts_zh_cn
    import typst

    told = {
        "words": asdict(sayings),
        "cards": [asdict(card) | {"qr": _qr(card.address)} for card in cards],
    }
    body: bytes = typst.compile(
        PAGE,
        font_paths=[Path(pylopdf_fonts_zh_cn.__file__).parent],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
        timestamp=0,
    )
    return body


def _qr(address: str) -> str:
    """Draw a QR as SVG, with half of it spare: prints outside get scratched."""
    import segno

    out = io.BytesIO()
    segno.make(address, error="q", micro=False).save(out, kind="svg", border=4, xmldecl=False)
    return out.getvalue().decode()
