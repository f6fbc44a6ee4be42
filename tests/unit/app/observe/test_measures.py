"""`/metrics` as Prometheus reads it."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from shopkeeper.app.api import create_app
from shopkeeper.app.api.metrics import Meter
from shopkeeper.app.observe.calls import watch_model
from shopkeeper.models.language.protocol import Message, ModelUnavailable, Piece, Usage
from shopkeeper.store import StoreError
from shopkeeper.store.watching import Load
from unit.app.fake_shop import FakeShop, earbuds

SUFFIX = {"counter": ("_total", "_created"), "histogram": ("_bucket", "_sum", "_count", "_created"), "gauge": ("",)}


def families(text):
    return {family.name: family for family in text_string_to_metric_families(text)}


def values(family):
    return {tuple(sample.labels.values()): sample.value for sample in family.samples}


@pytest.fixture
def shop():
    return FakeShop([earbuds()])


def metrics(shop):
    client = TestClient(create_app(shop), base_url="http://127.0.0.1")
    client.get("/v1/search?q=earbuds")
    return client.get("/metrics").text


def test_the_whole_text_is_read_and_every_family_is_named_by_the_conventions(shop):
    text = metrics(shop)
    found = families(text)
    assert len(found) > 20
    for name, family in found.items():
        assert re.fullmatch(r"shopkeeper_[a-z_]+", name)
        assert family.documentation.endswith("."), name
        assert family.type in SUFFIX, name
        assert all(sample.name.removeprefix(name) in SUFFIX[family.type] for sample in family.samples), name
    helped = re.findall(r"^# HELP (\S+)", text, re.MULTILINE)
    assert len(helped) == len(set(helped))


def test_what_waits_and_what_failed_is_told(shop):
    found = families(metrics(shop))
    assert values(found["shopkeeper_jobs"]) == {("waiting",): 2, ("running",): 0, ("done",): 0, ("failed",): 1, ("cancelled",): 0}
    assert values(found["shopkeeper_index_changes_behind"]) == {(): 0}
    assert values(found["shopkeeper_store_up"]) == {(): 1}
    assert [sample.labels["version"] for sample in found["shopkeeper_build_info"].samples] != [""]


def test_what_a_store_does_not_answer_is_left_out_and_said(shop):
    def refuse():
        raise StoreError("gone")

    shop.store.queue.counts = refuse
    found = families(metrics(shop))
    assert "shopkeeper_jobs" not in found
    assert values(found["shopkeeper_store_up"]) == {(): 0}


def test_connections_of_processes_that_are_gone_count_no_more(tmp_path, monkeypatch):
    here = Meter(["/x"], tmp_path)
    here.measure = lambda: Load(in_use=1, connections=2, recalled=5, decoded=7)
    here.observe("/x", 200, 0.1)
    monkeypatch.setattr("os.getpid", lambda: 2**22 + 1)
    gone = Meter(["/x"], tmp_path)
    gone.measure = lambda: Load(in_use=3, connections=3, recalled=10, decoded=10)
    gone.observe("/x", 200, 0.1)
    found = families(here.text({}))
    assert values(found["shopkeeper_database_connections_in_use"]) == {(): 1}
    assert values(found["shopkeeper_record_cache_hits"]) == {(): 15}


class Writes:
    name = "tiny"

    def complete(self, prompt, **asked):
        if prompt == "fail":
            raise ModelUnavailable("gone")
        yield Piece("a")
        yield Piece("b", finish="stop", usage=Usage(3, 2))


def test_each_answer_of_the_language_model_is_counted_once():
    meter, model = Meter(["/x"]), Writes()
    source = watch_model(lambda: model, meter.called)
    assert source() is source() is model
    list(source().complete([Message("user", "x")]))
    next(source().complete("left after its first piece"))
    with pytest.raises(ModelUnavailable):
        list(source().complete("fail"))
    found = families(meter.text({}))
    counts = {name: values(found[f"shopkeeper_llm_{name}"])[()] for name in ("requests", "failures", "prompt_tokens", "completion_tokens")}
    assert counts == {"requests": 3, "failures": 1, "prompt_tokens": 3, "completion_tokens": 2}
    assert watch_model(lambda: None, meter.called)() is None
