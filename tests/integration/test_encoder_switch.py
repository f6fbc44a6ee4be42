"""Another encoder for a shop that is being served: its vectors and its index come into use together, in every process."""

from __future__ import annotations

import json
import threading
import time
from contextlib import closing

import httpx
import pytest
from typer.testing import CliRunner

from browser.server import start_server
from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.cli.main import app
from shopkeeper.models.encoder import load_encoder
from shopkeeper.models.export import export_encoder
from small_shop import product
from tiny_bert import tiny_bert
from waiting import until

QUERIES = ["wireless earbuds", "cotton shirt", "teapot", "红色衬衫", "无线耳机"]
TITLES = ["wireless earbuds", "red cotton shirt", "blue linen shirt", "tea kettle", "mug for the tea", "wool hat", "toy lamp", "dress"]


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """An encoder of other dimensions than the shipped one."""
    folder = tmp_path_factory.mktemp("tiny")
    export_encoder(str(tiny_bert(folder / "source")), folder / "encoder", languages=("zh", "en"))
    return folder / "encoder"


def copied(exported):
    return lambda folder: [(folder / path.name).write_bytes(path.read_bytes()) for path in exported.iterdir()]


@pytest.fixture
def folder(tmp_path):
    with closing(open_shop(str(tmp_path / "shop"), create=True)) as shop:
        shop.put_products([product(f"p{i}", title) for i, title in enumerate(TITLES)])
    return tmp_path / "shop"


def answers(url):
    """What a server answers to each query, by meaning alone and mixed, as one value."""
    found = []
    for query in QUERIES:
        answer = httpx.get(f"{url}/v1/search", params={"q": query, "explain": "true"}, timeout=60)
        assert answer.status_code == 200, answer.text
        found.append(tuple((hit["id"], round(hit["score"], 3)) for hit in answer.json()["hits"]))
    return found


def encoder_of(url):
    return httpx.get(f"{url}/health", timeout=60).json()["encoder"]


def run(*command):
    result = CliRunner().invoke(app, [*command, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_two_servers_change_to_another_encoder_and_back_without_a_restart_and_never_mix_the_two(folder, exported):
    # Given two servers of a shop, and a second encoder that is not in use
    shipped, other = load_encoder().fingerprint, load_encoder(exported).fingerprint
    with closing(open_shop(str(folder))) as shop:
        version = shop.models["encoder"].add(copied(exported)).name
    servers, urls = zip(*(start_server(folder) for _ in range(2)), strict=True)
    try:
        before = [answers(url) for url in urls]
        assert before[0] == before[1]
        seen, over = [[], []], threading.Event()

        def watch(which):
            while not over.wait(0.05):
                seen[which].append(answers(urls[which]))

        watchers = [threading.Thread(target=watch, args=(which,)) for which in (0, 1)]
        for watcher in watchers:
            watcher.start()
        # When it is promoted while shoppers search, and taken back
        assert run("models", "promote", "encoder", version, "--shop", str(folder))["active"]
        until(lambda: [encoder_of(url) for url in urls] == [other, other])
        after = [answers(url) for url in urls]
        assert run("models", "rollback", "encoder", "--shop", str(folder))["version"] == "shipped"
        until(lambda: [encoder_of(url) for url in urls] == [shipped, shipped])
        time.sleep(0.1)
        over.set()
        for watcher in watchers:
            watcher.join()
        # Then both answer by the new one as soon as they have it ready, and each answer in between is wholly the one or the other's
        assert after[0] == after[1] != before[0]
        assert [answers(url) for url in urls] == before
        either = [{one, two} for one, two in zip(before[0], after[0], strict=True)]
        assert all(answer in allowed for each in (*seen[0], *seen[1]) for answer, allowed in zip(each, either, strict=True))
        assert min(map(len, seen)) > 1
    finally:
        for server in servers:
            server.terminate()
            server.wait(30)


def test_what_was_promoted_serves_only_once_the_index_is_built_with_it(folder, exported):
    with closing(open_shop(str(folder))) as shop:
        old, versions = shop.encoder_fingerprint, shop.models["encoder"]
        versions.promote(versions.add(copied(exported)).name)  # as a command that was killed before it built the index
        assert shop.encoder_fingerprint == old
        shop.put_products([product("new", "blue teapot")])
        assert shop.encoder_fingerprint == old
        assert [hit.id for hit in shop.search("blue teapot", k=1)] == ["new"]
    with closing(open_shop(str(folder))) as shop:
        assert shop.encoder_fingerprint == old
        assert shop.index().rebuilt
        assert shop.encoder_fingerprint == load_encoder(exported).fingerprint
        assert shop.similar("p1").hits
        assert not shop.index().rebuilt


def test_an_encoder_that_is_gone_leaves_a_search_by_words_until_the_next_indexing(folder, exported):
    with closing(open_shop(str(folder))) as shop:
        version = shop.models["encoder"].add(copied(exported))
        shop.promote("encoder", version.name)
        (version.folder / "model.onnx").unlink()
    with closing(open_shop(str(folder))) as shop:
        assert [hit.id for hit in shop.search("cotton shirt", k=1)] == ["p1"]
        assert shop.search("cotton shirt", mode="vector").total == 0
        shop.put_products([product("new", "blue teapot")])
        assert [hit.id for hit in shop.search("blue teapot", k=1)] == ["new"]
        assert shop.index().rebuilt
        assert shop.encoder_fingerprint == load_encoder().fingerprint
        assert [hit.id for hit in shop.search("headphones", k=1)] == ["p0"]


def test_a_broken_encoder_is_not_promoted(folder, exported):
    with closing(open_shop(str(folder))) as shop:
        version = shop.models["encoder"].add(copied(exported))
    (version.folder / "model.onnx").write_bytes(b"torn")
    result = CliRunner().invoke(app, ["models", "promote", "encoder", version.name, "--shop", str(folder)])
    assert "not an encoder's folder" in str(result.exception)
    assert run("models", "list", "encoder", "--shop", str(folder))[0] == {
        "capability": "encoder", **run("models", "show", "encoder", "shipped", "--shop", str(folder))}
