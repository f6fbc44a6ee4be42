"""Any file of rows, read one at a time."""

from __future__ import annotations

import gzip
import json

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from shopkeeper.shop import InvalidFile, ShopkeeperError
from shopkeeper.store.importers import read_rows
from shopkeeper.store.importers.limits import LONGEST
from shopkeeper.store.importers.rows import open_source


def values(path, mapping=None):
    return [row.values for row in read_rows(path, mapping)]


def problems(path):
    return [(row.number, str(row.problem)) for row in open_source(path).rows() if row.problem]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_found_though_fields_hold_others(write, delimiter):
    path = write(f'id{delimiter}title\n1{delimiter}"a{delimiter} b; c, d"\n2{delimiter}"x, y"\n')
    assert values(path) == [{"id": "1", "title": f"a{delimiter} b; c, d"}, {"id": "2", "title": "x, y"}]
    assert open_source(path).delimiter == delimiter


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_every_encoding_gives_the_same_rows(write, encoding):
    text = "编号,标题,价格\n" + "1,无线耳机,99\n2,羊毛被,459\n" * 20
    assert values(write(text, encoding=encoding))[1] == {"编号": "2", "标题": "羊毛被", "价格": "459"}


def test_a_gzipped_file_is_read_whatever_its_name(write):
    assert values(write(gzip.compress(b"id,title\n1,shoe\n"), "export.csv")) == [{"id": "1", "title": "shoe"}]


def test_quotes_may_hold_line_breaks_and_quotes(write):
    path = write('id,title\r\n1,"two\r\nlines"\r\n2,"a ""quoted"" word"\r\n')
    assert [(row.number, row.values["title"]) for row in read_rows(path)] == [(2, "two\r\nlines"), (3, 'a "quoted" word')]


def test_rows_are_numbered_as_a_spreadsheet_shows_them(write):
    path = write('id,title\n\n1,a\n2,"b\nb"\n3,c\n')
    assert [(row.number, row.values["id"]) for row in read_rows(path)] == [(3, "1"), (4, "2"), (5, "3")]


def test_short_rows_are_filled_and_wide_ones_refused(write):
    path = write("id,title,price\n1,shoe\n2,hat,5,,\n3,bag,5,oops\n4,cap,6\n")
    rows = list(open_source(path).rows())
    assert [row.values.get("price") for row in rows] == ["", "5", "5", "6"]
    assert problems(path) == [(4, "row: expected 3 fields as in the header (is a quote or a delimiter missing?), got '4 fields'")]
    assert rows[2].values["(more)"] == ["oops"]


def test_a_quote_that_is_never_closed_costs_its_own_row_only(write):
    path = write('id,title\n1,shoe\n2,"17 inch screen\n3,hat\n4,cap\n')
    assert [row.values["id"] for row in open_source(path).rows() if not row.problem] == ["1", "3", "4"]
    assert [number for number, _ in problems(path)] == [3]


def test_a_quote_that_swallows_its_neighbour_costs_its_own_row_only(write):
    path = write('id,title,price\n1,"17 inch,5\n2,"hat",6\n3,cap,7\n')
    assert [row.values["id"] for row in open_source(path).rows() if not row.problem] == ["2", "3"]


def test_headers_are_made_to_differ(write):
    assert list(values(write("id,name,name,\n1,a,b,c\n"))[0]) == ["id", "name", "name (2)", "column 4"]


def test_excels_line_about_the_delimiter_is_passed_over(write):
    assert values(write("sep=;\nid;title\n1;a,b\n")) == [{"id": "1", "title": "a,b"}]


def test_a_byte_of_another_encoding_is_a_rejected_row(write):
    path = write(("id,title\n" + "1,无线耳机\n" * 10).encode() + b"2,\xff\xfe\n3,hat\n")
    assert [number for number, _ in problems(path)] == [12]
    assert [row.values["id"] for row in open_source(path).rows()][-1] == "3"


def test_a_damaged_byte_far_into_the_file_is_a_rejected_row(write):
    path = write(b"id,title\n" + b"1,shoe\n" * 60_000 + "2,Käse\n".encode("latin-1") + b"3,hat\n")
    assert [number for number, _ in problems(path)] == [60_002]


def test_nul_bytes_are_a_rejected_row(write):
    path = write(b"id,title\n" + b"1,shoe\n" * 300 + b"2,sh\0oe\n")
    assert problems(path) == [(302, "row: expected text without NUL bytes, got '2,sh\\x00oe\\n'")]


def test_a_line_without_end_is_a_rejected_row(write):
    path = write(b"id,title\n1," + b"x" * (LONGEST + 10) + b"\n2,hat\n")
    assert [number for number, _ in problems(path)] == [2]
    assert [row.values["id"] for row in open_source(path).rows() if not row.problem] == ["2"]


def test_jsonl_rows_keep_their_types_and_count_lines(write):
    path = write('{"id": 1, "tags": ["a"]}\n\n{"id": 2, "price": 2.5}\n', "file.jsonl")
    assert [(r.number, r.values) for r in read_rows(path)] == [(1, {"id": 1, "tags": ["a"]}), (3, {"id": 2, "price": 2.5})]


def test_broken_json_lines_are_rejected_alone(write):
    path = write('{"id": 1}\n{"id": 2\n[3]\n{"id": 4}\n', "file.jsonl")
    assert [number for number, _ in problems(path)] == [2, 3]


