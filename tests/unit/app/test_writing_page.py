"""The console's texts without a browser: lists, the editor, what is refused and how it is said."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.app.web.writing import pieces
from shopkeeper.claims import check
from small_copy import as_it_was, copy_shop

FORM = {"sec-fetch-site": "same-origin", "accept": "text/html"}
NEW = {"kind": "description", "about": "shirt", "language": "en", "tone": "plain"}


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    shop = copy_shop(tmp_path_factory.mktemp("texts") / "shop")
    yield shop
    shop.close()


@pytest.fixture
def shop(opened):
    yield opened
    as_it_was(opened)


@pytest.fixture(scope="module")
def door(opened):
    return TestClient(create_app(opened), base_url="http://127.0.0.1", follow_redirects=False, headers=FORM)


@pytest.fixture
def client(shop, door):
    door.cookies.clear()
    return door


@pytest.fixture
def editor(client):
    """The address of a new draft's page."""
    return client.post("/console/writing", data=NEW).headers["location"]


def test_an_empty_list_says_so(client):
    assert "There are no texts here yet." in client.get("/console/writing?lang=en").text


def test_a_text_is_written_listed_and_shown_beside_the_present_one(client, editor):
    listed = client.get("/console/writing?lang=en&state=draft").text
    assert "Linen shirt, 180 g, edition a." in listed
    assert 'aria-current="true">Draft (1)' in listed
    assert "There are no texts here" in client.get("/console/writing?lang=en&state=published").text
    shown = client.get(editor + "?lang=en").text
    assert '<div class="present" lang="en">A shirt.</div>' in shown
    assert '<mark class="supported">180 g</mark>' in shown
    assert "version 1: written" in shown


def test_keywords_are_an_order_too(client):
    page = client.get(client.post("/console/writing", data=NEW | {"about": "wool scarf, blue"}).headers["location"]).text
    assert "wool scarf, blue" in page
    assert 'class="present"' not in page


@pytest.mark.parametrize("wrong", [{"about": ""}, {"kind": "poem"}, {"tone": "rude"}, {"market": "mars"}])
def test_what_cannot_be_ordered_is_said_with_the_form_as_it_was(client, wrong):
    answer = client.post("/console/writing?lang=en", data=NEW | wrong)
    assert answer.status_code == 422
    assert 'class="wrong"' in answer.text
    assert f'value="{(NEW | wrong)["about"]}"' in answer.text


def test_approving_what_was_typed_saves_it_first(client, editor, shop):
    done = client.post(editor, data={"who": "Mei", "do": "approve", "version": "1", "text": "Linen, 180 g."})
    assert done.status_code == 303
    [draft] = shop.store.drafts.all()
    assert (draft.state, len(draft.versions), draft.version.text) == ("approved", 2, "Linen, 180 g.")
    client.post(editor, data={"who": "Mei", "do": "publish", "version": "2", "text": "Linen, 180 g."})
    assert shop.store.products.get("shirt").description.en == "Linen, 180 g."


def test_several_are_decided_at_once_and_what_cannot_be_is_told(client, shop):
    made = [client.post("/console/writing", data=NEW | {"language": language}) for language in ("en", "zh")]
    ids = [answer.headers["location"].rpartition("/")[2] for answer in made]
    shop.drafts.edit(ids[1], "Mei", "An IPX9 shirt of pure gold, 5 kg.")
    page = client.get("/console/writing?lang=en").text
    assert f'name="draft.{ids[0]}" value="1"' in page
    assert f'name="draft.{ids[1]}" value="2"' in page
    both = {f"draft.{ids[0]}": "1", f"draft.{ids[1]}": "2", "who": "Mei"}
    told = client.post("/console/writing/several?lang=en", data=both | {"do": "approve"})
    assert (told.status_code, "Approved: 1." in told.text) == (409, True)
    assert f"/console/writing/{ids[1]}" in told.text.partition("because:")[2]
    assert [shop.drafts.get(id).state for id in ids] == ["approved", "draft"]
    done = client.post("/console/writing/several", data=both | {"do": "reject"})
    assert (done.status_code, done.headers["location"]) == (303, "/console/writing?did=reject&n=2")
    assert "Rejected: 2." in client.get(done.headers["location"] + "&lang=en").text


def test_nothing_chosen_nobody_named_and_an_older_version_change_nothing(client, editor, shop):
    id = editor.rpartition("/")[2]
    several = "/console/writing/several?lang=en"
    assert "Nothing is chosen" in client.post(several, data={"do": "approve", "who": "Mei"}).text
    client.cookies.clear()
    assert "Please give your name" in client.post(several, data={"do": "approve", f"draft.{id}": "1"}).text
    shop.drafts.edit(id, "Li", "Linen shirt, 180 g.")
    assert "read it before you decide" in client.post(several, data={"do": "approve", "who": "Mei", f"draft.{id}": "1"}).text
    assert shop.drafts.get(id).state == "draft"
    assert client.post("/console/writing/several", data={"do": "eat", "who": "Mei", f"draft.{id}": "2"}).status_code == 422


