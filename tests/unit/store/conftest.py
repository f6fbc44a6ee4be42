"""A store of dictionaries and files made on the spot."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shopkeeper.store.exporters import export_file
from shopkeeper.store.importers import import_file
from shopkeeper.store.protocol import Coded, Written


class FakeTable:
    def __init__(self):
        self.records = {}

    def put(self, records):
        written = Written()
        for record in records:
            before = self.records.get(record.id)
            written += Written(new=before is None, changed=before not in (None, record), unchanged=before == record)
            self.records[record.id] = record
        return written

    def get_many(self, ids):
        return {id: self.records[id] for id in ids if id in self.records}

    def all(self, **equal):
        found = [r for _, r in sorted(self.records.items()) if all(getattr(r, name) == value for name, value in equal.items())]
        return iter(found)

    def by_code(self, codes):
        return {v.id: [Coded("id", p.id, v.id)] for p in self.records.values() for v in p.variants if v.id in codes}

    def by_variant(self, ids):
        return {v.id: p.id for p in self.records.values() for v in p.variants if v.id in ids}


class FakeJobs:
    def __init__(self):
        self.saved = {}

    def save(self, key, progress):
        self.saved[key] = copy.deepcopy(progress)

    def load(self, key):
        return self.saved.get(key)

    def finish(self, key):
        self.saved.pop(key, None)


class FakeStore:
    """Transactions that are undone when they fail; `fail_after` lets that happen after so many."""

    def __init__(self):
        for kind in ("products", "customers", "orders", "reviews", "events", "documents", "promotions", "suppliers", "conversations"):
            setattr(self, kind, FakeTable())
        self.jobs = FakeJobs()
        self.fail_after = -1

    @contextmanager
    def transaction(self) -> Iterator[None]:
        before = copy.deepcopy((self.jobs.saved, {k: dict(t.records) for k, t in vars(self).items() if isinstance(t, FakeTable)}))
        yield
        if self.fail_after == 0:
            self.jobs.saved = before[0]
            for kind, records in before[1].items():
                getattr(self, kind).records = records
            raise KeyboardInterrupt
        self.fail_after -= 1


@pytest.fixture
def store():
    return FakeStore()


@pytest.fixture
def write(tmp_path):
    """Writes a file and says where it is."""

    def to(content, name="file.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return to


@pytest.fixture
def imported(store, write, tmp_path):
    """Imports a text as a file; the report, and the records of its kind by id."""

    def run(content, name="file.csv", **options):
        report = import_file(store, write(content, name), rejects_dir=tmp_path / "rejects", **options)
        return report, getattr(store, report.kind).records

    return run


SAMPLES = Path(__file__).parents[2] / "samples"
NOW = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
def sample(store, tmp_path):
    """Imports a sample file (or its text, changed); the report, and the products by id."""

    def run(name, *, change=None, **options):
        path = tmp_path / Path(name).name
        if change:
            path.write_bytes(change((SAMPLES / name).read_bytes()))
        elif (SAMPLES / name).is_dir():
            shutil.copytree(SAMPLES / name, path)
        else:
            shutil.copy(SAMPLES / name, path)
        report = import_file(store, path, rejects_dir=tmp_path / "rejects", now=NOW, **options)
        return report, store.products.records

    return run


@pytest.fixture
def same_again(store, tmp_path):
    """Writes the products of the store into a file and reads that back: the products before and after, and the report of writing."""

    def run(name, format, *, currency="USD", language="en"):
        before = dict(store.products.records)
        written = export_file(store, tmp_path / name, format=format, currency=currency, language=language)
        store.products.records = {}
        again = import_file(store, tmp_path / name, rejects_dir=tmp_path / "rejects", now=NOW, currency=currency)
        assert (again.format, again.rejected, again.reasons) == (format, 0, ())
        return before, store.products.records, written

    return run
