"""Tables as text."""

from tests.benchmarks.report import Cell, Report, Table


def print_report(report: Report) -> None:
    """Print every table of a report."""
    for table in report.tables:
        print(f"\n{lines(table)}", flush=True)


def lines(table: Table) -> str:
    """Lay a table out in columns."""
    rows = [table.columns, *([_text(cell) for cell in row] for row in table.rows)]
    widths = [max(len(row[index]) for row in rows) for index in range(len(table.columns))]
    laid = ["  ".join(map(_laid, row, widths, range(len(widths)))) for row in rows]
    laid.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join([table.title, *laid, *([table.note] if table.note else [])])


def _laid(cell: str, width: int, index: int) -> str:
    return cell.ljust(width) if index == 0 else cell.rjust(width)


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return "–"
        case float() if abs(cell) >= 100:
            return f"{cell:,.0f}"
        case float():
            return f"{cell:.2f}".rstrip("0").rstrip(".")
        case int():
            return f"{cell:,}"
        case _:
            return cell
