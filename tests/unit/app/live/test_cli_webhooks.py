"""`shopkeeper webhooks`: what failed, and once more."""

import json

import pytest
from typer.testing import CliRunner

from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.cli.main import app
from shopkeeper.app.live.receive import receive, signature
from shopkeeper.app.settings import load
from shopkeeper.shop import InvalidRecord
from unit.app.live import messages as m


@pytest.fixture
def folder(tmp_path):
    shop = open_shop(str(tmp_path / "shop"), create=True)
    body = json.dumps(m.REFUND).encode()
    headers = {"x-shopify-hmac-sha256": signature(body, "s"), "x-shopify-topic": "refunds/create", "x-shopify-webhook-id": "r1"}
    assert receive(shop, "shopify", headers, body, "s") == "waiting"
    shop.close()
    return str(tmp_path / "shop")


def test_what_failed_is_listed_with_its_reason_and_tried_again(folder):
    listed = CliRunner().invoke(app, ["webhooks", "failed", "--shop", folder])
    assert ("shopify/r1" in listed.stdout, "order_id: the order 820 is not known here yet" in listed.stdout) == (True, True)
    again = CliRunner().invoke(app, ["webhooks", "retry", "--shop", folder])
    assert (again.exit_code, "not known here yet" in again.stderr) == (1, True)
    as_json = CliRunner().invoke(app, ["webhooks", "failed", "--shop", folder, "--json"])
    assert json.loads(json.loads(as_json.stdout)[0]["body"]) == m.REFUND
    assert CliRunner().invoke(app, ["webhooks", "privacy", "--shop", folder]).stdout == "none\n"


def test_a_secret_is_shown_nowhere(tmp_path, monkeypatch):
    monkeypatch.setenv("SHOPKEEPER_SHOPIFY_SECRET", "hush-hush")
    assert (load(str(tmp_path)).shopify_secret, "hush-hush" in repr(load(str(tmp_path)))) == ("hush-hush", False)
    assert "hush-hush" not in CliRunner().invoke(app, ["doctor", "--shop", str(tmp_path)]).output
    (tmp_path / "shopkeeper.toml").write_text("woocommerce_secret = 12345\n")
    with pytest.raises(InvalidRecord) as refused:
        load(str(tmp_path))
    assert "12345" not in str(refused.value)
