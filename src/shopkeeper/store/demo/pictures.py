"""Drawn pictures: one shape for each sort of product, coloured by the product, on a soft background."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from .catalogue import Item
from .dice import Dice

_LIGHT, _DARK = "#ffffff", "#15161c"
_BACKGROUNDS = (
    ("#fdf8f1", "#efe2d0"), ("#f3f8f7", "#d5e6e2"), ("#f5f6fb", "#d9deee"), ("#fdf4f3", "#f0d9d5"), ("#f8f7ee", "#e4e1c8"),
    ("#f6f3fa", "#e0d8ec"), ("#f2f7fb", "#d2e2ee"),
)  # fmt: skip
_SCENES = (
    '<circle cx="{x}" cy="130" r="{r}" fill="#fff" opacity=".45"/>',
    '<path d="M0 300Q100 {y} 200 296T400 286V400H0Z" fill="#fff" opacity=".4"/>',
    '<rect x="{x}" y="46" width="150" height="250" rx="75" fill="#fff" opacity=".38"/>',
    '<path d="M0 318H400V400H0Z" fill="#fff" opacity=".42"/><circle cx="{x}" cy="92" r="34" fill="#fff" opacity=".4"/>',
)


def draw(seed: int, item: Item) -> str:
    """The SVG of a product, about 2 to 5 KB; the same for the same seed and product."""
    dice = Dice(seed, "picture", item.product.id)
    bg1, bg2 = dice.pick(_BACKGROUNDS)
    scene = dice.pick(_SCENES).format(x=dice.whole(70, 300), y=dice.whole(262, 290), r=dice.whole(60, 96))
    second = item.colours[1].hex if len(item.colours) > 1 else bg2
    tones = {
        "{m}": item.tint, "{l}": _mix(item.tint, _LIGHT, 0.38), "{w}": _mix(item.tint, _LIGHT, 0.8),
        "{d}": _mix(item.tint, _DARK, 0.32), "{k}": _mix(item.tint, _DARK, 0.72), "{a}": second,
    }  # fmt: skip
    svg = _shape("frame").replace("{shape}", _shape(item.kind.picture)).replace("{scene}", scene)
    tones |= {"{bg1}": bg1, "{bg2}": bg2}
    for slot, colour in tones.items():
        svg = svg.replace(slot, colour)
    return svg.replace("{size}", f"{dice.whole(92, 104) / 100}")


def write(seed: int, items: Sequence[Item], media: Path) -> None:
    """Every product's picture as `<id>.svg` under `media`; a picture that is already right is left alone."""
    media.mkdir(parents=True, exist_ok=True)
    for item in items:
        path, svg = media / f"{item.product.id}.svg", draw(seed, item).encode()
        if not path.exists() or path.read_bytes() != svg:
            path.write_bytes(svg)


@cache
def _shape(name: str) -> str:
    return (files(__package__) / "pictures" / f"{name}.svg").read_text("utf-8").strip()


def _mix(colour: str, other: str, share: float) -> str:
    """`colour` with a share of `other` in it."""
    pairs = ((int(colour[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)