@pytest.mark.parametrize("text", ['[{"id": 1}, {"id": 2}]', '[\n {"id": 1},\n\n {"id": 2}\n]\n', '{\n "id": 1\n}\n{\n "id": 2\n}'])
def test_json_in_one_piece_is_read_too(write, text):
    assert values(write(text, "file.json")) == [{"id": 1}, {"id": 2}]


def test_a_json_array_larger_than_the_buffer_is_streamed(write):
    records = [{"id": n, "text": "长" * (n % 3000)} for n in range(200)]
    assert values(write(json.dumps(records, ensure_ascii=False), "file.json")) == records


def test_json_broken_in_the_middle_gives_what_came_before(write):
    path = write('[{"id": 1}, {"id": 2}, {"id": oops}, {"id": 4}]', "file.json")
    assert [row.values for row in open_source(path).rows() if not row.problem] == [{"id": 1}, {"id": 2}]
    assert [number for number, _ in problems(path)] == [3]


def test_parquet_is_read_in_batches(tmp_path):
    path = tmp_path / "file.parquet"
    pl.DataFrame({"id": range(45_000), "title": ["a"] * 45_000}).write_parquet(path)
    rows = list(read_rows(path))
    assert len(rows) == 45_000
    assert (rows[-1].number, rows[-1].values) == (45_000, {"id": 44_999, "title": "a"})
    told = []
    assert sum(1 for _ in open_source(path).rows(at=told.append)) == 45_000
    size = path.stat().st_size
    assert told == [0, size * 4 // 9, size * 8 // 9], "who imports it sees how far that is"


def test_what_is_not_a_number_in_parquet_is_an_empty_cell(tmp_path):
    path = tmp_path / "file.parquet"
    pl.DataFrame({"id": [1, 2], "price": [float("nan"), 2.5]}).write_parquet(path)
    assert values(path) == [{"id": 1, "price": None}, {"id": 2, "price": 2.5}]


def test_a_mapping_renames_columns(write):
    path = write("frage,id,bewertung\nshoe,1,2\n")
    assert values(path, {"frage": "query", "bewertung": "rating"}) == [{"query": "shoe", "id": "1", "rating": "2"}]


def test_a_bad_row_stops_a_reader_that_takes_no_rejects(write):
    with pytest.raises(InvalidFile, match=r"file\.csv, row 3: row: expected 2 fields"):
        values(write("id,title\n1,a\n2,b,c\n"))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"), (b"  \n \n", "the file is empty"), (b"id,title\n", "no rows, only a header: id, title"),
        (b"[]", "no rows, only an empty list"),
        (b"[1, 2, 3]", "expected a JSON array of objects, one a record, got an array of single values"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary file"),
        (b"PAR1 but not really", "this one is damaged"), (b"\x1f\x8bnot gzip", "gzip"),
        (gzip.compress(b"id,title\n" * 9999, mtime=0)[:40], "gzip|no rows"),
    ],
)  # fmt: skip
def test_a_file_without_rows_is_refused_with_its_reason(write, content, reason):
    with pytest.raises(InvalidFile, match=rf"file\.csv: .*(?:{reason})"):
        open_source(write(content))


@pytest.mark.parametrize("name", ["goods.xlsx", "goods.XLS", "goods.ods"])
def test_a_workbook_is_refused_with_what_to_do(tmp_path, name):
    (tmp_path / name).write_bytes(b"PK\x03\x04" + bytes(range(256)))
    with pytest.raises(InvalidFile, match=r"got a binary file: save the sheet as CSV \(UTF-8\) and import that"):
        open_source(tmp_path / name)


def test_a_missing_file_and_a_directory_are_refused(tmp_path):
    with pytest.raises(InvalidFile, match="there is no such file"):
        open_source(tmp_path / "none.csv")
    with pytest.raises(InvalidFile, match="got a directory"):
        open_source(tmp_path)


def test_a_gzip_file_that_breaks_off_gives_its_rows_and_says_so(write):
    rows = "".join(f"{n},{hash(str(n))}\n" for n in range(20_000)).encode()
    path = write(gzip.compress(b"id,title\n" + rows)[:-2000], "file.csv.gz")
    found = problems(path)
    assert len(found) == 1
    assert "damaged" in found[0][1]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
@example(b'"\n"')
@example(b"[{")
@example(b"{" * 300)
@example(b"[" * 100_000)
@example(b'{"a":' * 3000)
@example(b"\xff\xfe\n\x00")
@example(b"PAR1")
@example(b"sep=;\n")
@example(b'a,b\n"')
def test_no_bytes_do_worse_than_a_sentence(tmp_path, data):
    path = tmp_path / "any"
    path.write_bytes(data)
    try:
        numbers = [row.number for row in open_source(path).rows()]
    except ShopkeeperError as error:
        numbers, sentence = [], str(error)
    assert numbers == sorted(set(numbers))
    assert numbers or str(path) in sentence


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(*[st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)] * 3), min_size=1, max_size=8))
def test_what_the_csv_module_writes_is_read_back(tmp_path, records):
    import csv

    path = tmp_path / "round.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([("one", "two", "three"), *records])
    assert [tuple(row.values.values()) for row in read_rows(path)] == records
