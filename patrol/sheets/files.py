"""The front of the room: a path in, a draft out; a market in, a file out."""

from collections.abc import Callable, Mapping
from pathlib import Path

from patrol.errors import Invalid, Unavailable
from patrol.rules.register import MarketFile
from patrol.rules.register_change import Row, Sheet
from patrol.sheets.commas import read_commas, write_commas
from patrol.sheets.draft import Draft, draft
from patrol.sheets.lines import headings, lines
from patrol.sheets.plain import read_plain, write_plain
from patrol.sheets.table import Table
from patrol.sheets.workbook import read_workbook, write_workbook

SIZE_LIMIT = 50_000_000
READERS: Mapping[str, Callable[[bytes], list[Table]]] = {
    ".xlsx": read_workbook,
    ".csv": read_commas,
    ".json": read_plain,
}


def read_file(path: Path) -> Draft:
    """Read a market file. Raises Unavailable for what can not be opened, Invalid for what can not be read."""
    ending = _ending(path)
    try:
        if path.stat().st_size > SIZE_LIMIT:
            raise Invalid(f"{path}: larger than {SIZE_LIMIT // 1_000_000} MB, too large for a market")
        content = path.read_bytes()
    except OSError as error:
        raise Unavailable(f"{path}: {error.strerror}") from error
    if not content.strip():
        raise Invalid(f"{path}: the file is empty")
    try:
        return draft(READERS[ending](content))
    except Invalid as error:
        raise Invalid(f"{path}: {error}", error.faults) from error


def write_file(path: Path, file: MarketFile) -> None:
    """Write a market whole, or leave what was there. Raises Unavailable where it can not be written."""
    content = written(_ending(path), file)
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Unavailable(f"{path}: {error.strerror}") from error


def written(ending: str, file: MarketFile) -> bytes:
    """Give the bytes of a file with this ending; a comma file holds the places alone."""
    if ending == ".json":
        return write_plain(file)
    if ending == ".csv":
        return write_commas(headings(Sheet.PLACES), lines(Sheet.PLACES, file.places))
    parts: dict[Sheet, tuple[Row, ...]] = {
        Sheet.MARKET: (file.market,),
        Sheet.PLACES: file.places,
        Sheet.LANES: file.lanes,
        Sheet.DEVICES: file.devices,
        Sheet.PEOPLE: file.people,
    }
    return write_workbook({sheet: (headings(sheet), lines(sheet, rows)) for sheet, rows in parts.items()})


def _ending(path: Path) -> str:
    ending = path.suffix.lower()
    if ending not in READERS:
        known = ", ".join(READERS)
        raise Invalid(f"{path}: a market file ends in {known}; save an older .xls as .xlsx")
    return ending
