"""The import as a whole: nothing twice, nothing lost, everything told."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import strategies
from shopkeeper.shop import InvalidFile, to_dict
from shopkeeper.store.importers import import_file

ROWS = "".join(f"{n},shoe {n},{n}.50\n" for n in range(2500))
TABLE = "id,title,price\n" + ROWS


def test_the_same_file_twice_changes_nothing(imported):
    first, records = imported(TABLE)
    before = dict(records)
    again, _ = imported(TABLE)
    assert (first.new, first.changed, first.unchanged) == (2500, 0, 0)
    assert (again.new, again.changed, again.unchanged, again.rejected) == (0, 0, 2500, 0)
    assert records == before


def test_rejects_are_kept_with_reason_and_values_and_can_be_imported_corrected(imported):
    report, _ = imported("编号,标题,价格\n1,鞋,99\n2,帽,面议\n3,包,88\n", "商品.csv")
    kept = [json.loads(line) for line in report.rejects_file.read_text("utf-8").splitlines()]
    assert report.rejects_file.name == "商品.csv.rejects.jsonl"
    assert [(k["row"], k["field"], k["values"]) for k in kept] == [(3, "价格", {"编号": "2", "标题": "帽", "价格": "面议"})]
    assert kept[0]["file"].endswith("商品.csv")
    assert kept[0]["reason"].startswith("价格: expected a price")
    corrected, records = imported(report.rejects_file.read_text("utf-8").replace('"面议"', '"66"'), "商品.csv.rejects.jsonl")
    assert (corrected.new, corrected.rejected, set(records)) == (1, 0, {"1", "2", "3"})


def test_once_everything_is_right_the_old_rejects_are_gone(imported):
    report, _ = imported("id,title,price\n1,shoe,free\n2,hat,5\n")
    assert report.rejects_file.exists()
    assert imported("id,title,price\n1,shoe,5\n2,hat,5\n")[0].rejects_file is None
    assert not report.rejects_file.exists()


def test_rows_that_cannot_be_read_are_rejected_like_the_others(imported):
    report, records = imported('{"id": "1", "title": "shoe"}\n{"id": "2"\n{"id": "3", "title": "hat"}\n', "p.jsonl")
    assert (set(records), report.read, report.rejected) == ({"1", "3"}, 3, 1)
    assert report.reasons[0].field == "line"


def test_a_dry_run_reports_the_same_and_writes_nothing(imported, store, tmp_path):
    text = TABLE + "9999,bad,free\n1,shoe again,5\n"
    dry, records = imported(text, dry_run=True)
    assert (records, store.jobs.saved, (tmp_path / "rejects").exists()) == ({}, {}, False)
    assert [record["title"] for record in dry.preview] == [{"en": f"shoe {n}"} for n in range(3)]
    real, _ = imported(text)
    assert [getattr(dry, n) for n in ("read", "new", "changed", "unchanged", "rejected", "reasons", "mapping")] == [
        getattr(real, n) for n in ("read", "new", "changed", "unchanged", "rejected", "reasons", "mapping")
    ]  # fmt: skip


def test_an_interrupted_import_goes_on_where_it_stopped(store, write, tmp_path):
    path = write("id,title,price\n0,bad,free\n" + ROWS + "x,bad,free\n")
    store.fail_after = 1
    with pytest.raises(KeyboardInterrupt):
        import_file(store, path, rejects_dir=tmp_path)
    assert len(store.products.records) == 999
    store.fail_after = -1
    report = import_file(store, path, rejects_dir=tmp_path)
    assert (report.resumed, report.read, report.new, report.rejected) == (1000, 2502, 2500, 2)
    assert report.reasons[0].count == 2
    assert [json.loads(line)["row"] for line in report.rejects_file.read_text().splitlines()] == [2, 2503]
    assert store.jobs.saved == {}


def test_a_grouped_import_goes_on_too(store, write, tmp_path):
    lines = [f"{n % 1500},p{n},1,2024-05-01,5\n" for n in range(3000)]
    path = write("order_id,product_id,quantity,date,price\n" + "".join(lines))
    store.fail_after = 1
    with pytest.raises(KeyboardInterrupt):
        import_file(store, path, rejects_dir=tmp_path)
    store.fail_after = -1
    report = import_file(store, path, rejects_dir=tmp_path)
    assert (report.read, report.new, report.resumed) == (3000, 1500, 2000)
    assert {len(order.lines) for order in store.orders.records.values()} == {2}


def test_a_file_that_changed_in_between_starts_again(store, write, tmp_path):
    path = write(TABLE)
    store.fail_after = 1
    with pytest.raises(KeyboardInterrupt):
        import_file(store, path, rejects_dir=tmp_path)
    store.fail_after = -1
    write(TABLE + "x,new shoe,5\n")
    report = import_file(store, path, rejects_dir=tmp_path)
    assert (report.resumed, report.new, report.unchanged) == (0, 1501, 1000)


def test_progress_is_told(store, write, tmp_path):
    told = []
    path = write(TABLE)
    import_file(store, path, rejects_dir=tmp_path, progress=told.append)
    assert [(p.rows, p.accepted, p.rejected) for p in told] == [(1000, 1000, 0), (2000, 2000, 0), (2500, 2500, 0)]
    assert told[-1].bytes == told[-1].total == path.stat().st_size


@pytest.mark.parametrize("kind", ["products", "customers", "orders", "reviews", "events", "documents"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.data())
def test_our_own_records_come_back_exactly(imported, store, kind, data):
    getattr(store, kind).records = {}
    record = data.draw(getattr(strategies, kind))
    report, records = imported(json.dumps(to_dict(record), ensure_ascii=data.draw(st.booleans())), "own.jsonl", kind=kind)
    assert report.rejected == 0
    assert records[record.id] == record


def test_our_own_records_are_read_strictly(imported):
    good = {"id": "1", "title": {"en": "shoe"}, "variants": [{"id": "1", "price": {"amount": 500, "currency": "USD"}}]}
    bad = {**good, "id": "2", "variants": [{"id": "2", "price": {"amount": "500", "currency": "USD"}}]}
    odd = {**good, "id": "3", "colour": "red"}
    fourth, fifth = (good | {"id": id, "variants": [{"id": id}]} for id in "45")
    report, records = imported("\n".join(map(json.dumps, (good, bad, fourth, odd, fifth))), "own.jsonl")
    assert set(records) == {"1", "4", "5"}
    assert [(r.field, r.row) for r in report.reasons] == [("variants[0].price.amount", 2), ("colour", 4)]


def test_the_report_names_attributes_as_filters_do(imported):
    report, records = imported("id,title,attr_t_printing_colours,heatResistant\n1,Toner,Black,yes\n", kind="products")
    assert report.attributes == ("printing colours", "heat Resistant")
    assert tuple(a.name.en for a in records["1"].attributes) == report.attributes


def test_the_report_reads_like_a_sentence_and_as_json(imported):
    report, _ = imported("id;title;price;colour;updated_at\n1;shoe;free;red;x\n2;hat;5;blue;x\n", currency="USD")
    text = str(report)
    for part in ("products (csv, utf-8, delimiter ;), ids from column id", "price → price", "attributes: colour", "ignored: updated_at",
                 "1 new, 0 changed, 0 unchanged, 1 row rejected, of 2 rows", "price: expected a price", "row 2, 'free'",
                 "rejects.jsonl"):  # fmt: skip
        assert part in text
    assert json.loads(json.dumps(report.to_dict()))["reasons"][0]["field"] == "price"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"kind": "stuff"}, "kind 'stuff': expected one of products"), ({"format": "xml"}, "format 'xml': expected one of auto"),
        ({"format": "jsonl"}, "expected jsonl, as you said, got csv"),
        ({"mapping": {"prise": "price"}}, "the mapping names the column 'prise'"),
    ],
)  # fmt: skip
def test_what_was_asked_wrongly_is_said_in_a_sentence(imported, options, sentence):
    with pytest.raises(InvalidFile, match=sentence):
        imported(TABLE, **options)


def test_rows_of_no_known_kind_are_refused_with_their_columns(imported):
    with pytest.raises(InvalidFile, match="cannot tell what its rows are from the columns a, b; say the kind"):
        imported("a,b\n1,2\n")


def test_a_file_without_any_row_that_can_be_read_is_refused_with_the_first(imported):
    with pytest.raises(InvalidFile, match=r"row 1: .*expected a JSON object"):
        imported('{"id":\n{"id":\n', name="broken.jsonl")


def test_the_kind_can_be_told(imported):
    report, _ = imported("id,title\n1,shoe\n", kind="products")
    assert report.kind == "products"
    with pytest.raises(InvalidFile, match="no rows"):
        imported("id,title\n", kind="products")


def test_a_mapping_of_a_late_json_column_is_followed_and_one_of_none_is_noted(imported):
    lines = "\n".join(json.dumps({"id": str(n), "title": "shoe", **({"cents": 500} if n == 150 else {})}) for n in range(160))
    report, records = imported(lines, "p.jsonl", mapping={"cents": "price_cents"}, currency="USD")
    assert records["150"].price.amount == 500
    assert "cents" in report.notes[0]


def test_a_line_that_could_not_be_read_can_be_corrected_too(imported):
    report, _ = imported('{"id": "1", "title": "shoe"}\n{"id": "2", "title": "hat"\n', "p.jsonl")
    corrected = report.rejects_file.read_text("utf-8").replace('hat\\""', 'hat\\"}"')
    again, records = imported(corrected, "p.jsonl.rejects.jsonl")
    assert (again.new, again.rejected, set(records)) == (1, 0, {"1", "2"})


def test_a_row_with_a_value_too_many_is_rejected_until_it_is_put_right(imported):
    report, _ = imported("id,title\n1,shoe\n2,hat,oops\n")
    kept = report.rejects_file.read_text("utf-8")
    assert imported(kept, "a.rejects.jsonl")[0].rejected == 1
    again, records = imported(kept.replace(',"(more)":["oops"]', ""), "a.rejects.jsonl")
    assert (again.new, set(records)) == (1, {"1", "2"})


def test_reasons_of_a_dry_run_are_the_same_though_ids_repeat(imported):
    text = "id,title\n1,shoe\n1,shoe\n1,boot\n"
    dry, _ = imported(text, dry_run=True)
    real, _ = imported(text)
    assert (dry.new, dry.changed, dry.unchanged) == (real.new, real.changed, real.unchanged) == (1, 1, 1)
