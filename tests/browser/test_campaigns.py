"""The console's pages of campaigns, as somebody in the shop uses them on a phone and at a desk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from browser.test_access import CHECK, CONTRAST
from shopkeeper.shop import (
    Campaign,
    Customer,
    Draft,
    DraftField,
    DraftState,
    DraftStep,
    DraftVersion,
    Localized,
    Money,
    Order,
    OrderLine,
)
from shopkeeper.store import open_store

BEGAN = datetime.now(UTC) - timedelta(days=20)
MANY = 400  # customers of either group of the campaign that ran


def approved(id, language, subject, body):
    parts = DraftField("subject", subject), DraftField("preview", "…"), DraftField("body", body)
    return Draft(id, "email", language, (DraftVersion(f"{subject}\n{body}", BEGAN, "Mei", fields=parts),), about="tea 茶",
                 steps=(DraftStep(DraftState.APPROVED, 1, BEGAN, "Mei"),))  # fmt: skip


def ran(store):
    """A campaign that brought something: 3 of 10 of those written to bought, and 1 of 10 of those held out."""
    text = Localized("主题：秋茶到了\n\n来店里坐坐吧。", "Subject: Autumn\n\nCome and see us.")
    store.campaigns.put([Campaign("autumn", "email", BEGAN, "slipping and language=zh", 0.5, Money(5, "CNY"), "0f", text)])
    groups = {name: [f"{name}{n}" for n in range(MANY)] for name in ("sent", "held")}
    store.contacts.add("autumn", groups["sent"], groups["held"])
    for name, step in (("sent", 3), ("held", 10)):
        store.orders.put([
            Order(f"{name}-o{n}", (OrderLine("p0001", 1, Money(5000 + n, "CNY")),), "CNY", BEGAN + timedelta(days=1 + n % 17),
                  groups[name][n]) for n in range(0, MANY, step)])  # fmt: skip


@pytest.fixture(scope="module")
def advertised(shop_folder):
    store = open_store(f"sqlite:///{shop_folder}/shop.db")
    store.drafts.put([approved("mail-zh", "zh", "入秋了", "来店里坐坐吧。"), approved("mail-en", "en", "Autumn", "Come and see us.")])
    store.customers.put([Customer(f"reach{n}", f"Name {n}", f"reach{n}@example.com", consents=("email",)) for n in range(30)])
    ran(store)
    store.close()


@pytest.mark.parametrize(("locale", "width"), [("zh-CN", 360), ("en-GB", 1280)])
def test_a_campaign_is_tried_begun_and_downloaded_by_everyone(visit, advertised, locale, width):
    page = visit("/console/campaigns", locale=locale, width=width)
    page.fill("input[name=id]", f"made-{width}")
    page.select_option("select[name=draft_zh]", "mail-zh")
    page.select_option("select[name=draft_en]", "mail-en")
    page.click("button[value=plan]")
    page.wait_for_selector(".planned .stat b")
    assert int(page.locator(".planned .stat b").first.inner_text().replace(",", "")) >= 20
    readable(page, width)
    page.click("button[value=start]")
    page.wait_for_selector("#files")
    with page.expect_download() as got:
        page.click("#files ~ .deeds a")
    assert got.value.suggested_filename == "campaign.csv"
    readable(page, width)


@pytest.mark.parametrize(("locale", "width"), [("zh-CN", 1280), ("en-GB", 360)])
def test_what_a_campaign_brought_is_drawn_and_leads_to_its_orders(visit, advertised, locale, width):
    page = visit("/console/campaigns/autumn", locale=locale, width=width)
    page.wait_for_selector(".drawing svg.main-svg")
    page.click("details summary")
    assert page.locator("code", has_text="sent-o0").first.is_visible()
    readable(page, width)


def readable(page, width):
    """What is wrong for somebody who cannot see well, or has a small window."""
    assert [each for each in page.evaluate(CHECK) if "search" not in each] == []
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
