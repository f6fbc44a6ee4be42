"""Pictures of what is found out about customers, by Plotly: a file of HTML that needs nothing beside it, or a PNG."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..shop import InvalidQuery, Language
from .brought import Result
from .cohorts import Cohorts
from .funnel import STEPS, Funnel
from .segments import Segments

COLOURS = ("#b4532a", "#3f6b8f", "#7a8f3f", "#8f5a83", "#c2953a", "#4f8f83")  # told apart by most who see colours otherwise
MOST_PARTS = 6
_FONT = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
Figure = Any  # plotly.graph_objects.Figure, which is imported where a picture is asked for: it takes a while


def funnel_figure(found: Funnel, language: Language) -> Figure:
    """Of the visits the share that came to each step or further, a line for each part."""
    import plotly.graph_objects as go

    figure = go.Figure()
    names = [name.get(language) for name in STEPS.values()]
    for part, colour in zip((found.parts or (found.all,))[:MOST_PARTS], COLOURS, strict=False):
        shares = [reached / part.reached[0] if part.reached[0] else 0 for reached in part.reached]
        figure.add_trace(go.Bar(name=part.name.get(language), x=names, y=shares, customdata=part.reached, marker_color=colour,
                                texttemplate="%{y:.0%}", hovertemplate="%{x}: %{y:.1%} (%{customdata:,})"))  # fmt: skip
    title = "访问走到了哪一步" if language == "zh" else "How far visits come"
    figure.update_yaxes(tickformat=".0%", rangemode="tozero")
    return _styled(figure, title, legend=bool(found.parts))


def cohorts_figure(found: Cohorts, language: Language) -> Figure:
    """A row for each month of first orders, a column for each month after, in the depth of the share that ordered."""
    import plotly.graph_objects as go

    longest = max((len(each.customers) for each in found.cohorts), default=1)
    shares = [[share.value if (share := each.kept(place)) else None for place in range(1, longest)] for each in found.cohorts]
    size = "人" if language == "zh" else "customers"
    figure = go.Figure(go.Heatmap(
        z=shares, x=[str(place) for place in range(1, longest)], y=[f"{each.month} · {each.size:,} {size}" for each in found.cohorts],
        colorscale=[[0, "#f6efe6"], [1, COLOURS[0]]], zmin=0, texttemplate="%{z:.0%}" if longest <= 14 else None,
        hovertemplate="%{y} +%{x}: %{z:.1%}<extra></extra>", colorbar={"tickformat": ".0%"},
    ))  # fmt: skip
    figure.update_yaxes(autorange="reversed", type="category")
    figure.update_xaxes(title="首单之后的第几个月" if language == "zh" else "months after the first order", type="category")
    return _styled(figure, "首单之后谁还回来买" if language == "zh" else "Who orders again after the first order")


def segments_figure(found: Segments, language: Language) -> Figure:
    """Of each group its share of the customers and of what was spent."""
    import plotly.graph_objects as go

    shown = list(reversed(found.segments))
    names = [each.kind.name.get(language) for each in shown]
    words = ("占顾客", "占销售额") if language == "zh" else ("of the customers", "of the sales")
    figure = go.Figure()
    for word, colour, values in zip(words, COLOURS, ([e.share for e in shown], [e.revenue_share for e in shown]), strict=False):
        figure.add_trace(go.Bar(name=word, x=values, y=names, orientation="h", marker_color=colour, texttemplate="%{x:.0%}",
                                hovertemplate="%{y}: %{x:.1%}"))  # fmt: skip
    figure.update_xaxes(tickformat=".0%", rangemode="tozero")
    return _styled(figure, "顾客分成哪些人" if language == "zh" else "Who the customers are", legend=True)


def campaign_figure(found: Result, language: Language) -> Figure:
    """Of those who were written to and of those held out the share that had bought by the end of each day."""
    import plotly.graph_objects as go

    words = ("发送组", "对照组") if language == "zh" else ("written to", "held out")
    figure = go.Figure()
    for word, colour, customers, shares in zip(words, COLOURS, found.customers, found.course, strict=False):
        figure.add_trace(go.Scatter(name=f"{word} ({len(customers):,})", x=[0, *range(1, len(shares) + 1)], y=[0.0, *shares], mode="lines",
                                    line={"color": colour, "width": 2.5}, hovertemplate="%{x}: %{y:.2%}"))  # fmt: skip
    figure.update_xaxes(title="开始后的第几天" if language == "zh" else "days after the start", rangemode="tozero")
    figure.update_yaxes(tickformat=".1%", rangemode="tozero")
    return _styled(figure, "到那天为止下过单的人" if language == "zh" else "Who had bought by then", legend=True)


def _styled(figure: Figure, title: str, legend: bool = False) -> Figure:
    figure.update_layout(title=title, template="plotly_white", font_family=_FONT, barmode="group", showlegend=legend,
                         legend={"orientation": "h", "y": -0.15}, margin={"l": 40, "r": 20, "t": 50, "b": 40})  # fmt: skip
    figure.update_yaxes(automargin=True)
    return figure


def write(figure: Figure, path: Path) -> None:
    """Writes a picture to a file that ends in .html or .png. `InvalidQuery` for another ending, and for a PNG where what draws one is
    not there: the package kaleido and a browser of the Chrome family."""
    if path.suffix.lower() == ".html":
        path.write_text(figure.to_html(include_plotlyjs=True), "utf-8")
    elif path.suffix.lower() == ".png":
        _write_png(figure, path)
    else:
        raise InvalidQuery(f"plot: expected a file that ends in .html or .png, got {path.name}")


def _write_png(figure: Figure, path: Path) -> None:
    try:
        figure.write_image(path, width=1000, height=600, scale=2)
    except (ImportError, ValueError, RuntimeError, OSError) as error:
        reason = str(error).strip().splitlines()
        needs = "a PNG needs the extra shopkeeper[plot] and Chrome or Chromium; a file that ends in .html needs nothing"
        raise InvalidQuery(f"plot: {path.name} could not be drawn ({reason[0] if reason else type(error).__name__}); {needs}") from error
