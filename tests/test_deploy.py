"""The files that put a shop on a server: they say what the program takes, hold no secret, and systemd reads them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import typer
import yaml

from shopkeeper.app.cli.main import app
from shopkeeper.app.settings import Settings

ROOT = Path(__file__).parents[1]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
UNITS = sorted((ROOT / "deploy").glob("*.service"))
EXAMPLE = ROOT / "deploy" / "shopkeeper.env.example"
SETTINGS = {f"SHOPKEEPER_{name.upper()}" for name in Settings.__slots__}


def takes(words: list[str]) -> None:
    """Reads a command line as the program does, without running it."""
    command = typer.main.get_command(app)
    with command.make_context("shopkeeper", list(words)) as context:
        name, found, rest = command.resolve_command(context, [*context._protected_args, *context.args])
        found.make_context(name, list(rest), parent=context).close()


def test_compose_runs_what_there_is_and_waits_for_what_it_needs():
    services = COMPOSE["services"]
    assert set(services) == {"database", "server", "worker"}
    for name in ("server", "worker"):
        takes(services[name]["command"])
        assert services[name]["depends_on"] == {"database": {"condition": "service_healthy"}}
        assert set(services[name]["environment"]) <= SETTINGS
        assert services[name]["volumes"] == ["data:/data"]
    assert {each.partition(":")[0] for service in services.values() for each in service["volumes"]} == set(COMPOSE["volumes"])
    assert all(service["restart"] == "always" for service in services.values())
    assert services["server"]["ports"] == ["127.0.0.1:8777:8777"]


@pytest.mark.parametrize("path", [ROOT / "compose.yaml", ROOT / "Dockerfile", *UNITS, EXAMPLE], ids=lambda path: path.name)
def test_no_secret_stands_in_a_file(path):
    for line in path.read_text("utf-8").splitlines():
        if re.search(r"password|secret|_key|token", line, re.IGNORECASE) and not line.lstrip().startswith("#"):
            assert "${" in line, line


def test_the_image_holds_what_the_program_needs_and_nothing_else():
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    for line in (line for line in lines if line.startswith("COPY") and "--from" not in line):
        assert all((ROOT / name).exists() for name in line.split()[1:-1]), line
    assert "USER shopkeeper" in lines
    takes(re.findall(r'"([^"]+)"', lines[-1]))


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_reads_the_units(unit, tmp_path):
    text = unit.read_text("utf-8")
    (command,) = re.findall(r"^ExecStart=/opt/shopkeeper/bin/shopkeeper (.*)$", text, re.MULTILINE)
    takes(command.split())
    if shutil.which("systemd-analyze"):
        (tmp_path / unit.name).write_text(text.replace("/opt/shopkeeper/bin/shopkeeper", shutil.which("true")))
        done = subprocess.run(["systemd-analyze", "verify", str(tmp_path / unit.name)], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


def test_the_example_of_the_environment_sets_what_there_is():
    lines = [line for line in EXAMPLE.read_text("utf-8").splitlines() if line[:1] not in ("#", "")]
    assert {line.partition("=")[0] for line in lines} <= SETTINGS
