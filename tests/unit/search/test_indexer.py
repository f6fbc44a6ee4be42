import dataclasses

import pytest

from shopkeeper.search.engines.local import generation
from shopkeeper.search.indexer import BATCH
from shopkeeper.shop import Localized, ProductStatus
from small_shop import BagEncoder, product, small_shop


@pytest.fixture
def encoder():
    return BagEncoder()


@pytest.fixture
def shop(tmp_path, encoder):
    shop = small_shop(tmp_path, encoder)
    yield shop
    shop.close()


def ids(shop, query=""):
    return [hit.id for hit in shop.search(query, k=100, mode="text")]


def test_an_unchanged_text_is_never_encoded_again(shop, encoder):
    shop.store.products.put([product(f"p{i}", f"shirt {i}", description=Localized(en=f"about {i}")) for i in range(5)])
    assert (report := shop.index()).to_dict() == {
        "products": 5, "written": 5, "encoded": 10, "rebuilt": True, "seconds": report.to_dict()["seconds"]}
    assert sorted(encoder.texts) == sorted([f"shirt {i}" for i in range(5)] + [f"shirt {i}. about {i}" for i in range(5)])
    encoder.texts.clear()
    assert (shop.index().written, shop.index(rebuild=True).encoded) == (0, 0)
    shop.put_products([product("p1", "shirt 1", prices=[99], description=Localized(en="about 1"))])
    assert encoder.texts == [], "another price is not another text"
    shop.put_products([product("p2", "trousers", description=Localized(en="about 2")), product("twin", "shirt 1")])
    assert sorted(encoder.texts) == ["trousers", "trousers. about 2"]


def test_a_rebuild_after_losing_the_index_encodes_nothing(tmp_path, encoder):
    first = small_shop(tmp_path, encoder)
    first.put_products([product("a", "shirt")])
    first.close()
    (tmp_path / "index" / "CURRENT").unlink()
    again = BagEncoder()
    second = small_shop(tmp_path, again)
    assert (second.index().rebuilt, again.texts, ids(second)) == (True, [], ["a"])
    second.close()


def test_an_index_that_is_ahead_of_its_store_is_built_anew(tmp_path):
    # Given an index whose database was deleted and filled again
    first = small_shop(tmp_path)
    for i in range(9):
        first.put_products([product("old", f"shirt {i}")])
    first.close()
    for path in tmp_path.glob("shop.db*"):
        path.unlink()
    second = small_shop(tmp_path)
    second.store.products.put([product("new", "shirt")])
    # When it is indexed, then it holds what the new database holds
    assert second.index().rebuilt
    assert ids(second, "shirt") == ids(second) == ["new"]
    second.close()


def test_only_what_changed_is_written(shop):
    shop.store.products.put([product(f"p{i:02}", f"shirt {i}") for i in range(20)])
    shop.index()
    shop.store.products.put([product("p03", "trousers"), product("new", "shirt")])
    shop.store.products.delete(["p04"])
    report = shop.index()
    assert (report.products, report.written, report.rebuilt) == (20, 3, False)
    assert (ids(shop, "trousers"), "p04" in ids(shop), "new" in ids(shop, "shirt")) == (["p03"], False, True)


def test_many_changes_are_built_aside_in_batches(shop):
    shop.store.products.put([product(f"p{i:05}", f"shirt {i % 7}") for i in range(BATCH + 5)])
    seen = []
    report = shop.index(progress=lambda phase, done, total: seen.append((phase, done, total)))
    assert report.rebuilt
    assert {(phase, total) for phase, _, total in seen} == {("index", BATCH + 5)}
    assert list(dict.fromkeys(done for _, done, _ in seen)) == [0, BATCH, BATCH + 5]


def test_who_waits_for_a_batch_sees_how_many_of_its_texts_are_encoded(shop):
    shop.store.products.put([product(f"p{i}", f"shirt {i}", description=Localized(en=f"about {i}")) for i in range(300)])
    seen = []
    shop.index(progress=lambda phase, done, total: seen.append(done))
    assert seen == [0, 128, 256, 300, 300]


def test_an_index_with_many_dead_rows_is_built_anew(shop):
    shop.store.products.put([product(f"p{i}", "shirt") for i in range(10)])
    shop.index()
    assert not shop.index().rebuilt
    for round in range(5):
        shop.store.products.put([product(f"p{i}", f"shirt of round {round}") for i in range(2)])
        shop.index()
    assert shop._index.stale_share <= 0.34
    assert len(ids(shop)) == 10


@pytest.mark.parametrize("status", [ProductStatus.DRAFT, ProductStatus.ARCHIVED])
def test_a_product_that_is_no_longer_for_sale_disappears_and_comes_back(shop, status):
    shop.put_products([product("a", "shirt"), product("b", "shirt")])
    shop.put_products([dataclasses.replace(product("a", "shirt"), status=status)])
    assert (ids(shop), ids(shop, "shirt"), shop.search("shirt", mode="vector").total, shop.search("").total) == (["b"], ["b"], 1, 1)
    shop.put_products([product("a", "shirt")])
    assert ids(shop) == ["a", "b"]


def test_a_record_that_no_store_holds_changes_neither_store_nor_index(shop):
    shop.put_products([product("a", "shirt")])
    for value in (float("nan"), float("inf")):
        with pytest.raises(Exception, match="expected"):
            shop.put_products([product("b", "shirt", facts=[("Length", value)])])
    assert ids(shop) == ["a"]


def full_disk(*_, **__):
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("step", ["write_vectors", "Meta", "append_vectors"])
def test_a_disk_that_is_full_leaves_the_old_index_serving_and_nothing_behind(shop, monkeypatch, step):
    shop.put_products([product("a", "shirt")])
    shop.store.products.put([product("b", "shirt")])
    with monkeypatch.context() as patched:
        patched.setattr(generation, step, full_disk)
        with pytest.raises(OSError, match="No space"):
            shop.index(rebuild=step != "append_vectors")
    assert ids(shop) == ids(shop, "shirt") == ["a"]
    assert not list((shop.data_dir / "index").glob("*.part"))
    shop.index()
    assert ids(shop) == ids(shop, "shirt") == ["a", "b"]
