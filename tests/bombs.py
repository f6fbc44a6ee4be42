"""Files that are small and ask for everything, and a process that imports them within a gigabyte: `python bombs.py FOLDER` prints what
came of each as JSON."""

from __future__ import annotations

import gzip
import io
import json
import os
import resource
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from memory import peak_mb

MEMORY = 1 << 30
Make = Callable[[Path], None]
FEED = b'<?xml version="1.0"?><rss xmlns:g="http://base.google.com/ns/1.0"><channel>'
NUMBERS = (b"9" * 5000, b"1e999", b"-1e400", b"1e-999999", b'"1e999999999"', b'"9e999999999"', b"9" * 400, b'"' + b"9" * 100_000 + b'"')


def packed(start: bytes, piece: bytes, times: int) -> bytes:
    """A gzip file of `start` and a piece again and again, made without making its content."""
    return gzip.compress(start) + gzip.compress(piece) * times


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("products.csv", "id,title\n" + "1,a\n" * 100_000)
    return out.getvalue()


def _laughs() -> bytes:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    item = "<rss><channel><item><title>&l9;</title></item></channel></rss>"
    return f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{lines}]>{item}'.encode()


BYTES: dict[str, Callable[[], bytes]] = {
    "zeros.csv.gz": lambda: packed(b"id,title\n", bytes(1 << 20), 400),
    "one-line.csv.gz": lambda: packed(b"id,title\n1,", b"x" * (1 << 20), 400),
    "rows.csv.gz": lambda: packed(b"id,title\n", b"1,shoe\n" * (1 << 17), 400),
    "within.csv.gz": lambda: gzip.compress(packed(b"", bytes(1 << 20), 400)),
    "archive.zip": _zip,
    "tau2.json.gz": lambda: packed(b'{"products": {', b" " * (1 << 20), 60),
    "laughs.xml": _laughs,
    "outside.xml": lambda: (
        b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        + b"<rss><channel><item><title>&x;</title></item></channel></rss>"),
    "parameter.xml": lambda: b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY % p SYSTEM "http://169.254.169.254/">%p;]><rss/>',
    "attributes.xml": lambda: b'<?xml version="1.0"?><!DOCTYPE rss [<!ATTLIST item id CDATA "x">]><rss><item/></rss>',
    "tag.xml": lambda: FEED + b'<item a="' + b"x" * 9_000_000,
    "comment.xml": lambda: FEED + b"<!-- " + b"-x" * 4_500_000,
    "deep.xml": lambda: FEED + b"<item>" + b"<a>" * 100_000,
    "same.xml": lambda: FEED + b"<item>" + b"<a>x</a>" * 200_000 + b"</item></channel></rss>",
    "names.xml": lambda: FEED + b"<item>" + b"".join(b"<a%d>x</a%d>" % (n, n) for n in range(60_000)) + b"</item></channel></rss>",
    "columns.csv": lambda: b"a," * 1_400_000 + b"\n" + b"b," * 1_400_000 + b"\n",
    "wide.csv": lambda: b"id,title\n1," + b"," * 3_900_000 + b"\n2,hat\n",
    "quotes.csv": lambda: b'id,title\n1,"y\n' + b'x","y\n' * 800_000,
    "deep.jsonl": lambda: b'{"id":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n",
    "nested.jsonl": lambda: b'{"id": "1", "title": ' + b"[" * 900 + b"]" * 900 + b"}\n" + b'{"id": "2", "title": "Hat", "price": 5}\n',
    "deep.json": lambda: b"[" * 2_000_000,
    "objects.json": lambda: b'{"a":' * 500_000,
    "lists.jsonl": lambda: (b'{"id": "1", "title": [' + b"[]," * 1_300_000 + b"[]]}\n") * 8,
    "keys.jsonl": lambda: b'{"id": "1", "title": "a", ' + b", ".join(b'"k%d": 1' % n for n in range(200_000)) + b"}\n",
    "names.jsonl": lambda: b"\n".join(
        b'{"id": "%d", "title": "a", ' % row + b", ".join(b'"k%d-%d": 1' % (row, n) for n in range(4000)) + b"}" for row in range(40)),
    "later.jsonl": lambda: b'{"id": "x", "title": "a"}\n' * 100 + b"\n".join(
        b'{"id": "%d", "title": "a", ' % row + b", ".join(b'"k%d-%d": 1' % (row, n) for n in range(4000)) + b"}" for row in range(20)),
    "numbers.jsonl": lambda: b"".join(
        b'{"id": "%d", "title": "Hat", "price": %s, "stock": 1}\n' % (n, each) for n, each in enumerate(NUMBERS)),
    "numbers.json": lambda: b'[{"id": "1", "title": "Hat", "price": ' + b"9" * 5000 + b"}]",
    "tiny.json": lambda: b"[" + b"{}," * 1_500_000 + b"{}]",
    "dates.csv": lambda: b"event,product_id,session_id,timestamp\n" + b"".join(
        b"view_item,p,s,%s\n" % (b"%d" % n * 400_000) for n in range(10, 22)),
    "nul.csv": lambda: b"id,title\n" + b"\x00" * 5_000_000,
    "table.parquet": lambda: b"PAR1" + bytes(5_000_000) + b"PAR1",
    "length.parquet": lambda: b"PAR1" + bytes(100) + (0x7FFFFFFF).to_bytes(4, "little") + b"PAR1",
}  # fmt: skip


def _same_rows(path: Path) -> None:
    import polars as pl

    pl.DataFrame({"id": pl.repeat("x" * 300, 8_000_000, eager=True)}).write_parquet(path)


def _wide(path: Path) -> None:
    import polars as pl

    pl.DataFrame({f"c{n}": ["x"] for n in range(6000)}).write_parquet(path)


FILES: dict[str, Make] = {
    "same.parquet": _same_rows, "wide.parquet": _wide, "pipe.csv": lambda path: os.mkfifo(path),
}  # fmt: skip


def make(folder: Path) -> Iterator[Path]:
    """Writes each bomb in its turn, and takes it away when the next is asked for."""
    for name in (*BYTES, *FILES):
        path = folder / name
        if name in BYTES:
            path.write_bytes(BYTES[name]())
        else:
            FILES[name](path)
        yield path
        path.unlink()


def tried(path: Path, folder: Path) -> dict[str, Any]:
    """What came of a file: the refusal, or how many records went in and how many rows did not."""
    from shopkeeper.shop import InvalidFile
    from shopkeeper.store import open_store
    from shopkeeper.store.importers import import_file

    started = time.process_time()
    store = open_store(folder / "shop.db")
    try:
        report = import_file(store, path, rejects_dir=folder / "rejects")
        in_now = report.new + report.changed
        said: dict[str, Any] = {"new": in_now, "rejected": report.rejected, "reasons": [r.expected for r in report.reasons]}
    except InvalidFile as error:
        said = {"refused": str(error).removeprefix(str(path))}
    finally:
        store.close()
    return said | {"seconds": round(time.process_time() - started, 2)}


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    (folder / "made").mkdir()
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    found = {path.name: tried(path, folder) for path in make(folder / "made")}
    print(json.dumps({"files": found, "peak_mb": peak_mb()}))
