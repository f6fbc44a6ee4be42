"""Work on a Ray cluster of several machines, all of them on this one: the same answers, whatever dies in the middle."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

import shouting
from shopkeeper import open_shop
from shopkeeper.models import cluster as ours
from shopkeeper.models.cache import VectorCache
from shopkeeper.models.cluster import Cluster, ClusterError, RayEncoder, generate_on
from shopkeeper.models.encoder import CachedEncoder, load_encoder
from shopkeeper.models.language.batch import Request, generate_many
from shopkeeper.models.language.llama import LlamaModel
from shopkeeper.models.language.protocol import Answer, ModelRefused
from shopkeeper.models.language.served import ServedModel
from small_model import SENTENCES, beginnings
from small_shop import product
from waiting import until

pytest.importorskip("ray", reason="the extra [cluster] is not installed")
from ray.cluster_utils import Cluster as Machines

# A machine that was killed is noticed within five seconds; one that is merely short of processor time is not given up.
QUICK = {"health_check_initial_delay_ms": 5000, "health_check_period_ms": 1000, "health_check_failure_threshold": 5}
SMALL = {"object_store_memory": 150 * 2**20, "include_log_monitor": False}
TEXTS = [f"{a} {b} 第{a}款{b}" for a in ("red", "blue", "green") for b in ("kettle", "lamp", "shoe", "mug")]


@pytest.fixture(scope="module")
def machines() -> Iterator[Machines]:
    """A cluster whose first machine has no processor for work."""
    head = {**SMALL, "num_cpus": 0, "include_dashboard": False, "_system_config": QUICK}
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PYTHONPATH", str(Path(shouting.__file__).parent), prepend=os.pathsep)
        machines = Machines(initialize_head=True, head_node_args=head)
        yield machines
        machines.shutdown()


@pytest.fixture(scope="module")
def headless(machines: Machines) -> Iterator[Cluster]:
    connection = Cluster(machines.address)
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def cluster(machines: Machines, headless: Cluster) -> Cluster:
    """With two machines of one processor each."""
    for _ in range(2):
        machines.add_node(num_cpus=1, **SMALL)
    until(lambda: headless.processors == 2)
    return headless


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    (tmp_path / "notes").mkdir()
    return tmp_path / "notes"


@pytest.fixture
def model(tmp_path: Path, notes: Path) -> Path:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "notes.txt").write_text(str(notes))
    return tmp_path / "model"


def test_a_cluster_without_a_processor_is_told(headless, model, monkeypatch):
    monkeypatch.setattr(ours, "PATIENCE_S", 0.0)
    with pytest.raises(ClusterError, match="no machine with a processor is left"):
        list(headless.map(shouting.load, headless.put(model), ["a"]))


def test_answers_come_in_order_and_no_more_parts_are_read_than_can_be_worked_on(cluster, model):
    read = []
    answers = cluster.map(shouting.load, cluster.put(model), (read.append(i) or f"part {i}" for i in range(20)))
    assert next(answers) == "PART 0"
    assert len(read) == 2 * cluster.processors == 4
    assert list(answers) == [f"PART {i}" for i in range(1, 20)]


def test_a_worker_loads_a_model_once(cluster, model, notes):
    list(cluster.map(shouting.load, cluster.put(model), "abcdefghijkl"))
    loads = [note.name.split()[1] for note in notes.glob("load *")]
    assert 1 <= len(loads) == len(set(loads)) <= 3


def test_a_worker_that_dies_is_replaced_and_its_part_done_again(cluster, model, notes):
    assert list(cluster.map(shouting.load, cluster.put(model), ["a", "die", "b", "c"])) == ["A", "DIE", "B", "C"]
    assert len(list(notes.glob("die *"))) == 2


def test_a_part_that_fails_is_told_with_its_reason(cluster, model):
    with pytest.raises(ClusterError, match=r"Ray at .*: tea is not to be shouted"):
        list(cluster.map(shouting.load, cluster.put(model), ["a", "fail", "b"]))


def test_a_machine_with_other_versions_is_named(cluster, model, monkeypatch):
    monkeypatch.setattr(ours, "versions", lambda: "shopkeeper 99")
    with pytest.raises(ClusterError, match=r"has shopkeeper .*, onnxruntime .*; expected the same as here: shopkeeper 99"):
        list(cluster.map(shouting.load, cluster.put(model), ["a"]))


def test_one_process_has_one_connection(cluster):
    with pytest.raises(ClusterError, match="connected to a Ray cluster already"):
        Cluster(cluster.address)


def test_an_index_made_on_a_cluster_is_bit_for_bit_that_of_one_machine(cluster, tmp_path):
    here, there = with_products(tmp_path / "here"), with_products(tmp_path / "there")
    with closing(open_shop(str(here))) as shop:
        encoded = shop.index().encoded
    done = python("-m", "shopkeeper", "index", "--shop", str(there), "--ray", cluster.address)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{len(TEXTS)} products indexed, {encoded} texts encoded anew, in ")
    assert stored(here) == stored(there) != {}
    assert [path.read_bytes() for path in here.rglob("vectors.f32")] == [path.read_bytes() for path in there.rglob("vectors.f32")] != []


def with_products(folder: Path) -> Path:
    with closing(open_shop(str(folder), create=True)) as shop:
        shop.store.products.put([product(f"p{i}", text) for i, text in enumerate(TEXTS)])
    return folder


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, timeout=120, check=False)


def stored(shop: Path) -> dict[bytes, bytes]:
    """The vectors that are kept, by the hash of their text."""
    with sqlite3.connect(shop / "index" / "vectors.cache") as database:
        return dict(database.execute("SELECT key, vector FROM vectors"))


def test_an_interrupted_run_goes_on_where_it_was(cluster, tmp_path):
    encoder, cache = load_encoder(), VectorCache(tmp_path / "vectors.cache")
    remote = RayEncoder(encoder, cluster)

    def interrupt(done: int) -> None:
        if done == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        CachedEncoder(remote, cache, remote.encode_each, 2).encode(TEXTS, interrupt)
    again = CachedEncoder(remote, cache, remote.encode_each, 2)
    assert np.array_equal(again.encode(TEXTS).astype(np.float16), encoder.encode(TEXTS).astype(np.float16))
    assert again.encoded == len(TEXTS) - 6


def test_a_language_model_answers_on_a_cluster_as_here(cluster, small_model):
    requests = [Request(prompt) for prompt in (*beginnings(small_model), "word " * 5000)]
    here = LlamaModel(small_model / "model.gguf", threads=1)
    expected, found = list(generate_many(here, requests)), list(generate_on(cluster, here, requests))
    assert found[:-1] == expected[:-1]
    assert [type(each) for each in found] == [*[Answer] * len(SENTENCES), ModelRefused]
    assert str(found[-1]) == str(expected[-1])


def test_a_model_on_a_server_is_not_asked_by_a_cluster(cluster):
    with pytest.raises(ClusterError, match="the language model big is a server"):
        generate_on(cluster, ServedModel("http://127.0.0.1:9/v1", model="big"), [])


def test_a_machine_that_is_killed_in_the_middle_loses_nothing(machines, cluster):
    encoder, vectors, before = load_encoder(), [], cluster.processors
    victim = machines.add_node(num_cpus=1, **SMALL)  # one of its own: a machine of Ray's was seen to crash by itself
    until(lambda: cluster.processors == before + 1)
    parts = [[f"{text} {i}" for text in TEXTS] for i in range(20)]
    for done, part in enumerate(RayEncoder(encoder, cluster).encode_each(parts)):
        vectors.append(part)
        if done == 3:
            machines.remove_node(victim, allow_graceful=False)
    until(lambda: cluster.processors == before)
    assert np.array_equal(np.concatenate(vectors), np.concatenate([encoder.encode(part) for part in parts]))


def test_an_address_where_no_cluster_answers_is_refused_with_a_sentence():
    done = python("-c", "from shopkeeper.models.cluster import Cluster; Cluster('127.0.0.1:1', timeout=2)")
    problem = "Ray at 127.0.0.1:1: no answer within 2 seconds; expected the address of a running cluster"
    token = "if it asks for Ray's token, set RAY_AUTH_MODE=token"
    assert done.stderr.splitlines()[-1] == f"shopkeeper.models.cluster.ClusterError: {problem}; {token}"


@pytest.mark.parametrize("address", ["nonsense", "http://cluster.example:8265", "ray://cluster.example", ""])
def test_what_is_no_address_is_refused_with_what_was_expected(address):
    with pytest.raises(ClusterError, match=f"Ray at {address}: expected host:6379, ray://host:10001, auto or local"):
        Cluster(address)


def test_without_ray_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ClusterError, match=r"pip install 'shopkeeper\[cluster\]'"):
        Cluster("local")
