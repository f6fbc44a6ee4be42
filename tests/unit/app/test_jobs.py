"""What can be queued, and what is said of arguments that cannot be."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from shopkeeper.app.job_views import arguments
from shopkeeper.app.jobs import KINDS, checked, plan, queue, read
from shopkeeper.shop import Conflict, InvalidFile, InvalidQuery, InvalidRecord
from shopkeeper.store import open_store

NOW = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)


@pytest.fixture
def shop(tmp_path):
    (tmp_path / "imports").mkdir()
    (tmp_path / "imports" / "goods.csv").write_text("id,title\n1,Cup\n")
    (tmp_path / "secret.csv").write_text("id\n1\n")
    store = open_store(tmp_path / "shop.db")
    yield SimpleNamespace(store=store, data_dir=tmp_path)
    store.close()


@pytest.mark.parametrize(("kind", "given", "sentence"), [
    ("dance", {}, "kind: expected one of index, import, train, update, write, forecast, "),
    ("index", {"rebuld": True}, "index: there is no argument rebuld; expected rebuild"),
    ("index", {"rebuild": "perhaps"}, "index: rebuild: expected a valid boolean, unable to interpret input, got 'perhaps'"),
    ("import", {}, "import: file is missing (the file; over the API"),
    ("train", {"capability": "magic"}, "train: capability: expected 'ranker', 'encoder'"),
    ("train", {"capability": "ranker"}, "train: ranker: expected either data, a file of judgments, or clicks=true"),
    ("train", {"capability": "attributes"}, "train: attributes: data is missing"),
    ("train", {"capability": "ranker", "clicks": True, "also": ["chronos"]}, "train: ranker: it foretells nothing and takes no also"),
    ("train", {"capability": "customers", "period": "week"}, "train: customers: it foretells nothing and takes no period"),
    ("train", {"capability": "forecast", "epochs": "3"}, "train: forecast: it is no network and takes no epochs"),
    ("train", {"capability": "customers", "data": "x"}, "train: customers: it learns from the shop's own rows and takes no data"),
    ("write", {"kind": "poem"}, "write: kind: expected 'title', 'features'"),
    ("forecast", {"horizon": 500}, "forecast: horizon: expected less than or equal to 180, got '500'"),
])  # fmt: skip
def test_arguments_that_cannot_be_are_refused_with_a_sentence(kind, given, sentence):
    with pytest.raises(InvalidQuery) as caught:
        read(kind, given)
    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)


def test_what_a_person_writes_is_read_as_what_it_is_for():
    given = arguments(["capability=encoder", "clicks=true", "epochs=0.5", 'map=["a=b","c=d"]', "seed=7"])
    asked = read("train", given)
    assert (asked.clicks, asked.epochs, asked.map, asked.seed) == (True, 0.5, ["a=b", "c=d"], 7)
    assert read("forecast", arguments(["id=123"])).id == "123"
    for wrong in ("clicks", "map=[a"):
        with pytest.raises(InvalidQuery):
            arguments([wrong])


def test_files_over_the_api_lie_in_the_folder_of_imports_and_nowhere_else(shop):
    assert checked(shop, "import", {"file": "goods.csv"}).file == str(shop.data_dir / "imports" / "goods.csv")
    (shop.data_dir / "imports" / "link.csv").symlink_to(shop.data_dir / "secret.csv")
    for path in ("../secret.csv", str(shop.data_dir / "secret.csv"), "link.csv", "/etc/passwd"):
        with pytest.raises(InvalidFile, match="expected the name of a file in"):
            checked(shop, "import", {"file": path})
    with pytest.raises(InvalidFile, match="there is no file"):
        checked(shop, "import", {"file": "other.csv"})
    assert checked(shop, "import", {"file": str(shop.data_dir / "secret.csv")}, anywhere=True)
    with pytest.raises(InvalidQuery, match="base can be given on the command line only"):
        checked(shop, "train", {"capability": "encoder", "base": "/"})


def test_a_job_is_queued_with_its_lane_and_a_key_names_one_job(shop):
    job = queue(shop, "import", {"file": "goods.csv", "format": "csv"}, NOW, key="k", priority=3)
    assert (job.lane, job.priority, job.arguments) == (
        "import/goods.csv", 3, {"file": f"{shop.data_dir}/imports/goods.csv", "format": "csv"})
    assert queue(shop, "import", {"file": "goods.csv", "format": "csv"}, NOW, key="k") == job
    with pytest.raises(Conflict):
        queue(shop, "index", {}, NOW, key="k")
    assert queue(shop, "index", {"rebuild": "false"}, NOW).arguments == {}


def test_a_schedule_is_refused_where_its_job_would_be(shop):
    assert plan(shop, "nightly", "train", {"capability": "forecast"}, NOW, at="03:30").lane == "model/forecast"
    with pytest.raises(InvalidQuery):
        plan(shop, "nightly", "train", {"capability": "magic"}, NOW, at="03:30")
    with pytest.raises(InvalidRecord):
        plan(shop, "nightly", "index", {}, NOW, at="3 o'clock")
    assert [each.schedule.kind for each in shop.store.schedules.all()] == ["train"]


def test_every_kind_has_a_name_in_both_languages():
    assert all(kind.title.zh and kind.title.en for kind in KINDS.values())
