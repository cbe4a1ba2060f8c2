"""The ladder of a market as lines of text: logins, phones, grids with their neighbours."""

from collections.abc import Mapping
from typing import Any


def read(form: Mapping[str, str]) -> dict[str, Any]:
    """Read the lines; what can not be read is told by whoever keeps it."""
    phones = [[part.strip() for part in line.split(",", 2)] for line in _lines(form.get("phones", ""))]
    grids = [line.partition(":") for line in _lines(form.get("neighbours", ""))]
    return {
        "heads": [word for line in _lines(form.get("heads", "")) for word in line.replace(",", " ").split()],
        "phones": [dict(zip(("name", "number", "note"), parts, strict=False)) for parts in phones],
        "neighbours": {grid.strip(): near.replace(",", " ").split() for grid, _, near in grids},
    }


def lines_of(ladder: Mapping[str, Any]) -> dict[str, str]:
    """Write what stands as it is typed."""
    phones = (", ".join(filter(None, (p["name"], p["number"], p["note"]))) for p in ladder["phones"])
    grids = (f"{grid}: {' '.join(near)}" for grid, near in ladder["neighbours"].items())
    return {"heads": "\n".join(ladder["heads"]), "phones": "\n".join(phones), "neighbours": "\n".join(grids)}


def _lines(text: str) -> list[str]:
    return [line.strip().replace("，", ",").replace("：", ":") for line in text.splitlines() if line.strip()]