def test_a_false_word_is_kept_as_typed_and_not_approved(client, editor):
    answer = client.post(editor + "?lang=en", data={"who": "Mei", "do": "approve", "version": "1", "text": "Linen, 90 g."})
    assert answer.status_code == 422
    assert "Some of it is not supported" in answer.text
    assert '<mark class="contradicted">90 g</mark>' in answer.text


def test_who_edits_an_older_version_loses_nothing(client, editor, shop):
    client.post(editor, data={"who": "Tom", "do": "save", "version": "1", "text": "Tom's."})
    answer = client.post(editor + "?lang=en", data={"who": "Mei", "do": "save", "version": "1", "text": "Mei's."})
    assert answer.status_code == 409
    assert "Tom has saved a newer version" in answer.text
    assert "Mei&#39;s.</textarea>" in answer.text
    assert next(shop.store.drafts.all()).version.text == "Tom's."


def test_a_product_that_changed_is_compared_before_anything_is_published(client, editor, shop):
    typed = {"who": "Mei", "text": "Linen shirt, 180 g, edition a."}
    client.post(editor, data=typed | {"do": "approve", "version": "1"})
    shop.patch_product("shirt", {"description": {"en": "By hand."}})
    answer = client.post(editor + "?lang=en", data=typed | {"do": "publish", "version": "1"})
    assert answer.status_code == 409
    assert "was changed after this version" in answer.text
    assert "Compared: keep the new text" in answer.text
    client.post(editor, data={"who": "Mei", "do": "look", "version": "1"})
    client.post(editor, data=typed | {"do": "approve", "version": "2"})
    client.post(editor, data=typed | {"do": "publish", "version": "2"})
    assert shop.store.products.get("shirt").description.en.endswith("edition a.")


def test_an_empty_text_and_nobodys_name_are_refused(client, editor):
    for data in ({"who": "Mei", "text": " "}, {"who": " ", "text": "Linen."}):
        assert client.post(editor, data={"do": "save", "version": "1", **data}).status_code == 422


def test_the_page_of_a_product_that_is_gone_still_opens(client, editor, shop):
    shop.delete_products(["shirt"])
    assert "This product is gone." in client.get(editor + "?lang=en").text


def test_a_text_is_tried_from_its_page_and_a_visitor_sees_one_arm(client, editor, shop):
    typed = {"who": "Mei", "text": "Linen shirt, 180 g, edition a.", "version": "1"}
    client.post(editor, data=typed | {"do": "approve"})
    begun = client.post(editor, data=typed | {"do": "test"})
    assert begun.headers["location"].startswith("/console/experiments/")
    assert "Visitors who put it into the basket" in client.get(begun.headers["location"] + "?lang=en").text
    pages = {client.get("/p/shirt?lang=en", headers={"x-session-id": f"s{i}"}).text.count("edition a.") for i in range(12)}
    assert len(pages) == 2, "some see the draft, some the present text"
    assert "edition a." not in client.get("/p/shirt?lang=en").text, "who is nobody takes no part"


def test_the_page_says_that_software_wrote_its_words_where_the_market_asks_for_it(client, shop):
    at = client.post("/console/writing", data=NEW | {"market": "cn", "language": "zh"}).headers["location"]
    typed = {"who": "Mei", "text": shop.store.drafts.newest()[0].version.text, "version": "1"}
    assert "AI 生成内容" not in client.get("/p/shirt?lang=zh").text
    for what in ("approve", "publish"):
        client.post(at, data=typed | {"do": what})
    page = client.get("/p/shirt?lang=zh").text
    assert "AI 生成内容" in page
    assert '<meta name="generated-by" content="software; writer=clerk;' in page
    assert "Mei" not in page
    assert "generated-by" not in client.get("/p/shirt?lang=en").text


def test_pieces_are_the_text_again():
    text = "Weighs 180 g and costs $3, or $4."
    found = pieces(text, check(text, [["weight", "180 g"]]))
    assert "".join(piece.text for piece in found) == text
    assert [piece.text for piece in found if piece.claim] == ["180 g", "$3", "$4"]


def test_the_page_is_for_the_people_of_the_shop(client, editor):
    for path in ("/console/writing", editor):
        assert client.get(path, headers={"x-forwarded-for": "10.0.0.1"}).status_code == 403
