"""The page of the design system: every token and part as it is now, in both looks; read from the stylesheet, so that it cannot be stale."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from fastapi import APIRouter, Request, Response

from . import charts
from .language import language_of
from .render import STATIC, page

router = APIRouter(include_in_schema=False)

_TOKEN = re.compile(r"--([\w-]+): (light-dark\((#\w+), (#\w+)\)|#\w+|[^;]+);")
# Which colour stands on which, and the least contrast that it needs: 4.5 for text, 3 for lines that tell where something can be pressed
# and for what a chart draws (WCAG 2.2, 1.4.3 and 1.4.11).
PAIRS = (
    *(("ink", on, 4.5) for on in ("paper", "surface", "soft")), *(("muted", on, 4.5) for on in ("paper", "surface", "soft")),
    *(("accent", on, 4.5) for on in ("paper", "surface", "soft")), ("on-accent", "accent", 4.5), ("paper", "ink", 4.5),
    *(("good", on, 4.5) for on in ("paper", "surface")), *(("warn", on, 4.5) for on in ("paper", "surface")),
    ("star", "paper", 3.0), ("edge", "paper", 3.0), ("edge", "surface", 3.0), *((f"chart-{n}", "surface", 3.0) for n in range(1, 7)),
)  # fmt: skip


class Colour(NamedTuple):
    """A colour token: its name and its value in either look, as `#rrggbb`."""

    name: str
    light: str
    dark: str


class Contrast(NamedTuple):
    """How far a colour stands out from another in either look, as WCAG counts it (1 to 21), and the least that is needed."""

    front: str
    back: str
    least: float
    light: float
    dark: float


@cache
def tokens() -> dict[str, str]:
    """Every token of the stylesheet with its value as it stands there."""
    root = (STATIC / "design.css").read_text("utf-8").partition(":root {")[2].partition("}")[0]
    return {found[1]: found[2] for found in _TOKEN.finditer(root)}


def colours() -> list[Colour]:
    """The colour tokens, in the order of the stylesheet."""
    found = []
    for name, value in tokens().items():
        both = re.fullmatch(r"light-dark\((#\w+), (#\w+)\)", value)
        if both or value.startswith("#"):
            found.append(Colour(name, *(_long(each) for each in (both.groups() if both else (value, value)))))
    return found


def contrasts() -> list[Contrast]:
    """The contrast of every pair that is used."""
    known = {each.name: each for each in colours()}
    return [Contrast(front, back, least, ratio(known[front].light, known[back].light), ratio(known[front].dark, known[back].dark))
            for front, back, least in PAIRS]  # fmt: skip


def ratio(one: str, other: str) -> float:
    """The contrast ratio of two colours `#rrggbb`, 1 to 21: (L1 + 0.05) / (L2 + 0.05), L the relative luminance (WCAG 2.2)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _long(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(letter * 2 for letter in colour[1:])


@router.get("/design")
def design(request: Request) -> Response:
    """The design system."""
    spaces = {name: int(value.removesuffix("px")) for name, value in tokens().items() if name.startswith("space-")}
    sizes = {name: value for name, value in tokens().items() if name.startswith("text")}
    return charts.charted(page(request, "design.html", colours=colours(), contrasts=contrasts(), spaces=spaces, sizes=sizes,
                               sample=charts.figure(_sample(language_of(request) == "zh"))))  # fmt: skip


def _sample(chinese: bool) -> object:
    import plotly.graph_objects as go

    figure = go.Figure()
    months = [f"2026-{month:02d}" for month in range(1, 9)]
    drawn = (12, 15, 14, 18, 21, 20, 24, 27), (9, 8, 10, 9, 11, 12, 11, 13)
    for name, values in zip(("手机", "电脑") if chinese else ("Phone", "Desktop"), drawn, strict=True):
        figure.add_trace(go.Scatter(x=months, y=values, name=name, mode="lines+markers"))
    figure.update_layout(legend={"orientation": "h", "y": -0.2}, margin={"l": 40, "r": 20, "t": 20, "b": 40})
    return figure.update_yaxes(rangemode="tozero")
