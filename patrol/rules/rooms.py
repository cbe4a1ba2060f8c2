"""Which rooms of the stream a thing in a market is told to."""


def rooms_of(market: str, grid: str | None = None, group: str | None = None) -> tuple[str, ...]:
    """The market's room, and those of the grid and the group, by their codes."""
    rooms = [f"market:{market}"]
    if grid:
        rooms.append(f"grid:{grid}")
    if group:
        rooms.append(f"group:{group}")
    return tuple(rooms)


def police_room(market: str) -> str:
    """The room of the resident police."""
    return f"police:{market}"


def user_room(person_id: int) -> str:
    """The room of one person."""
    return f"user:{person_id}"
