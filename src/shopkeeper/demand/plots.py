"""Pictures of what was sold and what will be, by Plotly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..shop import InvalidQuery, Language
from .demand import Forecast
from .on_history import StockSimulation

PAST, AHEAD, BAND = "#3f6b8f", "#b4532a", "rgba(180,83,42,0.18)"
_FONT = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
_WORDS = {
    "sold": ("卖出", "sold"), "expected": ("预计", "expected"), "bounds": ("五次里有四次在其间", "four of five lie here"),
    "ours": ("按预测补货", "by the forecast"), "usual": ("按近 28 天均值（s, S）", "28-day mean (s, S)"),
    "asked": ("所选把握 {at:.1%}", "the chance asked for, {at:.1%}"), "simulation": ("库存与满足率", "Stock and what it serves"),
    "fill": ("满足率", "share of what was wanted that was served"), "held": ("平均库存（件）", "units on hand, on average"),
    "forecast": ("卖了多少，会卖多少", "What was sold and what will be"), "units": ("件", "units"),
}  # fmt: skip
Figure = Any  # plotly.graph_objects.Figure, which is imported where a picture is asked for: it takes a while


def _word(key: str, language: Language) -> str:
    return _WORDS[key][language != "zh"]


def forecast_figure(found: Forecast, language: Language) -> Figure:
    """What was sold, what is expected, and the bounds that hold four of five; events are marked."""
    import plotly.graph_objects as go

    figure = go.Figure()
    days = [day.isoformat() for day in found.days]
    past = [day.isoformat() for day, _ in found.past]
    sold = [value for _, value in found.past]
    figure.add_trace(go.Scatter(x=past, y=sold, name=_word("sold", language), line_color=PAST, mode="lines"))
    figure.add_trace(go.Scatter(x=days + days[::-1], y=[*_list(found.high), *_list(found.low)[::-1]], fill="toself", fillcolor=BAND,
                                line_width=0, name=_word("bounds", language), hoverinfo="skip"))  # fmt: skip
    figure.add_trace(go.Scatter(x=days, y=_list(found.mean), name=_word("expected", language), line_color=AHEAD, mode="lines"))
    for day, name in found.explanation.events if found.explanation else ():
        figure.add_vline(x=day.isoformat(), line_dash="dot", line_color="#999")
        figure.add_annotation(x=day.isoformat(), y=1, yref="paper", text=name.get(language), showarrow=False, textangle=-90,
                              xanchor="right", yanchor="top", font_size=11)  # fmt: skip
    figure.update_yaxes(rangemode="tozero", title=_word("units", language), automargin=True)
    figure.update_layout(title=found.title.get(language) or _word("forecast", language), template="plotly_white", font_family=_FONT,
                         legend={"orientation": "h", "y": -0.15}, margin={"l": 40, "r": 20, "t": 50, "b": 40})  # fmt: skip
    return figure


def simulation_figure(found: StockSimulation, language: Language) -> Figure:
    """The stock that each rule needs for what it serves, and where the advice lies with the chance asked for: lower is better."""
    import plotly.graph_objects as go

    figure = go.Figure()
    for name, settings, colour in (("usual", found.usual, PAST), ("ours", found.ours, AHEAD)):
        figure.add_trace(go.Scatter(x=[each.did.fill_rate for each in settings], y=[each.did.stock for each in settings],
                                    mode="lines+markers", name=_word(name, language), line_color=colour))  # fmt: skip
    figure.add_trace(go.Scatter(x=[found.asked.fill_rate], y=[found.asked.stock], mode="markers", marker={"size": 14, "color": AHEAD},
                                name=_word("asked", language).format(at=found.service)))  # fmt: skip
    figure.update_xaxes(title=_word("fill", language), tickformat=".0%", automargin=True)
    figure.update_yaxes(title=_word("held", language), rangemode="tozero", tickformat=",.0f", automargin=True)
    figure.update_layout(title=_word("simulation", language), template="plotly_white", font_family=_FONT,
                         legend={"orientation": "h", "y": -0.25}, margin={"l": 40, "r": 20, "t": 50, "b": 40})  # fmt: skip
    return figure


def _list(values: Any) -> list[float]:
    return [round(float(value), 3) for value in values]


def write(figure: Figure, path: Path) -> None:
    """Writes a picture to a file that ends in .html or .png. `InvalidQuery` for another ending, and for a PNG where what draws one is
    not there."""
    if path.suffix.lower() == ".html":
        path.write_text(figure.to_html(include_plotlyjs=True), "utf-8")
    elif path.suffix.lower() == ".png":
        try:
            figure.write_image(path, width=1000, height=600, scale=2)
        except (ImportError, ValueError, RuntimeError, OSError) as error:
            needs = "a PNG needs the extra shopkeeper[plot] and Chromium; a file that ends in .html needs nothing"
            raise InvalidQuery(f"plot: {path.name} could not be drawn; {needs}") from error
    else:
        raise InvalidQuery(f"plot: expected a file that ends in .html or .png, got {path.name}")
