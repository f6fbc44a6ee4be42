"""The console's page of the audit, in both languages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from small_shop import small_shop

AT = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory):
    shop = small_shop(tmp_path_factory.mktemp("audited") / "shop")
    for number in range(55):
        shop.store.audit.note("Mei", "key.made", f"key/{number}", {"scope": "agent"}, AT)
    shop.store.audit.note("<b>Li</b>", "erase", "person/1", {"rows": {"orders": 1}}, AT)
    shop.store.audit.append("talk", [(AT, "said", {"text": "a secret"})])
    yield TestClient(create_app(shop), base_url="http://127.0.0.1:8777")
    shop.close()


def test_the_last_entries_are_shown_and_older_ones_behind_them(client: TestClient) -> None:
    page = client.get("/console/audit?lang=en").text
    assert "&lt;b&gt;Li&lt;/b&gt;" in page
    assert "a secret" not in page
    assert page.count("<tr>") == 51
    assert "Older entries" in page
    assert client.get("/console/audit?lang=en&before=7").text.count("key.made</a>") == 6
    only = client.get("/console/audit?lang=en&action=erase").text
    assert (only.count("<tr>"), "key.made</a>" in only) == (2, False)


def test_the_chain_is_checked_when_asked(client: TestClient) -> None:
    assert "57 entries, the facts of 0 of them erased" in client.get("/console/audit?lang=en&check=true").text
    assert "链条完整：共 57 条" in client.get("/console/audit?lang=zh&check=true").text
    assert "没有这样的记录" in client.get("/console/audit?lang=zh&actor=nobody").text
