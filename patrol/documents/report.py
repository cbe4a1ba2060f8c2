"""A report as PDF, set by Typst with a font that is embedded: it reads the same on every machine."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from patrol.rules.paper import Kind, Look, Paper, Section, Value

TEMPLATE = "report.typ"
LEVELS = 5
"""Shades of a heat map beside none."""


def report(paper: Paper, *, made_at: datetime) -> bytes:
    """Set a report. The same paper of the same instant gives the same bytes."""
    import pylopdf_fonts_zh_cn
    import typst

    body: bytes = typst.compile(
        Path(__file__).with_name(TEMPLATE),
        font_paths=[Path(pylopdf_fonts_zh_cn.__file__).parent],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"paper": json.dumps(told(paper), ensure_ascii=False)},
        timestamp=int(made_at.timestamp()),
    )
    return body


def told(paper: Paper) -> Mapping[str, object]:
    """Give what the template is told: every value as the text that stands on paper."""
    return {
        "title": paper.title,
        "lines": list(paper.lines),
        "language": paper.language.partition("-")[0],
        "region": {"zh-Hans": "cn", "zh-Hant": "tw"}.get(paper.language, "gb"),
        "page": paper.page_word,
        "sections": [_section(section, paper) for section in paper.sections],
    }


def _section(section: Section, paper: Paper) -> Mapping[str, object]:
    most = max((v for row in section.rows for v in row[1:] if isinstance(v, int)), default=0)
    heat = section.look is Look.HEAT
    return {
        "title": section.title,
        "note": section.note,
        "heat": heat,
        "columns": [{"title": c.title, "number": c.kind is not Kind.TEXT} for c in section.columns],
        "rows": [
            [
                {
                    "text": shown(value, column.kind, paper.no_data),
                    "level": _level(value, most) if heat else 0,
                }
                for value, column in zip(row, section.columns, strict=True)
            ]
            for row in section.rows
        ],
    }


def shown(value: Value, kind: Kind, no_data: str) -> str:
    """Give a value as it stands on paper."""
    if value is None:
        return no_data
    if isinstance(value, str):
        return value
    match kind:
        case Kind.SHARE:
            return f"{value * 100:.1f} %"
        case Kind.TIME:
            seconds = round(value)
            return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
        case _:
            return f"{value:g}" if isinstance(value, float) else str(value)


def _level(value: Value, most: int) -> int:
    """How dark a field is: 0 for nothing, else 1 to 5."""
    if not isinstance(value, int) or value <= 0 or most <= 0:
        return 0
    return max(1, -(-LEVELS * value // most))
