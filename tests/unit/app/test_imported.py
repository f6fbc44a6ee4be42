"""The currency of a shop that nobody chose is that of its first products."""

from __future__ import annotations

import pytest

from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.settings import FILE, template, written

DOLLARS = "id,title,price,currency\na,Red mug,3.50,USD\nb,Blue mug,4.50,USD\n"
MIXED = DOLLARS + "c,Green mug,9.00,EUR\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / FILE).write_text(template(), "utf-8")
    return tmp_path / "shop"


def imported(folder, text, **options):
    path = folder.parent / "products.csv"
    path.write_text(text, "utf-8")
    with_environment = options.pop("environ", {})
    shop = open_shop(str(folder), create=True, environ=with_environment)
    report = shop.import_file(path, **options)
    shop.close()
    return " ".join(report.notes)


def test_the_first_products_say_it_and_the_file_keeps_its_comments(folder):
    assert "all prices are in USD" in imported(folder, DOLLARS)
    assert written(folder)["currency"] == "USD"
    assert "# Currency of prices in files that name none" in (folder / FILE).read_text("utf-8")


@pytest.mark.parametrize("case", [
    {"text": MIXED}, {"text": DOLLARS, "dry_run": True}, {"text": DOLLARS, "environ": {"SHOPKEEPER_CURRENCY": "EUR"}},
    {"text": DOLLARS.replace("USD", "CNY")},
], ids=["two currencies", "a dry run", "one was chosen", "it is the default"])  # fmt: skip
def test_otherwise_it_stays(folder, case):
    assert "from now on" not in imported(folder, **case)
    assert "currency" not in written(folder)


def test_later_products_change_nothing(folder):
    imported(folder, MIXED)
    assert "from now on" not in imported(folder, DOLLARS.replace("\na", "\nx").replace("\nb", "\ny"))
    assert "currency" not in written(folder)


def test_a_dry_run_tells_what_the_import_will_tell_and_no_command_that_shows_nothing_yet(folder):
    before = imported(folder, DOLLARS, dry_run=True)
    assert "all prices are in USD: it would become the shop's currency" in before
    assert "(0 errors)" in before
    assert "see: shopkeeper" not in before
    assert "see: shopkeeper quality" in imported(folder, DOLLARS)
