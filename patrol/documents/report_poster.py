"""A poster to hang at a gate: by its code anybody reports something, without an account."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class PosterCard:
    """What stands on the poster. `address` is what the code leads to; the words are the reader's own."""

    title: str
    lines: tuple[str, ...]
    place: str
    number: str
    address: str
    emergency: str


def poster(card: PosterCard, form: Literal["pdf", "png"] = "pdf") -> bytes:
    """Set the poster on A4, as `pdf` or, to be looked at, as `png`."""
    import pylopdf_fonts_zh_cn
    import typst

    fonts = typst.Fonts(
        font_paths=[str(Path(pylopdf_fonts_zh_cn.__file__).parent)], include_system_fonts=False
    )
    return bytes(typst.compile(_source(card), font_paths=fonts, format=form))


def _source(card: PosterCard) -> bytes:
    """Write the page; what was typed by people stands in strings and means nothing to the typesetter."""
    lines = "\n".join(f"#text(20pt)[#{_string(line)}]\n\n" for line in card.lines)
    return f"""
#set page(paper: "a4", margin: 2cm)
#set text(font: ("Noto Sans SC",), size: 16pt)
#set document(title: {_string(card.title)})
#align(center)[
#text(40pt, weight: "bold")[#{_string(card.title)}]
#v(6mm)
{lines}
#v(6mm)
#image(bytes({_string(_drawn(card.address))}), format: "svg", width: 11cm, alt: {_string(card.address)})
#v(2mm)
#text(13pt)[#{_string(card.address)}]
#v(6mm)
#text(22pt)[#{_string(card.place)}]
#v(1fr)
#text(18pt, weight: "bold")[#{_string(card.emergency)}]
#v(2mm)
#text(10pt, fill: luma(80))[#{_string(card.number)}]
]
""".encode()


def _drawn(address: str) -> str:
    """Draw the code so that a scratch or a sticker on a quarter of it does no harm."""
    import segno

    return segno.make(address, error="q", micro=False).svg_inline(scale=8, border=2)


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
