from __future__ import annotations

import re
from datetime import date
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import pytest

from shopkeeper.store.demo import pictures
from shopkeeper.store.demo.catalogue import Item, catalogue
from shopkeeper.store.demo.words import kinds


@pytest.fixture(scope="module")
def items() -> list[Item]:
    return catalogue(7, 96, date(2026, 9, 30))


def test_every_type_has_a_drawing_and_every_drawing_a_type() -> None:
    drawn = {path.name.removesuffix(".svg") for path in (files(pictures.__package__ or "") / "pictures").iterdir()}
    assert drawn - {"frame"} == {kind.picture for kind in kinds()}


def test_a_picture_is_a_small_whole_svg_without_a_slot_left(items: list[Item]) -> None:
    for item in items:
        svg = pictures.draw(7, item)
        assert 1500 < len(svg) < 6144
        assert not re.search(r"[{}]", svg)
        assert ElementTree.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"


def test_a_picture_has_the_colour_of_the_product(items: list[Item]) -> None:
    assert all(item.tint in pictures.draw(7, item) for item in items)
    assert all(item.tint == item.colours[0].hex for item in items if item.colours)


def test_pictures_are_written_where_the_products_point(items: list[Item], tmp_path: Path) -> None:
    pictures.write(7, items, tmp_path / "media")
    assert {f"/media/{path.name}" for path in (tmp_path / "media").iterdir()} == {i.product.images[0].url for i in items}


def test_writing_again_leaves_the_files_alone(items: list[Item], tmp_path: Path) -> None:
    pictures.write(7, items, tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    pictures.write(7, items, tmp_path)
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before
