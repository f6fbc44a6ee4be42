"""Nobody is answered what they must not be: every route, asked by everybody, about their own data, another's and none (`probes`). 260 of
the questions, or all with `SHOPKEEPER_SOAK`, and then what came of it is kept in benchmarks/results/authorisation.json."""

from __future__ import annotations

import json
import os
import platform
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from probes import Probe, Prober, doors, expected, sample
from shopkeeper import __version__
from shopkeeper.app.scopes import SCOPE_OF

RESULTS = Path(__file__).parents[2] / "benchmarks" / "results" / "authorisation.json"
ALL = "SHOPKEEPER_SOAK" in os.environ


@pytest.fixture(scope="module")
def prober(tmp_path_factory):
    found = Prober(tmp_path_factory.mktemp("probed") / "shop")
    yield found
    found.close()


def test_the_table_says_what_the_rules_say(prober):
    said = {(method, path): SCOPE_OF.get((method, path), "admin") for method, path in doors(prober.real.app)}
    assert {door: (scope, expected(*door)) for door, scope in said.items() if scope != expected(*door)} == {}


def test_a_hole_would_be_seen(prober, monkeypatch):
    holes = {("GET", "/v1/customers/{id:path}"): "nobody", ("PUT", "/v1/rules"): "agent", ("GET", "/console/demand"): "customer"}
    for door, role in holes.items():
        probe = Probe(*door, role, "other" if "{" in door[1] else "none")
        assert prober.ask(probe) == ""
        monkeypatch.setitem(SCOPE_OF, door, "public")
        assert prober.ask(probe) != ""


@pytest.mark.timeout(3600)
def test_nobody_is_answered_what_they_must_not_be(prober):
    probes = prober.probes() if ALL else sample(prober.probes(), 260, seed=11)
    wrong = {str(probe): trouble for probe in probes if (trouble := prober.ask(probe))}
    unchanged = prober.state() == prober.kept
    if ALL:
        RESULTS.write_text(json.dumps(_told(probes, wrong, unchanged), indent=1) + "\n", "utf-8")
    assert wrong == {}
    assert unchanged


def _told(probes, wrong, unchanged):
    return {
        "measured": datetime.now(UTC).date().isoformat(), "command": "SHOPKEEPER_SOAK=1 pytest tests/soak/test_authorisation.py",
        "version": __version__, "python": platform.python_version(), "probes": len(probes),
        "routes": len({(probe.method, probe.path) for probe in probes}), "roles": dict(Counter(probe.role for probe in probes)),
        "data": dict(Counter(probe.whose for probe in probes)),
        "scopes": dict(Counter(expected(probe.method, probe.path) for probe in probes)),
        "passed_wrongly": len(wrong), "wrong": wrong, "refused_questions_changed_nothing": unchanged,
    }
