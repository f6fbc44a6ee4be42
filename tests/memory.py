"""How much memory this process held at most."""

from __future__ import annotations

import re
from pathlib import Path


def peak_mb() -> int:
    """The largest resident size since this program began: what `ru_maxrss` tells may be that of the process that started it."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    assert found
    return int(found[1]) >> 10
