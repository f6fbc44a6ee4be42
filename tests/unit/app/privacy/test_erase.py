"""A person who stands everywhere is erased: no byte of the shop's folder names them, and nobody else lost anything."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from shopkeeper import open_shop
from shopkeeper.app.privacy import pending
from shopkeeper.app.privacy.certificate import check
from shopkeeper.app.privacy.erase import erase, go_on
from shopkeeper.app.privacy.person import SECRET as NAME_OF_SECRET
from shopkeeper.app.privacy.person import token_of
from shopkeeper.shop import Address, InvalidFile, NotFound
from shopkeeper.store import open_store, schema
from unit.app.privacy import planted
from unit.app.privacy.planted import ID, OTHER


def dumped(store_url: str) -> dict[str, str]:
    """All rows of all tables as text, by table."""
    engine = create_engine(make_url(store_url.replace("postgresql:", "postgresql+psycopg:")))
    with engine.connect() as connection:
        out = {table: repr(connection.execute(text(f"SELECT * FROM {table}")).all()) for table in schema.metadata.tables}
    engine.dispose()
    return out


@pytest.fixture
def shop(tmp_path: Path, request: pytest.FixtureRequest):
    shop = open_shop(str(tmp_path / "shop"), create=True)
    planted.plant(shop, product="certificate_says_so" in request.node.name)
    yield shop
    shop.close()


def test_no_byte_names_the_person_any_more_and_the_certificate_says_so(shop) -> None:
    url = f"sqlite:///{shop.data_dir}/shop.db"
    before = dumped(url)
    assert {table for table, rows in before.items() if planted.needles(rows.encode())} >= planted.TABLES - {"exposures"}
    assert len(planted.found_in(shop.data_dir)) >= 13
    certificate = erase(shop, ID, "Mei")
    assert {table: found for table, rows in dumped(url).items() if (found := planted.needles(rows.encode()))} == {}
    assert planted.found_in(shop.data_dir) == {}
    assert shop.store.products.get("p1").title.zh == "茶杯（[erased]定制）"
    told = certificate.told
    assert (told["customer"], told["rows"]["orders"], told["rows"]["searches"], told["rows"]["dialogues"]) == (ID, 1, 2, 1)
    assert told["files"]["rejects/orders.csv.rejects.jsonl"] == "cleaned"
    assert not [each for each in told["stays"] if each["what"] in ("files", "database")]
    secret = shop.store.persons.secret(NAME_OF_SECRET)
    assert check(secret, json.dumps(told).encode()) == certificate
    with pytest.raises(InvalidFile, match="was changed"):
        check(secret, json.dumps({**told, "rows": {}}).encode())


def test_everybody_and_everything_else_stays(shop) -> None:
    erase(shop, ID)
    store, folder = shop.store, shop.data_dir
    assert list(store.customers.all()) == [OTHER]
    mine, other = store.orders.get("o-1"), store.orders.get("o-2")
    assert (mine.customer_id, mine.address, mine.note, mine.total.amount) == (None, Address(country="CN"), "", 100)
    assert (other.address, other.note) == (OTHER.address, "转交邻居")
    assert [each.text for each in store.reviews.all()] == ["很好，[erased]，电话[erased]", "好"]
    assert [each.id for each in store.events.all()] == ["e-1", "e-2", "e-3"]
    assert [each.id for each in store.searches.all()] == ["q-3"]
    assert [each.id for each in store.recommendations.all()] == ["l-3"]
    assert [each.text for each in store.drafts.get("d-2").versions] == ["写给[erased] [erased]"]
    assert store.products.get("p2").title.zh == "李宁 跑鞋"
    assert [each.dialogue_id for each in store.audit.by_conversation()] == ["talk-other"]
    assert store.audit.verify().faults == ()
    assert store.contacts.of("k") == ([OTHER.id], [])
    assert [each.key for each in store.links.below("shopify/")] == ["shopify/customer/other"]
    for name in ("customers.csv", "customers-gbk.csv"):
        table = (folder / name).read_bytes().decode("gb18030" if "gbk" in name else "utf-8")
        assert table == f"customer_id,email,name\n{OTHER.id},{OTHER.email},{OTHER.name}\n"
    assert [json.loads(line)["row"] for line in (folder / "rejects/orders.csv.rejects.jsonl").read_text().splitlines()] == [1]
    assert (folder / "errors.log").read_text("utf-8") == "2026 failed for [erased] <[erased]>\nfailed for somebody else\n"


def test_erasing_twice_is_as_good_as_once_and_a_stranger_is_not_found(shop) -> None:
    erase(shop, ID)
    again = erase(shop, ID)
    assert (again.told["rows"], again.told["files"]) == ({}, {})
    assert len(shop.store.persons.erased()) == 1
    assert [each.kind for each in shop.store.audit.newest() if each.actor] == ["erase", "erase"]
    with pytest.raises(NotFound):
        erase(shop, "cust-9999-none")


class Killed(BaseException):
    """As if the process were gone."""


@pytest.mark.parametrize("step", ["files", "compact", "certificate"])
def test_what_was_killed_is_finished_by_another_run(shop, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        where = {"files": "shopkeeper.app.privacy.erase.clean", "compact": "shopkeeper.store.database.Database.compact",
                 "certificate": "shopkeeper.app.privacy.erase.made"}  # fmt: skip
        patch.setattr(where[step], killed)
        with pytest.raises(Killed):
            erase(shop, ID)
    assert list(shop.store.customers.all()) == [OTHER]
    assert pending.tokens(shop.store) == [token_of(shop.store, ID)]
    assert go_on(shop) == 1
    assert planted.found_in(shop.data_dir) == {}
    assert (pending.tokens(shop.store), go_on(shop)) == ([], 0)
    (erased,) = shop.store.persons.erased()
    assert erased.certificate["rows"]["orders"] == 1


def test_on_postgresql_no_row_names_the_person(postgres, tmp_path: Path) -> None:
    from shopkeeper.app.live.erase import erase_customer

    url = postgres.new_database()
    store = open_store(url)
    planted.plant_rows(store, in_product=True)
    assert {table for table, rows in dumped(url).items() if planted.needles(rows.encode())} >= planted.TABLES - {"exposures"}
    erase_customer(store, ID)
    named = {table: found for table, rows in dumped(url).items() if (found := planted.needles(rows.encode()))}
    assert set(named) == {"jobs"}  # what is still to be cleaned of files
    pending.finish(store, token_of(store, ID))
    assert not planted.needles(dumped(url)["jobs"].encode())
    assert store.audit.verify().faults == ()
    store.close()
