"""A report before it is a workbook or a PDF: sections of titled columns and rows, in one language."""

from dataclasses import dataclass, field
from enum import StrEnum

Value = str | int | float | None
"""None: no data. A text stands where a number has none, such as "fewer than 5"."""


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"
    """From 0 to 1, shown in percent."""
    TIME = "time"
    """Seconds, shown as hours, minutes and seconds."""


class Look(StrEnum):
    """How a section is shown."""

    TABLE = "table"
    HEAT = "heat"
    """Numbers shaded by their size; the first column names the row."""


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in characters, for a workbook."""

    title: str
    kind: Kind = Kind.TEXT
    width: int = 12


@dataclass(frozen=True, slots=True)
class Section:
    """One table with what is to be known of it."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str = ""
    look: Look = Look.TABLE


@dataclass(frozen=True, slots=True)
class Paper:
    """One report. `language` is a tag such as en or zh-Hans; `no_data` is said where a value is missing."""

    title: str
    lines: tuple[str, ...]
    language: str
    no_data: str
    sections: tuple[Section, ...]
    page_word: str = ""
    extra: tuple[Section, ...] = field(default=())
    """Long lists that a workbook holds and paper does not: each becomes a sheet of its own."""
