"""The loss curve of a run as a picture: SVG, which every browser shows."""

from __future__ import annotations

import math
from collections.abc import Sequence

from .loop import Point

_WIDTH, _HEIGHT, _LEFT, _BELOW, _EDGE = 720, 400, 64, 48, 24
_MOST = 600  # points of a line
_SMOOTH = 0.03  # share of the run over which the line is a mean


def svg(points: Sequence[Point], title: str) -> str:
    """Training loss, its mean over a stretch, and the loss on the validation part as dots, against the predictions seen."""
    losses = [point.loss for point in points]
    checked = [(point.seen, point.validation) for point in points if point.validation is not None]
    low, high = _range([*losses, *(loss for _, loss in checked)])
    seen = points[-1].seen

    def place(x: float, loss: float) -> tuple[float, float]:
        share = (loss - low) / (high - low)
        return _LEFT + x / seen * (_WIDTH - _LEFT - _EDGE), _HEIGHT - _BELOW - share * (_HEIGHT - _BELOW - 2 * _EDGE)

    every = max(1, len(points) // _MOST)
    thin = [place(point.seen, point.loss) for point in points[::every]]
    smooth = [place(point.seen, loss) for point, loss in list(zip(points, _smoothed(losses), strict=True))[::every]]
    parts = [
        *(_level(loss, place(0, loss)[1]) for loss in _ticks(low, high)),
        *(_mark(x, place(x, low)[0]) for x in _ticks(0, seen)),
        _line(thin, "#bcd", 1), _line(smooth, "#135", 2),
        *(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="#c40"/>' for x, y in (place(*each) for each in checked)),
        _text(_LEFT, _EDGE - 6, title, "start"), _text(_WIDTH - _EDGE, _HEIGHT - 8, "tokens seen", "end"),
        _text(_WIDTH - _EDGE, _EDGE + 14, "loss, nats a token; dots: on the validation part", "end"),
    ]
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" font-size="12">'
            f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>\n' + "\n".join(parts) + "\n</svg>\n")


def _range(losses: Sequence[float]) -> tuple[float, float]:
    low, high = min(losses), max(losses)
    return (low, high) if high - low > 1e-9 else (low - 0.5, high + 0.5)


def _smoothed(losses: Sequence[float]) -> list[float]:
    stretch, out, total = max(1, round(len(losses) * _SMOOTH)), [], 0.0
    for i, loss in enumerate(losses):
        total += loss - (losses[i - stretch] if i >= stretch else 0.0)
        out.append(total / min(i + 1, stretch))
    return out


def _ticks(low: float, high: float) -> list[float]:
    """Round numbers between two, about six of them."""
    rough = (high - low) / 6
    power = 10 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    return [i * step for i in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _level(loss: float, y: float) -> str:
    return f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _EDGE}" stroke="#eee"/>' + _text(_LEFT - 6, y + 4, f"{loss:g}"[:6], "end")


def _mark(seen: float, x: float) -> str:
    shown = f"{seen / 1e6:g} M" if seen >= 1e6 else f"{seen / 1e3:g} k" if seen >= 1e3 else f"{seen:g}"
    return _text(x, _HEIGHT - _BELOW + 18, shown, "middle")


def _line(points: Sequence[tuple[float, float]], colour: str, width: int) -> str:
    return f'<polyline fill="none" stroke="{colour}" stroke-width="{width}" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    safe = text.replace("&", "&amp;").replace("<", "&lt;")
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#333">{safe}</text>'
