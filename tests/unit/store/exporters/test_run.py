"""An export as a whole: it appears when it is whole, and says what it did."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import strategies
from shopkeeper.app.cli import export as command
from shopkeeper.shop import InvalidFile, Localized, Product, Variant
from shopkeeper.store.exporters import export_file
from shopkeeper.store.exporters.registry import EXPORTS, FORMATS
from shopkeeper.store.importers import import_file


def mug(id="mug"):
    return Product(id, Localized(en="Mug", zh="杯"), (Variant(id),))


@pytest.fixture
def filled(store):
    store.products.put([mug("a"), mug("b"), mug("c")])
    return store


def test_records_go_out_in_the_order_of_their_ids(filled, tmp_path):
    report = export_file(filled, tmp_path / "out.jsonl")
    assert [json.loads(line)["id"] for line in (tmp_path / "out.jsonl").read_text().splitlines()] == ["a", "b", "c"]
    assert (report.kind, report.format, report.records, report.rows, report.notes) == ("products", "jsonl", 3, 3, ())
    assert str(report).startswith(f"{tmp_path}/out.jsonl: 3 products (jsonl) in ")
    assert report.to_dict()["records"] == 3


def test_a_name_that_ends_in_gz_is_gzipped(filled, tmp_path):
    export_file(filled, tmp_path / "out.jsonl.gz")
    assert len(gzip.decompress((tmp_path / "out.jsonl.gz").read_bytes()).splitlines()) == 3


def test_a_failure_leaves_the_older_file_and_nothing_else(filled, tmp_path):
    out = tmp_path / "out.jsonl"
    out.write_text("older")

    def broken():
        yield mug()
        raise KeyboardInterrupt

    filled.products.all = broken
    with pytest.raises(KeyboardInterrupt):
        export_file(filled, out)
    assert (out.read_text(), list(tmp_path.iterdir())) == ("older", [out])


def test_folders_on_the_way_are_made(filled, tmp_path):
    assert export_file(filled, tmp_path / "feeds" / "today" / "out.jsonl").records == 3


def test_progress_is_told(store, tmp_path):
    store.products.put([mug(str(n)) for n in range(2500)])
    told = []
    export_file(store, tmp_path / "out.jsonl", progress=told.append)
    assert told == [1000, 2000]


@pytest.mark.parametrize(
    ("name", "options", "says"),
    [
        ("out.docx", {}, "the name does not say the format; expected --format with one of jsonl"),
        ("out.jsonl", {"format": "word"}, "format 'word': expected one of jsonl"),
        ("out.jsonl", {"kind": "toys"}, "kind 'toys': expected one of products, customers"),
        ("", {"format": "jsonl"}, "expected the name of a file to write, got a folder"),
        ("taken/out.jsonl", {}, "cannot be written"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_said(filled, tmp_path, name, options, says):
    (tmp_path / "taken").write_text("a file, where a folder would have to be")
    with pytest.raises(InvalidFile, match=says):
        export_file(filled, tmp_path / name, **options)


def test_the_command_offers_what_the_registry_has():
    assert set(command.Kind.__args__) == set(EXPORTS)
    assert set(command.Format.__args__) == {"auto", *FORMATS}


@pytest.mark.parametrize("kind", [kind for kind in EXPORTS if kind in strategies.kinds])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.data())
def test_every_kind_comes_back_exactly_from_jsonl(store, tmp_path, kind, data):
    record = data.draw(strategies.kinds[kind])
    getattr(store, kind).records = {record.id: record}
    path = tmp_path / "out.jsonl"
    assert export_file(store, path, kind=kind).notes == ()
    getattr(store, kind).records = {}
    report = import_file(store, path, kind=kind)
    assert (report.rejected, getattr(store, kind).records) == (0, {record.id: record})
