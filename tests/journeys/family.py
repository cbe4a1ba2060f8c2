"""Which processes belong to another one; read from the system, for our own word is what is tested."""

import subprocess
from pathlib import Path


def children(pid: int) -> dict[int, str]:
    """Give all processes below one, with their command lines."""
    table = _table()
    found: dict[int, str] = {}
    wanted = {pid}
    while wanted:
        below = {child for child, (parent, _) in table.items() if parent in wanted} - set(found)
        found |= {child: table[child][1] for child in below}
        wanted = below
    return found


def alive(pids: set[int]) -> set[int]:
    """Give those that still run."""
    return pids & set(_table())


def _table() -> dict[int, tuple[int, str]]:
    if Path("/proc/self/stat").exists():
        rows = (_row(path) for path in Path("/proc").glob("[0-9]*"))
        return {row[0]: row[1:] for row in rows if row is not None}
    told = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True)
    lines = (line.split(None, 2) for line in told.stdout.splitlines())
    return {int(line[0]): (int(line[1]), line[2] if line[2:] else "") for line in lines}


def _row(path: Path) -> tuple[int, int, str] | None:
    try:
        state, parent = path.joinpath("stat").read_text().rpartition(")")[2].split()[:2]
        words = path.joinpath("cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return None
    return None if state == "Z" else (int(path.name), int(parent), words)
