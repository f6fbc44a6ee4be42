"""The console's rooms of the goods: import, catalogue, orders to suppliers; on a phone and a desk, in both languages."""

from __future__ import annotations

import threading
from contextlib import closing

import pytest

from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.presence import Presence
from shopkeeper.app.worker import Worker

CUPS = "SKU,商品名称,价格,Farbe\nGD-1,骨瓷茶杯,￥68,白\nGD-2,玻璃茶壶,￥128,透明\nGD-3,竹制茶盘,面议,\n".encode()
WAYS = [("zh-CN", 360), ("en-GB", 1440)]
FILE = {"name": "cups.csv", "mimeType": "text/csv", "buffer": CUPS}


def worked(folder):
    """Does what is queued, as a worker beside the server."""
    with closing(open_shop(str(folder))) as shop, closing(Presence(shop.data_dir)) as presence:
        Worker(shop, presence).run(threading.Event(), once=True)


@pytest.mark.parametrize(("locale", "width"), WAYS)
def test_a_file_is_uploaded_mapped_previewed_at_once_and_imported(visit, shop_folder, locale, width):
    zh = locale.startswith("zh")
    page = visit("/console/import", width=width, locale=locale)
    page.set_input_files("input[type=file]", FILE)
    page.click("form[enctype] button")
    page.wait_for_url("**/console/import/*")
    assert ("拒绝 1 行" if zh else "1 rejected") in page.inner_text("#import [role=status]")
    assert ("应为价格" if zh else "expected a price") in page.inner_text(".rejected")
    page.select_option("select[name='map:Farbe']", "ignore")
    page.wait_for_selector(".records:not(:has-text('白'))")
    assert page.evaluate("document.activeElement.name") == "map:Farbe", "whoever chooses stays where they are"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click("button[value=import]")
    page.wait_for_selector("#jobs[data-live]")
    worked(shop_folder)
    page.wait_for_selector("a[href*='/console/import/rejects/']")
    with page.expect_download() as kept:
        page.click("a[href*='/console/import/rejects/']")
    assert kept.value.suggested_filename == "cups.csv.rejects.jsonl"


def test_an_import_works_without_a_script(visit):
    page = visit("/console/import", locale="en-GB", java_script_enabled=False)
    page.set_input_files("input[type=file]", FILE)
    page.click("form[enctype] button")
    page.select_option("select[name='map:Farbe']", "option")
    with page.expect_navigation():
        page.click("button[value=look]")
    assert page.input_value("select[name='map:Farbe']") == "option"
    page.click("button[value=throw]")
    page.wait_for_url("**/console/import")


@pytest.mark.parametrize(("locale", "width"), WAYS)
def test_many_products_are_chosen_hidden_and_brought_back(visit, locale, width):
    page = visit("/console/catalog", width=width, locale=locale)
    assert page.locator(".bar button").first.is_disabled(), "nothing is chosen yet"
    page.focus(".goods li:nth-child(2) input")
    page.keyboard.press("Space")
    page.focus(".goods li:nth-child(3) input")
    page.keyboard.press("Space")
    assert "2" in page.inner_text(".bar output")
    page.click(".bar button[value=hide]")
    page.wait_for_url("**/console/catalog/change?**")
    assert page.locator(".sketch li").count() == 2
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click("button.main")
    page.wait_for_url("**/console/catalog?show=changes*")
    page.click("form[action*='/console/catalog/changes/'] button >> nth=0")
    page.wait_for_selector("text=/已撤销|undone/")
    with page.expect_navigation():
        page.click("text=/^(已隐藏|Hidden)$/")
    assert page.locator(".goods li").count() == 0


def test_all_of_a_page_are_chosen_at_once(visit):
    page = visit("/console/catalog", locale="en-GB")
    page.check("#all-of-page")
    assert page.inner_text(".bar output") == "50 chosen"
    page.fill("input[name=value]", "-5%")
    page.click(".bar button[value=price]")
    page.wait_for_selector(".sketch")
    assert page.locator(".sketch li").count() >= 50
    page.go_back()
    assert page.inner_text(".bar output") in ("50 chosen", "0 chosen")


@pytest.mark.parametrize(("locale", "width"), WAYS)
def test_orders_to_suppliers(visit, shop_folder, locale, width):
    with closing(open_shop(str(shop_folder))) as shop:
        from datetime import UTC, datetime

        from shopkeeper.shop import Localized, Money, Purchase, PurchaseLine

        lines = (PurchaseLine("p0001-1", 12, "p0001", Localized("耳机", "Headphones"), "A-1", Money(4500, "CNY")),
                 PurchaseLine("p0002-1", 5, "p0002", Localized("电源", "Power bank")))  # fmt: skip
        shop.store.purchases.put([Purchase(f"b{width}", datetime.now(UTC), lines, supplier_id="s1", supplier="义乌 Yiwu", by="Mei")])
    page = visit("/console/demand/orders?state=draft", width=width, locale=locale)
    page.click("text=义乌 Yiwu >> nth=0")
    page.fill("input[name='quantity:p0001-1']", "20")
    page.fill("input[name='quantity:p0002-1']", "0")
    page.click("button[value=sent]")
    page.wait_for_selector(".state.sent")
    assert page.locator(".lines-of li").count() == 1
    with page.expect_download() as kept:
        page.click("a[href$='/csv']")
    assert kept.value.suggested_filename == f"order-b{width}.csv"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click("button[value=received]")
    page.wait_for_selector(".state.received")
