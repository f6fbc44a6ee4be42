"""The rooms of the console, in the order and the groups in which its sidebar shows them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Room(NamedTuple):
    """A room: its name, where it lies, the lines of its icon in a square of 24, and the path that says who may enter, if not its own."""

    name: str
    path: str
    icon: str
    asked: str = ""


def _room(name: str, icon: str) -> Room:
    return Room(name, f"/console/{name}", icon)


# Group: its rooms. A room's words are `room_NAME`, a group's `rooms_GROUP`.
GROUPS: dict[str, tuple[Room, ...]] = {
    "today": (
        Room("overview", "/console", "M4 4h7v8H4zM13 4h7v5h-7zM13 11h7v9h-7zM4 14h7v6H4z", "/console/jobs"),
        _room("conversations", "M4 5.5h16v11H11l-4.5 3.5v-3.5H4z"),
    ),
    "goods": (
        _room("import", "M12 4v11M7.5 10.5L12 15l4.5-4.5M4 16v4h16v-4"),
        _room("catalog", "M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8"),
        _room("reviews", "M12 4l2.4 5 5.6.7-4.1 3.8 1.1 5.5-5-2.8-5 2.8 1.1-5.5L4 9.7 9.6 9z"),
        _room("demand", "M4 19h16M5 15l4-5 4 3 6-8M15 5h4v4"),
    ),
    "selling": (
        _room("search", "M11 4.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM16 16l4.5 4.5M8 9.5h6M8 12.5h4"),
        _room("recommend", "M12 20s-7.5-4.5-7.5-10A4 4 0 0 1 12 7.5 4 4 0 0 1 19.5 10c0 5.5-7.5 10-7.5 10z"),
        _room("writing", "M5 19l1-4L16.5 4.5l3 3L9 18zM14.5 6.5l3 3"),
        _room("claims", "M5 12.5l4.5 4.5L19 7.5"),
        _room("experiments", "M9 4h6M10 4v6l-5 8.5A1 1 0 0 0 6 20h12a1 1 0 0 0 1-1.5L14 10V4M7.5 15h9"),
        _room("customers", "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c0-4 2.5-6 6-6s6 2 6 6M16 4.5a3.5 3.5 0 0 1 0 6.5"
                           "M17.5 14.5c2.2.8 3.5 2.7 3.5 5.5"),
        _room("campaigns", "M4 10v4h3l9 5V5L7 10zM7 14v5h3v-3.5M19 9.5a4 4 0 0 1 0 5"),
    ),
    "running": (
        _room("models", "M12 3.5v4M12 16.5v4M5 7.5h14v9H5zM9 11v2M15 11v2M2.5 10.5v3M21.5 10.5v3"),
        _room("jobs", "M12 8v4l3 2M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z"),
        _room("audit", "M7 4h10v16H7zM10 8h4M10 12h4M10 16h2"),
        _room("keys", "M11.8 12.2L20 4M17 7l2.5 2.5M14.5 9.5l2 2M12.5 15.5a4 4 0 1 1-8 0 4 4 0 0 1 8 0z"),
        _room("settings", "M4 7h9M17 7h3M4 12h3M11 12h9M4 17h11M19 17h1M15 5v4M9 10v4M17 15v4"),
    ),
}  # fmt: skip


def open_to(may: Callable[[str], bool]) -> dict[str, list[Room]]:
    """The groups with the rooms that somebody may enter; a group without any is left out."""
    found = {group: [room for room in rooms if may(room.asked or room.path)] for group, rooms in GROUPS.items()}
    return {group: rooms for group, rooms in found.items() if rooms}


def current(here: str) -> str:
    """The name of the room in which an address lies, "" for none."""
    path = here.partition("?")[0]
    rooms = sorted((room for group in GROUPS.values() for room in group), key=lambda room: -len(room.path))
    return next((room.name for room in rooms if path == room.path or (path.startswith(room.path + "/") and room.path != "/console")), "")
