"""Files that went wrong in every way: a seeded mutator over the sample files, which makes the same file for the same number always."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parent / "samples"
ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "latin-1", "cp1252", "utf-7", "big5")
TOKENS: tuple[bytes, ...] = (
    b"", b'"', b"'", b",", b";", b"\t", b"\n", b"\r", b"\r\n", b"\x00", b"\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc0\x80",
    b"\xed\xa0\x80", b"{", b"}", b"[", b"]", b"[" * 900, b"{" * 900, b'{"a":' * 300, b"<", b">", b"&", b"&x;", b"&#0;", b"&#xD800;",
    b"<![CDATA[", b"]]>", b"<!--", b'<!DOCTYPE a [<!ENTITY x "y">]>', b"<a>" * 80, b"null", b"true", b"NaN", b"Infinity", b"-Infinity",
    b"1e999", b"-1e999", b"1e-999", b"-1", b"-0", b"9" * 25, b"9" * 400, b"9" * 5000, b"0.1", b"1e15", b"18446744073709551616",
    b"9223372036854775808", b"\\u0000", b"\\ud800", b"\\", b"0000-00-00", b"9999-12-31T23:59:59+23:59", b"0001-01-01T00:00:00-23:59",
    b"99999999999999", b"253402300800", b"1e10", b"12/31/9999", b"2024-02-30", b"=1+1", b"'=1", b"\xe2\x80\xae", b"\xf0\x9f\x92\xa9",
    b"\xe2\x80\xa8", b"\xc2\x85", b"\x1c", b"\x0b", b"\x0c", b"\xef\xbf\xbf", b"\xcc\x81" * 50, b"a" * 300, b"../../etc/passwd",
    b"file:///etc/passwd", b"javascript:alert(1)", b"http://[", b"//", b"sep=", b"version 1.00", b"%", b"\xef\xbc\x85", b"USD", b"XXX",
    b"-5 USD", b"\xc2\xa51,2,3", b"1.2.3", b"1,2,3,4", b"\xe4\xb8\x87", b"\xe4\xba\xbf" * 9, b"\xe2\x85\xa8", b"\xc2\xb2", b"\xd9\xa3",
    b"zh", b"de",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**63, 2**64, -(2**63), 1e308, -0.0, 1e-320, "", " ", "x", "=1", [], {}, [[]], [None], {"": None},
    {"a": {"b": {}}}, ["a", 1, None, {}], "2024-02-30", "9999-12-31T23:59:59+23:59", 253402300800, -62135596801, 1e18, "1e400", "9" * 400,
    "𝟗", "²", "Ⅷ", "\u2028", "\x7f", "a" * 1000, "<b>x", "&#0;", {"amount": 1}, {"amount": 10**30, "currency": "USD"},
    {"amount": "x", "currency": 5}, {"zh": 1, "en": []}, {"zh": None}, [1, 2, 3], ["x"] * 50, {"currency": "XXX"},
)  # fmt: skip
Draw = random.Random


@cache
def samples() -> tuple[tuple[str, bytes], ...]:
    """The name and the content of each sample file."""
    return tuple((path.name, path.read_bytes()) for path in sorted(SAMPLES.rglob("*.*")))


def mutated(seed: int, number: int) -> tuple[str, bytes]:
    """The name and the content of the file of this number."""
    draw = random.Random(f"{seed}:{number}")
    name, content = draw.choice(samples())
    if draw.random() < 0.4:
        content = _by_value(name, content, draw)
    for _ in range(draw.choice((0, 1, 1, 2, 3, 6))):
        content = draw.choice(_BYTES)(content, draw)
    if draw.random() < 0.1:
        content = _encoded(content, draw)
    if draw.random() < 0.05:
        content = _packed(content, draw)
    return name, content


def _spot(content: bytes, draw: Draw) -> tuple[int, int]:
    start = draw.randrange(len(content) + 1)
    return start, min(len(content), start + draw.choice((1, 2, 5, 20, 100, 1000)))


def _flip(content: bytes, draw: Draw) -> bytes:
    changed = bytearray(content)
    for _ in range(draw.choice((1, 1, 3, 10)) if changed else 0):
        changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def _token(content: bytes, draw: Draw) -> bytes:
    start, end = _spot(content, draw)
    return content[:start] + draw.choice(TOKENS) + content[draw.choice((start, end)) :]


def _cut(content: bytes, draw: Draw) -> bytes:
    start, end = _spot(content, draw)
    return content[:start] + content[end:]


def _truncated(content: bytes, draw: Draw) -> bytes:
    return content[: draw.randrange(len(content) + 1)]


def _again(content: bytes, draw: Draw) -> bytes:
    start, end = _spot(content, draw)
    return content[:end] + content[start:end] * draw.choice((1, 2, 10, 100)) + content[end:]


def _stretched(content: bytes, draw: Draw) -> bytes:
    """Few bytes come again and again: what takes the square of their number to read is seen."""
    start, _ = _spot(content, draw)
    piece = draw.choice((content[start : start + draw.randrange(1, 8)] or b" ", draw.choice(TOKENS)[:8] or b"<"))
    return content[:start] + piece * draw.choice((100, 300, 1000, 1000, 8000)) + content[start:]


def _lines(content: bytes, draw: Draw) -> bytes:
    lines = content.split(b"\n")
    one, other = draw.randrange(len(lines)), draw.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _spliced(content: bytes, draw: Draw) -> bytes:
    other = draw.choice(samples())[1]
    return content[: draw.randrange(len(content) + 1)] + other[draw.randrange(len(other)) :]


def _noise(content: bytes, draw: Draw) -> bytes:
    start, _ = _spot(content, draw)
    return content[:start] + draw.randbytes(draw.choice((1, 4, 64))) + content[start:]


_BYTES: tuple[Callable[[bytes, Draw], bytes], ...] = (
    _flip, _flip, _token, _token, _token, _cut, _truncated, _again, _stretched, _lines, _spliced, _noise)  # fmt: skip


def _by_value(name: str, content: bytes, draw: Draw) -> bytes:
    """A value or two in their places, the file being sound."""
    try:
        text = content.decode("utf-8-sig")
        if name.endswith((".jsonl", ".json")):
            return _json(text, draw)
        return content if name.endswith(".xml") else _table(text, "\t" if name.endswith(".tsv") else ",", draw)
    except (UnicodeError, ValueError, csv.Error, RecursionError):
        return content


def _json(text: str, draw: Draw) -> bytes:
    lines = [text] if text.lstrip().startswith("{\n") or "\n" not in text.strip() else text.splitlines()
    place = draw.randrange(len(lines))
    record = json.loads(lines[place])
    for _ in range(draw.choice((1, 1, 2, 4))):
        holder, key = draw.choice(list(_places(record)) or [({}, "x")])
        holder[key] = draw.choice(VALUES)
    lines[place] = json.dumps(record, ensure_ascii=draw.random() < 0.5)
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def _places(value: Any) -> Any:
    for key in list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield value, key
        yield from _places(value[key])


def _table(text: str, delimiter: str, draw: Draw) -> bytes:
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
    for _ in range(draw.choice((1, 1, 2, 4))):
        row = draw.choice(rows[: draw.choice((1, len(rows)))])
        row[draw.randrange(len(row))] = draw.choice(TOKENS).decode("utf-8", "replace")
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode()


def _encoded(content: bytes, draw: Draw) -> bytes:
    return content.decode("utf-8", "replace").encode(draw.choice(ENCODINGS), "replace")


def _packed(content: bytes, draw: Draw) -> bytes:
    packed = gzip.compress(content, mtime=0)
    return packed if draw.random() < 0.5 else draw.choice((_flip, _truncated, _cut))(packed, draw)
