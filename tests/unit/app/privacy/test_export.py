"""What is kept of a person is told to them, all of it and in both languages."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from shopkeeper import open_shop
from shopkeeper.app.cli.main import run
from shopkeeper.app.privacy.export import export_person
from shopkeeper.shop import InvalidFile, NotFound
from unit.app.privacy import planted
from unit.app.privacy.planted import ID, OTHER


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory):
    shop = open_shop(str(tmp_path_factory.mktemp("person") / "shop"), create=True)
    planted.plant_rows(shop.store)
    yield shop
    shop.close()


def test_everything_is_in_it_and_nothing_of_others(shop, tmp_path: Path) -> None:
    found = export_person(shop, ID, tmp_path / "mine")
    told = json.loads((tmp_path / "mine/person.json").read_text("utf-8"))
    kept = told["kept"]
    assert {kind for kind, rows in kept.items() if not rows} == set()
    assert found.counts == {kind: len(rows) for kind, rows in kept.items()}
    assert (kept["customer"][0]["email"], kept["orders"][0]["address"]["line1"]) == (planted.EMAIL, planted.HOUSE)
    assert [each["id"] for each in kept["searches"]] == ["q-1", "q-2"]
    assert {each["table"] for each in kept["elsewhere"]} >= {"inbox", "outbox", "answers", "jobs", "queue", "drafts", "audit"}
    assert not [word for word in (OTHER.id, OTHER.email, OTHER.phone) if word in json.dumps({**kept, "elsewhere": []})]
    readme = (tmp_path / "mine/README.md").read_text("utf-8")
    assert "| `email` | 邮箱 | e-mail address |" in readme
    assert "| `searches` | 2 | 搜索记录 | searches |" in readme
    assert [each.kind for each in shop.store.audit.newest(1)] == ["export"]


def test_it_is_one_file_where_one_is_named_and_takes_no_other_ones_place(shop, tmp_path: Path) -> None:
    export_person(shop, ID, tmp_path / "mine.zip")
    export_person(shop, ID, tmp_path / "mine.json")
    with zipfile.ZipFile(tmp_path / "mine.zip") as packed:
        assert sorted(packed.namelist()) == ["README.md", "person.json"]
        assert json.loads(packed.read("person.json"))["customer"] == ID
    assert json.loads((tmp_path / "mine.json").read_text("utf-8"))["customer"] == ID
    with pytest.raises(InvalidFile, match="there is something of this name"):
        export_person(shop, ID, tmp_path / "mine.zip")
    with pytest.raises(NotFound):
        export_person(shop, "cust-9999-none", tmp_path / "nobody")


def test_what_was_exported_into_the_shop_goes_with_the_person(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "shop"
    shop = open_shop(str(folder), create=True)
    planted.plant_rows(shop.store)
    for end in (".zip", ".json"):
        export_person(shop, ID, folder / f"mine{end}")
    shop.close()
    where = ["--customer", ID, "--shop", str(folder)]
    assert run(["export", str(folder / "mine"), *where]) == 0
    assert run(["erase", *where, "--json"]) == 0
    said = capsys.readouterr().out
    told = json.loads(said[said.rindex('{\n  "kind": "erasure"'):])
    assert {name for name, what in told["files"].items() if what.startswith("removed")} >= {"mine.json", "mine.zip", "mine/person.json"}
    certificate = tmp_path / "certificate.json"
    certificate.write_text(json.dumps(told))
    assert run(["erase", "--check", str(certificate), "--shop", str(folder)]) == 0
    assert run(["audit", "verify", "--shop", str(folder)]) == 0
    assert planted.found_in(folder) == {}
