import re
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.app.web.trouble import title
from shopkeeper.shop import Attribute, Image, InvalidQuery, Localized, NotIndexed
from unit.app.fake_shop import FakeShop, earbuds, product, review

HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(2)>"\'{{7*7}}'


@pytest.fixture
def shop(tmp_path):
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "buds.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (tmp_path / "secret.txt").write_text("secret")
    many = [product(f"mug-{i:02}", f"Mug {i:02}", f"杯子 {i:02}", brand="Hario") for i in range(30)]
    return FakeShop([earbuds(), *many], tmp_path)


@pytest.fixture
def client(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1", headers={"accept": "text/html"})


def ids(html):
    return re.findall(r'data-id="([^"]+)"', html)


def test_the_front_page_shows_products_and_results_show_what_was_asked(client):
    assert "What can I find" in client.get("/").text
    assert ids(client.get("/?q=earbuds").text) == ["buds"]


def test_a_shop_without_categories_is_entered_by_its_brands(client):
    html = client.get("/").text
    assert "Browse brands" in html
    assert 'href="/?where=brand%3DHario"' in html


def test_the_rest_of_a_long_list_of_details_is_folded_away(client, shop):
    facts = tuple(Attribute(Localized(en=f"Fact {n}"), float(n)) for n in range(20))
    shop.put_products([product("many", "Many facts", attributes=facts)])
    html = client.get("/p/many").text
    assert html.count("<tr>") == 20
    assert html.index("Fact 11<") < html.index("8 more details") < html.index("Fact 12<")


def test_pages_follow_each_other_without_overlap(client):
    first = client.get("/?q=mug").text
    more = re.search(r'href="([^"]+)" data-more', first)[1].replace("&amp;", "&")
    second = client.get(more).text
    assert ids(first) + ids(second) == [f"mug-{i:02}" for i in range(30)]
    assert re.findall(r'data-position="(\d+)"', second) == [str(n) for n in range(25, 31)]
    assert "data-more" not in second


def test_language_comes_from_the_address_then_the_cookie_then_the_browser(client):
    assert '<html lang="en">' in client.get("/").text
    assert '<html lang="zh-Hans">' in client.get("/", headers={"accept-language": "zh-CN"}).text
    chosen = client.get("/?lang=zh&q=mug")
    assert '<html lang="zh-Hans">' in chosen.text
    assert chosen.headers["vary"] == "Accept-Language, Cookie"
    assert "杯子 00" in client.get("/?q=mug", headers={"accept-language": "en"}).text


def test_the_language_switch_keeps_the_question_and_the_filters(client):
    html = client.get("/?q=mug&where=brand%3DHario&next=24&from=24").text
    assert 'href="/?q=mug&amp;where=brand%3DHario&amp;lang=zh"' in html


def test_filters_reach_the_search_and_can_be_removed(client, shop):
    html = client.get("/?q=mug&where=brand%3DHario&price_min=10&price_max=").text
    assert shop.calls[0]["where"] == ["brand=Hario", "price>=10"]
    assert 'aria-label="Remove filter: Brand: Hario"' in html
    assert 'href="/?q=mug&amp;where=price%3E%3D10"' in html


def test_nothing_found_says_what_to_try(client):
    html = client.get("/?q=spaceship&lang=zh").text
    assert "没有找到合适的商品" in html
    assert 'href="/?q=&amp;lang=zh"' in html


def found(shop, monkeypatch, **more):
    """Has searches answer with something more."""
    plain = shop.search
    monkeypatch.setattr(shop, "search", lambda *a, **k: replace(plain(*a, **k), **more))


@pytest.mark.parametrize(("lang", "words"), [
    ("en", ("Showing results for ", "Search instead for ")), ("zh", ("已为您显示相关结果：", "仍按原文搜索：")),
])
def test_a_corrected_spelling_is_said_with_a_way_to_what_was_typed(client, shop, monkeypatch, lang, words):
    found(shop, monkeypatch, did_you_mean="mug & cup")
    html = client.get(f"/?q=mug&where=price%3C500&lang={lang}").text
    assert f'{words[0]}<a class="meant" href="/?q=mug+%26+cup&amp;where=price%3C500&amp;lang={lang}">mug &amp; cup</a>' in html
    assert f'href="/?q=mug&amp;where=price%3C500&amp;literal=1&amp;lang={lang}" rel="nofollow">mug</a>' in html
    assert words[1] in html


def test_a_correction_of_a_query_that_found_nothing_is_a_question(client, shop, monkeypatch):
    found(shop, monkeypatch, did_you_mean="mug")
    html = client.get("/?q=mugg").text
    assert 'Did you mean: <a class="meant" href="/?q=mug">mug</a>' in html
    assert "Search instead" not in html
    assert "Check the spelling" not in html


def test_what_was_typed_is_searched_word_for_word_when_asked(client, shop):
    html = client.get("/?q=mug&literal=1").text
    assert shop.calls[0]["literal"] is True
    assert "Searching for exactly these words." in html
    assert '<a href="/?q=mug">Search for what they mean</a>' in html
    assert re.search(r'href="([^"]+)" data-more', html)[1].startswith("/?q=mug&amp;literal=1&amp;next=")


@pytest.mark.parametrize(("lang", "relaxed", "words"), [
    ("en", ("price<50",), "Nothing here fits “Price &lt; ¥50”, so it is left aside"),
    ("zh", ("price<50",), "没有符合“价格 &lt; ¥50”的商品，下面的结果不受此条件限制。"),
    ("zh", ("price<50", "brand=Sony"), "没有同时符合“价格 &lt; ¥50、品牌: Sony”的商品"),
])
def test_what_was_given_up_to_find_something_is_said(client, shop, monkeypatch, lang, relaxed, words):
    found(shop, monkeypatch, relaxed=relaxed)
    assert words in client.get(f"/?q=mug&lang={lang}").text


def test_a_page_with_nothing_found_and_no_filter_offers_no_filters(client):
    html = client.get("/?q=spaceship").text
    assert 'class="open-filters"' not in html
    assert 'class="prices"' not in html
    filtered = client.get("/?q=spaceship&where=price%3C5").text
    assert 'class="open-filters"' in filtered
    assert 'class="prices"' in filtered


@pytest.mark.parametrize(("lang", "words"), [("en", "The shelves are empty"), ("zh", "货架还空着")])
def test_an_empty_shop_says_so_and_offers_no_shelf(tmp_path, lang, words):
    html = TestClient(create_app(FakeShop((), tmp_path)), base_url="http://127.0.0.1").get(f"/?lang={lang}").text
    assert words in html
    assert 'class="grid"' not in html
    assert "/?q=&" not in html
    assert "shopkeeper import products.csv" in html


@pytest.mark.parametrize(("lang", "words"), [("en", "1 products are imported already"), ("zh", "已经导入 1 件商品")])
def test_a_shop_that_was_never_indexed_says_what_to_run(tmp_path, monkeypatch, lang, words):
    def search(*args, **more):
        raise NotIndexed

    shop = FakeShop([earbuds()], tmp_path)
    monkeypatch.setattr(shop, "search", search)
    monkeypatch.setattr(shop, "searchable", 0)
    answer = TestClient(create_app(shop), base_url="http://127.0.0.1").get(f"/?lang={lang}")
    assert answer.status_code == 200
    assert words in answer.text
    assert "shopkeeper index" in answer.text
    assert "products.csv" not in answer.text


def test_whoever_may_not_run_the_shop_is_told_no_folder_of_it(tmp_path):
    app = create_app(FakeShop((), tmp_path), loopback=False)
    html = TestClient(app, base_url="http://127.0.0.1").get("/?lang=en").text
    assert str(tmp_path) not in html
    assert "<details class=\"more\">" in html


def test_the_demo_shop_says_what_to_try(client, shop, monkeypatch):
    assert 'id="tries"' not in client.get("/").text
    monkeypatch.setattr(shop.store.jobs, "load", lambda name: {"built": True} if name == "demo" else None)
    html = client.get("/?lang=zh").text
    assert "/chat?say=" in html
    assert "waterproof%20jacket%20under%20500&amp;lang=zh" in html
    assert 'href="/console/writing?lang=zh"' in html


@pytest.mark.parametrize("variant", ["ghost", "buds-white"])
def test_a_card_of_a_variant_that_is_gone_shows_the_product(client, shop, monkeypatch, variant):
    plain = shop.search

    def search(*args, **more):
        answer = plain(*args, **more)
        return replace(answer, hits=tuple(replace(hit, variant_id=variant) for hit in answer.hits))

    monkeypatch.setattr(shop, "search", search)
    page = client.get("/?q=earbuds")
    assert (page.status_code, ids(page.text)) == (200, ["buds"])
    assert ("variant=ghost" in page.text, "variant=buds-white" in page.text) == (False, variant == "buds-white")


def test_who_finds_nothing_is_shown_the_words_that_find_something_and_the_departments(client):
    html = client.get("/?q=purple+mug&where=price%3C5").text
    assert re.search(r'<a href="/\?q=mug">Search for “mug” alone</a> <small>30 products</small>', html)
    assert "“purple” alone" not in html
    assert 'href="/?where=brand%3DHario"' in html


def test_results_say_why_they_are_there(client):
    html = client.get("/?q=earbuds").text
    assert re.search(r"<span>Words match: earbuds</span> <b>75%</b>", html)


def test_a_product_page_shows_the_variant_that_can_be_bought(client):
    html = client.get("/p/buds").text
    assert "¥199<" in html or "¥199 <" in html
    assert "Only 3 left" in html
    sold_out = client.get("/p/buds?variant=buds-white").text
    assert "¥179.50" in sold_out
    assert '<p class="stock out">Out of stock</p>' in sold_out
    assert client.get("/p/buds?variant=ghost").status_code == 404


def test_a_product_page_shows_facts_reviews_and_likes(client, shop):
    shop.store.reviews["r1"] = review("r1", "buds", 4, "Sounds good")
    html = client.get("/p/buds").text
    for words in ("30 h", "A whole day of music.", "Sounds good", "1 review", "What buyers say", "Similar products", "Electronics",
                  'src="/media/buds.svg"'):
        assert words in html


def test_hostile_texts_of_a_product_are_inert(client, shop):
    shop.put_products([product("bad", f"hostile {HOSTILE}", description=Localized(en=HOSTILE), images=(Image("javascript:alert(3)"),),
                               category=(Localized(en=HOSTILE),), url="javascript:alert(4)")])
    for path in ("/?q=hostile", "/p/bad", f"/?q={HOSTILE}", "/?q=x&where=brand%3D<script>"):
        html = client.get(path).text
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert 'href="javascript' not in html
        assert 'src="javascript' not in html
        assert html.count("<script") == 2  # the storefront's and the chat's


def test_pictures_are_served_and_nothing_else_of_the_folder(client):
    picture = client.get("/media/buds.svg")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert "sandbox" in picture.headers["content-security-policy"]
    assert "max-age" in picture.headers["cache-control"]
    for name in ("../secret.txt", "%2e%2e/secret.txt", "..%2fsecret.txt", "/etc/passwd", "ghost.svg", ""):
        path = f"/media/{name}"
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert "secret" not in answer.text.replace("secret.txt", "")


def test_a_shop_without_pictures_answers_404(tmp_path):
    client = TestClient(create_app(FakeShop([], tmp_path / "empty")), base_url="http://127.0.0.1")
    assert client.get("/media/a.svg").status_code == 404


def test_styles_and_scripts_may_be_kept_only_under_their_version(client):
    html = client.get("/").text
    style = re.search(r'href="(/static/design\.css\?v=\w+)"', html)[1]
    assert "immutable" in client.get(style).headers["cache-control"]
    assert client.get("/static/visit.js").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("name", ["design.css", "shop.js"])
def test_styles_and_scripts_come_compressed_to_who_takes_that(client, name):
    small = client.get(f"/static/{name}", headers={"accept-encoding": "br, gzip"})
    plain = client.get(f"/static/{name}", headers={"accept-encoding": "identity"})
    assert small.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert small.content == plain.content
    assert small.headers["content-type"] == plain.headers["content-type"]
    assert int(small.headers["content-length"]) < int(plain.headers["content-length"])
    assert {small.headers["vary"], plain.headers["vary"]} == {"Accept-Encoding"}


def test_the_departments_of_the_front_page_are_looked_for_once_until_the_index_changes(client, shop):
    client.get("/")
    before = len(shop.calls)
    client.get("/")
    assert len(shop.calls) == before
    shop.indexed_revision += 1
    client.get("/")
    assert len(shop.calls) > before


@pytest.mark.parametrize(("path", "status"), [("/p/ghost", 404), ("/nowhere", 404), ("/?q=x&where=cheap", 422), ("/?q=" + "x" * 1001, 422),
                                              ("/?q=x&price_min=cheap", 422)])
def test_errors_are_pages_in_the_visitors_language(client, path, status):
    answer = client.get(path, headers={"accept-language": "zh"})
    assert answer.status_code == status
    assert "回到首页" in answer.text


@pytest.mark.parametrize(("path", "zh", "en"), [
    ("/?q=x&where=cheap", "地址里有本店不认识的筛选条件，请重新搜索。", "The address has a filter that this shop does not know."),
    ("/?q=x&price_min=cheap", "价格请填数字", "Please give the price as a number"),
    ("/?q=" + "x" * 1001, "搜索的文字太长了", "The search is too long."),
    ("/?q=x&from=many", "这个请求里有看不懂的内容", "Something in this request makes no sense here."),
    ("/p/ghost", "商品也可能已经下架", "the product is no longer sold"), ("/look", "请从页面上操作", "Please go through the page"),
])
def test_what_went_wrong_is_said_in_the_visitors_language(client, path, zh, en):
    assert zh in client.get(path, headers={"accept-language": "zh"}).text
    assert en in client.get(path, headers={"accept-language": "en"}).text


@pytest.mark.parametrize(("error", "words"), [
    (NotIndexed("this shop has no index yet"), "商店还在整理商品，请稍后再来。"), (RuntimeError("secret"), "服务器出了问题，请稍后再试。"),
    (InvalidQuery("cursor 'x' is not known here or older than an hour; search again"), "这一页已经过期，请重新搜索。"),
])
def test_a_shop_in_trouble_says_so_in_the_visitors_language(client, shop, monkeypatch, error, words):
    def broken(*args, **more):
        raise error

    monkeypatch.setattr(shop, "search", broken)
    html = client.get("/?q=x&lang=zh").text
    assert words in html
    assert "secret" not in html


@pytest.mark.parametrize(("error", "offered"), [(NotIndexed("this shop has no index yet"), True), (RuntimeError("secret"), False)])
def test_what_may_go_better_in_a_moment_can_be_tried_again(client, shop, monkeypatch, error, offered):
    def broken(*args, **more):
        raise error

    monkeypatch.setattr(shop, "search", broken)
    html = client.get("/?q=a%26b&lang=en").text
    assert ('href="/?q=a%26b&amp;lang=en">Try again' in html) is offered


@pytest.mark.parametrize(("status", "message", "key"), [
    (503, "this shop has no index yet", "error_title_setup"), (503, "busy", "error_title_busy"), (500, "x", "error_title_500"),
    (404, "x", "error_404"), (422, "x", "error_other"),
])
def test_the_heading_of_an_error_says_what_kind_it_is(status, message, key):
    assert title(status, message) == key


def test_the_reference_lists_every_operation(client):
    html = client.get("/docs").text
    openapi = client.get("/openapi.json").json()
    for path in openapi["paths"]:
        assert f"</span> {path}</code>" in html
