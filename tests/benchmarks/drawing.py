"""Pictures of curves, as SVG: rate against time, both axes logarithmic."""

from collections.abc import Sequence
from html import escape
from math import ceil, floor, log10
from pathlib import Path

from tests.benchmarks.report import Curve, Picture

WIDTH, HEIGHT = 760, 460
LEFT, RIGHT, TOP, BOTTOM = 70, 190, 40, 50
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#24292f}"
    ".t{font-size:15px}.m{text-anchor:middle}.e{text-anchor:end}"
)
COLOURS = ("#1f6feb", "#d1242f", "#1a7f37", "#bf8700", "#8250df", "#0f766e", "#57606a", "#cf5b16")


def draw(picture: Picture, folder: Path) -> Path:
    """Write a picture into a folder, and give its file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{picture.name}.svg"
    file.write_text(svg(picture), encoding="utf-8")
    return file


def svg(picture: Picture) -> str:
    """Draw axes, curves and their names."""
    points = [point for curve in picture.curves for point in curve.points]
    across = _Axis([x for x, _ in points], LEFT, WIDTH - RIGHT)
    up = _Axis([y for _, y in points], HEIGHT - BOTTOM, TOP)
    inside = [_grid(across, up), *(_curve(c, i, across, up) for i, c in enumerate(picture.curves))]
    words = (
        f'<text x="{LEFT}" y="22" class="t">{escape(picture.title)}</text>'
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2:.0f}" y="{HEIGHT - 10}" class="m">{escape(picture.x)}</text>'
        f'<text x="16" y="{HEIGHT / 2:.0f}" class="m" transform="rotate(-90 16 {HEIGHT / 2:.0f})">'
        f"{escape(picture.y)}</text>"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"><style>{STYLE}</style>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>{words}{"".join(inside)}</svg>\n'
    )


class _Axis:
    """One axis over whole powers of ten."""

    def __init__(self, values: Sequence[float], begin: float, end: float) -> None:
        known = [log10(value) for value in values if value > 0] or [0.0, 1.0]
        self.low, self.high = floor(min(known)), max(ceil(max(known)), floor(min(known)) + 1)
        self._begin, self._end = begin, end

    def at(self, value: float) -> float:
        """Give the place of a value in the picture."""
        share = (log10(max(value, 10.0**self.low)) - self.low) / (self.high - self.low)
        return self._begin + share * (self._end - self._begin)

    def ticks(self) -> list[float]:
        """Give the values that are named."""
        return [step * 10.0**power for power in range(self.low, self.high) for step in (1, 2, 5)] + [
            10.0**self.high
        ]


def _grid(across: _Axis, up: _Axis) -> str:
    lines = []
    for value in up.ticks():
        y = up.at(value)
        lines.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#d0d7de"/>')
        lines.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" class="e">{value:g}</text>')
    for value in across.ticks():
        x = across.at(value)
        lines.append(f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#eaeef2"/>')
        lines.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 16}" class="m">{value:g}</text>')
    return "".join(lines)


def _curve(curve: Curve, index: int, across: _Axis, up: _Axis) -> str:
    colour = COLOURS[index % len(COLOURS)]
    dash = "" if index < len(COLOURS) else ' stroke-dasharray="5 3"'
    places = [(across.at(x), up.at(y)) for x, y in curve.points]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places)
    y = TOP + 10 + index * 18
    key = (
        f'<path d="M{WIDTH - RIGHT + 12} {y}h18" stroke="{colour}" stroke-width="2"{dash}/>'
        f'<text x="{WIDTH - RIGHT + 36}" y="{y + 4}">{escape(curve.name)}</text>'
    )
    return f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>{dots}{key}'
