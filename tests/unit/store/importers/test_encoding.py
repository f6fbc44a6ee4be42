"""Telling an encoding from the bytes."""

from __future__ import annotations

import pytest

from shopkeeper.store.importers.encoding import detect_encoding

CHINESE = "编号,标题,价格\n1,儿童无线耳机,￥99.00\n2,加厚羊毛被（冬季）,459元\n"
FRENCH = "id,title,price\n1,Crème brûlée à la française,5\n2,Zürich Käse für Dich,7\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "utf-32"])
def test_chinese_is_told_in_every_encoding(encoding):
    found = detect_encoding(CHINESE.encode(encoding))
    assert found is not None
    assert CHINESE.encode(encoding).decode(found) == CHINESE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
def test_accents_are_not_taken_for_chinese(encoding):
    found = detect_encoding(FRENCH.encode(encoding))
    assert found is not None
    assert FRENCH.encode(encoding).decode(found) == FRENCH


def test_gbk_is_read_as_gb18030_which_contains_it():
    assert detect_encoding(CHINESE.replace("￥", "").encode("gbk")) == "gb18030"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
def test_a_sample_may_end_within_a_character(encoding):
    data = ("标题\n" + "耳机，" * 500).encode(encoding)
    for cut in range(1, 5):
        found = detect_encoding(data[:-cut])
        assert found == encoding


def test_a_few_damaged_bytes_do_not_turn_utf8_into_something_else():
    assert detect_encoding(("标题,价格\n" + "儿童无线耳机,99\n" * 50).encode() + b"\xff\xfe\n") == "utf-8"


def test_where_cp1252_has_holes_it_is_latin_1():
    assert detect_encoding(b"title\ncaf\xe9 \x81\n") == "latin-1"


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\x00\rIHDR" + bytes(range(256)), b"PK\x03\x04" + bytes(range(64)) * 9, b"\x00" * 400])
def test_a_binary_file_is_no_text(data):
    assert detect_encoding(data) is None


def test_plain_ascii_is_utf8():
    assert detect_encoding(b"id,title\n1,shoe\n") == "utf-8"
