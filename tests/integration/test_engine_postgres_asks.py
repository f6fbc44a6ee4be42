"""How often a search asks the engine postgres, and that one that asks so seldom sees what another process changed just before."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import event

from shopkeeper.app.bootstrap import open_shop
from shopkeeper.shop import Localized, NotIndexed
from small_shop import product

FACETS = ["brand", "category", "price", "in_stock"]
SHIRTS = [
    product(f"s{i}", f"Cotton shirt {i}", "纯棉衬衫", prices=[10.0 + i, 12.0 + i], brand=Localized(en="Acme"),
            category=(Localized("衬衫", "Shirts"),))
    for i in range(20)
]  # fmt: skip


@pytest.fixture
def folder(postgres, tmp_path):
    (tmp_path / "shopkeeper.toml").write_text(f'engine = "postgres:{postgres.new_database()}"\n')
    return tmp_path


@pytest.fixture
def shop(folder):
    shop = open_shop(str(folder), create=True, environ={})
    shop.put_products(SHIRTS)
    yield shop
    shop.close()


@pytest.fixture
def other(shop, folder):
    """The same shop as another process has it open."""
    other = open_shop(str(folder), environ={})
    yield other
    other.close()


@pytest.fixture
def asked(shop):
    """What was asked of the engine, each time by the tables of its statements: those of one round trip together."""
    trips: list[list[str]] = []
    pipelines: list[object] = [None]  # the one that each began in

    class Noted(psycopg.Cursor):
        def execute(self, query, *values, **options):
            pipeline = self.connection._pipeline
            if pipeline is None or pipeline is not pipelines[-1]:
                pipelines.append(pipeline)
                trips.append([])
            trips[-1].append(next(part for part in PARTS if f"_{part}" in query))
            return super().execute(query, *values, **options)

    connections = shop._index._index._backend._connections
    connections._engine.dispose()  # those that are open already are not noted
    event.listen(connections._engine, "connect", lambda connection, _: setattr(connection, "cursor_factory", Noted))
    shop.search("cotton")
    trips.clear()
    return trips


PARTS = ("state", "notes", "counts", "texts", "variants", "products")
WHOLE = [["texts", "state"]]  # words, vectors and values in one statement, and beside it whether there is news


@pytest.mark.parametrize(("query", "how"), [
    ("cotton", {}), ("cotton", {"facets": FACETS}), ("cotton", {"explain": True}), ("cotton", {"sort": "price"}),
    ("cotton", {"where": ["price<15", "in_stock=true"], "facets": FACETS}), ("cotton under 15", {}), ("cotton acme", {}),
])  # fmt: skip
def test_a_search_is_one_round_trip(shop, asked, query, how):
    shop.search(query)
    asked.clear()
    assert shop.search(query, **how).hits
    assert asked == WHOLE


@pytest.mark.parametrize("query", ["cotton shoes", "纯棉帽子", "x1 cotton y2"])
def test_words_that_were_never_asked_are_counted_in_one_more(shop, asked, query):
    shop.search(query)
    assert asked[0] == ["counts"]
    assert asked[1:] == WHOLE
    asked.clear()
    shop.search(query)
    assert asked == WHOLE


def test_words_that_are_put_right_are_counted_too(shop, asked):
    assert shop.search("shirtt of coton").did_you_mean == "shirt of cotton"
    assert asked == [["counts"], ["counts"], *WHOLE]


def test_conditions_without_words_and_a_like_product(shop, asked):
    assert shop.search("", where=["price<15"]).hits
    assert asked == [["variants", "state"], ["products"]]  # the variants of the hits are not brought along with all that passes
    asked.clear()
    assert shop.similar("s1").hits
    assert asked == [["products"], ["counts"], ["texts", "state"]]


def test_what_another_process_adds_is_read_and_found_by_the_next_search(shop, other, asked):
    # Given a brand and words that this process has never heard of
    other.put_products([product("new", "Woollen hat", prices=[5.0], brand=Localized(en="Zorp"))])
    found = shop.search("woollen hat by zorp")
    assert (found.hits[0].id, found.total) == ("new", 1)
    assert found.understood.where == ("brand=Zorp",)
    # And the search after it asks no more than any other
    asked.clear()
    shop.search("woollen hat by zorp")
    assert asked == WHOLE


def test_what_another_process_changes_and_takes_away_is_seen_by_the_next_search(shop, other, asked):
    # A price and a stock are no news for what is known of all products: nothing is asked again
    other.put_products([product("s3", "Cotton shirt 3", "纯棉衬衫", prices=[29.0, 29.0], brand=Localized(en="Acme"),
                                category=(Localized("衬衫", "Shirts"),))])  # fmt: skip
    assert "s3" in [hit.id for hit in shop.search("cotton", where=["price>=29"])]
    assert asked == WHOLE
    other.delete_products(["s3"])
    assert "s3" not in [hit.id for hit in shop.search("cotton", where=["price>=29"])]
    assert shop.search("cotton", k=30).total == 19


def test_a_generation_that_another_process_swapped_in_is_found_by_the_next_search(shop, other, asked):
    other.store.products.put([product("new", "Woollen hat", brand=Localized(en="Zorp"))])
    other.index(rebuild=True)
    found = shop.search("woollen hat by zorp")
    assert [hit.id for hit in found] == ["new"]
    assert found.understood.where == ("brand=Zorp",)


def test_an_index_that_is_gone_is_missed_by_the_next_search(shop, asked):
    with shop._index._index._backend._connections.reading() as connection:
        connection.execute("DELETE FROM search_state WHERE true")
    with pytest.raises(NotIndexed):
        shop.search("cotton")


def test_an_engine_that_does_not_tell_of_news_is_asked_for_it_once_before(shop, other, asked, monkeypatch):
    monkeypatch.setattr(shop._index._index._backend.__class__, "tells", False)
    other.put_products([product("new", "Woollen hat", brand=Localized(en="Zorp"))])
    assert shop.search("woollen hat by zorp").understood.where == ("brand=Zorp",)
    asked.clear()
    shop.search("woollen hat by zorp")
    assert asked == [["state"], *WHOLE]
