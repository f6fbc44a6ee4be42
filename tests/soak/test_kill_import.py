"""kill -9 at any moment of an import: the shop opens, no accepted row is lost, the same command completes."""

from __future__ import annotations

import os
import shutil

from shopkeeper.store import open_store

ROWS = 20_000 if os.environ.get("SHOPKEEPER_SOAK") else 8_000
NOUNS = ("毛毯", "台灯", "雨伞", "书包", "kettle", "notebook", "backpack", "desk lamp", "水杯", "scarf")


def catalogue(path):
    """Rows in both languages; every fiftieth is bad."""
    lines = ["id,title,price,brand,stock"]
    for i in range(ROWS):
        title = "" if i % 50 == 49 else f"{NOUNS[i % len(NOUNS)]} No. {i}"
        lines.append(f"p{i:05d},{title},{i % 900 + 1}.50,Brand {i % 40},{i % 7}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def ids_of(rows):
    """The products that the first `rows` rows of the catalogue hold."""
    return [f"p{i:05d}" for i in range(rows) if i % 50 != 49]


def test_no_accepted_row_is_lost_when_an_import_is_killed(tmp_path, killer):
    file, empty, shop = tmp_path / "catalogue.csv", tmp_path / "empty", tmp_path / "shop"
    catalogue(file)
    killer.run("init", "--shop", empty)
    shutil.copytree(empty, tmp_path / "measured")
    killer.measure("import", file, "--shop", tmp_path / "measured")
    job = f"import:{file.resolve()}:products"
    for _ in range(killer.kills):
        # Given an import whose reported progress is looked at from outside until it is killed
        shutil.rmtree(shop, ignore_errors=True)
        shutil.copytree(empty, shop)
        store, reported = open_store(f"sqlite:///{shop / 'shop.db'}"), [0]

        def look(store=store, reported=reported):
            reported.append((store.jobs.load(job) or {"rows": 0})["rows"])

        killer.kill("import", file, "--shop", shop, watch=look)
        store.close()
        # When the shop is opened again, then every row that was reported is there
        store = open_store(f"sqlite:///{shop / 'shop.db'}")
        progress = store.jobs.load(job)
        rows = progress["rows"] if progress else ROWS if store.products.count() else 0
        assert rows >= max(reported)
        assert set(store.products.get_many(ids_of(rows))) == set(ids_of(rows))
        assert store.products.count() == len(ids_of(rows))
        store.close()
        # And the same command completes what was begun, each bad row kept aside once
        killer.run("import", file, "--shop", shop)
        store = open_store(f"sqlite:///{shop / 'shop.db'}")
        assert store.products.count() == len(ids_of(ROWS))
        assert store.jobs.load(job) is None
        store.close()
        rejects = next((shop / "rejects").glob("*.jsonl")).read_text(encoding="utf-8").splitlines()
        assert len(rejects) == ROWS // 50
        killer.counts["killed with rows accepted"] += 0 < rows < ROWS
        killer.counts["accepted rows lost"] += 0
