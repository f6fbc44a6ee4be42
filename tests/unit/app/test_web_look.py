import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from unit.app.fake_shop import FakeShop, product

FORM = {"sec-fetch-site": "same-origin", "accept": "text/html"}


@pytest.fixture
def client(tmp_path):
    app = create_app(FakeShop([product("mug", "Mug")], tmp_path))
    return TestClient(app, base_url="http://127.0.0.1", headers=FORM, follow_redirects=False)


def choose(client, look, back="/?q=mug"):
    return client.post("/look", data={"look": look, "back": back})


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_look_that_was_chosen_is_in_the_page_from_its_first_byte(client, look):
    answer = choose(client, look)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?q=mug")
    html = client.get("/").text
    assert html.startswith(f'<!doctype html>\n<html lang="en" data-look="{look}">')
    assert f'<meta name="color-scheme" content="{look}">' in html
    assert f'value="{look}" aria-pressed="true"' in html


@pytest.mark.parametrize("look", ["", "sepia", '"><script>'])
def test_anything_else_is_the_look_of_the_system(client, look):
    choose(client, "dark")
    choose(client, look)
    html = client.get("/").text
    assert "data-look" not in html
    assert 'value="" aria-pressed="true"' in html


def test_a_forged_cookie_changes_nothing(client):
    assert "data-look" not in client.get("/", headers={"cookie": 'look="x\\" onload"'}).text


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"])
def test_the_switch_leads_nowhere_else(client, back):
    assert choose(client, "dark", back).headers["location"] == "/"
