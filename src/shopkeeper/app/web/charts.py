"""Pictures on pages of the console: Plotly's script, what a page with pictures may do, and a figure as a page holds it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from fastapi import APIRouter, Response
from markupsafe import Markup

router = APIRouter(prefix="/console", include_in_schema=False)
# As every page's, but for styles: Plotly sets them on what it draws; and pictures that are made in the page, to be kept.
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; "
          "form-action 'self'; frame-ancestors 'none'; base-uri 'none'")  # fmt: skip


def figure(drawn: Any) -> Markup:
    """A Plotly figure as the JSON that stands in a page and that `plots.js` draws: no "<" is in it."""
    return Markup(drawn.to_json().replace("<", "\\u003c"))  # nosec B704  it holds no "<"


def plain(data: Sequence[Mapping[str, Any]], height: int = 240, legend: bool = False) -> Markup:
    """A small figure of traces as Plotly knows them, which needs nothing that is slow to import."""
    layout = {"height": height, "margin": {"l": 10, "r": 10, "t": 12, "b": 10}, "showlegend": legend,
              "xaxis": {"type": "category", "nticks": 7},
              "legend": {"orientation": "h", "y": -0.25}, "yaxis": {"rangemode": "tozero", "automargin": True}}  # fmt: skip
    return Markup(json.dumps({"data": list(data), "layout": layout}).replace("<", "\\u003c"))  # nosec B704  it holds no "<"


def charted(page: Response) -> Response:
    """A page that holds pictures, allowed to draw them."""
    page.headers["Content-Security-Policy"] = POLICY
    return page


@router.get("/plotly.js")
def plotly() -> Response:
    """The script that draws, from Plotly's package."""
    return Response(_script(), media_type="text/javascript", headers={"Cache-Control": "public, max-age=86400"})


@cache
def _script() -> bytes:
    from plotly.offline import get_plotlyjs

    return bytes(get_plotlyjs().encode())
