"""Requests made up from the description of the API, to a real server: one for each operation, or 60 with `SHOPKEEPER_SOAK`, 10,000 in
all, of which benchmarks/results/api_fuzz.json tells."""

from __future__ import annotations

import json
import os
import platform
import socket
import threading
import time
from pathlib import Path

import pytest
import uvicorn

from fuzz_api import fuzz
from integration.hostile import furnish
from shopkeeper.app.api import create_app
from small_shop import small_shop

RESULTS = Path(__file__).parents[2] / "benchmarks" / "results" / "api_fuzz.json"
SEED = 1


@pytest.fixture
def server(tmp_path):
    """The address of a server of a small shop with customers and orders."""
    shop = small_shop(tmp_path)
    furnish(shop)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        running = uvicorn.Server(uvicorn.Config(create_app(shop), log_level="error"))
        thread = threading.Thread(target=running.run, args=([listener],), daemon=True)
        thread.start()
        while not running.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        running.should_exit = True
        thread.join(20)
    shop.close()


def test_every_answer_is_one_that_the_description_tells_of(server):
    whole = "SHOPKEEPER_SOAK" in os.environ
    found = fuzz(server, SEED, 60 if whole else 1)
    assert found["failures"] == {}
    assert found["operations"] > 150
    assert {"200", "404", "422"} <= set(found["statuses"])
    if whole:
        found["machine"] = f"{os.cpu_count()} cores, {platform.machine()}, Linux, Python {platform.python_version()}"
        RESULTS.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")
