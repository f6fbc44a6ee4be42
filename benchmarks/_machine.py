"""What a figure was measured on, and where it is written."""

from __future__ import annotations

import json
import os
import platform
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
PACKAGES = ("shopkeeper", "tantivy", "faiss-cpu", "onnxruntime", "numpy", "rjieba", "sqlalchemy")


def data() -> Path:
    """The folder of the public data that benchmarks measure on."""
    folder = Path(os.environ.get("SHOPKEEPER_DATA") or Path(__file__).parents[2] / "shared" / "data")
    if not folder.is_dir():
        raise SystemExit(f"{folder}: no such folder; set SHOPKEEPER_DATA to the data described in docs/evaluation.md")
    return folder


def machine() -> dict[str, Any]:
    """Processor, cores, load and the versions of what matters for speed."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.processor())
    flags = next((line.split() for line in lines if line.startswith("flags")), [])
    return {
        "cpu": model,
        "instructions": [flag for flag in ("avx2", "avx512f", "avx512_vnni", "amx_int8") if flag in flags],
        "cores": os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
    }


def loop_ms() -> float:
    """The time of a fixed loop of Python: how fast this processor is at this moment. On a shared
    machine it differs between moments by a factor of two, and every other figure with it."""
    start = time.perf_counter()
    sum(range(3_000_000))
    return round((time.perf_counter() - start) * 1000, 1)


def write(name: str, command: str, result: dict[str, Any]) -> Path:
    """Writes results/<name>.json: when, with which command, on what, and the figures."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    body = {"measured": datetime.now(UTC).date().isoformat(), "command": command, "machine": machine(), **result}
    path.write_text(json.dumps(body, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return path
