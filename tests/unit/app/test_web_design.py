"""The design system: what its page says is what the stylesheets do."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.app.web import design
from shopkeeper.app.web.render import STATIC
from small_shop import small_shop

SHEETS = sorted(STATIC.glob("*.css"))


@pytest.mark.parametrize("pair", design.contrasts(), ids=lambda pair: f"{pair.front} on {pair.back}")
def test_colours_stand_out_in_both_looks(pair):
    assert min(pair.light, pair.dark) >= pair.least, pair


@pytest.mark.parametrize(("one", "other", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#808080", "#808080", 1)])
def test_contrast_is_counted_as_published(one, other, ratio):
    assert design.ratio(one, other) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_every_token_that_is_used_is_there(sheet):
    used = set(re.findall(r"var\(--([\w-]+)\)", sheet.read_text("utf-8")))
    assert used - set(design.tokens()) == set()


@pytest.mark.parametrize("sheet", [path for path in SHEETS if path.name != "design.css"], ids=lambda path: path.name)
def test_rooms_use_tokens_and_no_colours_of_their_own(sheet):
    text = re.sub(r"url\([^)]*\)", "", sheet.read_text("utf-8"))
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", text) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_shows_every_colour(tmp_path, language):
    shop = small_shop(tmp_path / "shop")
    page = TestClient(create_app(shop), base_url="http://localhost").get("/design", params={"lang": language}).text
    shop.close()
    for colour in design.colours():
        assert f"var(--{colour.name})" in page
        assert colour.dark in page
