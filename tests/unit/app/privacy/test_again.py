"""Whoever was erased is erased again when a backup from before is put back."""

from __future__ import annotations

from pathlib import Path

from shopkeeper import open_shop
from shopkeeper.app.backup.make import save
from shopkeeper.app.backup.restore import restore
from shopkeeper.app.privacy.erase import erase
from shopkeeper.app.settings import load
from unit.app.privacy import planted
from unit.app.privacy.planted import ID, OTHER


def test_a_backup_of_before_brings_nobody_back(tmp_path: Path) -> None:
    folder, file = tmp_path / "shop", tmp_path / "before.zip"
    shop = open_shop(str(folder), create=True)
    planted.plant_rows(shop.store)
    save(shop, file)
    erase(shop, ID)
    shop.close()
    restore(file, load(str(folder)), force=True)
    shop = open_shop(str(folder))
    assert list(shop.store.customers.all()) == [OTHER]
    assert [each.id for each in shop.store.searches.all()] == ["q-3"]
    assert len(shop.store.persons.erased()) == 1
    assert shop.store.audit.verify().faults == ()
    shop.close()
    assert planted.found_in(folder) == {}
