import xml.etree.ElementTree as ElementTree

import pytest

pytest.importorskip("torch")

from shopkeeper.models.training.curve import svg
from shopkeeper.models.training.loop import Point

NAME = "{http://www.w3.org/2000/svg}"


def points(count):
    return [Point(i + 1, 4096 * (i + 1), 8.0 / (i + 1) ** 0.2, 1e-3, 5.0 if i % 10 == 9 else None) for i in range(count)]


def test_the_curve_falls_from_left_to_right_inside_the_picture():
    picture = ElementTree.fromstring(svg(points(100), "a < b & c"))
    thin, smooth = ([tuple(map(float, pair.split(","))) for pair in line.get("points").split()] for line in picture.iter(f"{NAME}polyline"))
    assert thin == sorted(thin)
    assert [y for _, y in thin] == sorted(y for _, y in thin)  # y grows downwards
    assert all(0 < x < 720 and 0 < y < 400 for x, y in thin + smooth)
    assert len(list(picture.iter(f"{NAME}circle"))) == 10
    assert any(text.text == "a < b & c" for text in picture.iter(f"{NAME}text"))


@pytest.mark.parametrize("count", [1, 2, 5000])
def test_short_and_long_runs_are_drawn(count):
    picture = svg(points(count), "run")
    ElementTree.fromstring(picture)
    assert len(picture) < 60_000


def test_a_loss_that_stays_the_same_is_drawn():
    ElementTree.fromstring(svg([Point(1, 10, 2.0, 1e-3), Point(2, 20, 2.0, 1e-3)], "flat"))
