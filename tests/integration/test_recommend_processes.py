"""What one process takes in changes what another recommends within a second."""

from __future__ import annotations

import multiprocessing
import time
from datetime import UTC, datetime

from shopkeeper.shop import Event, EventItem, Localized
from small_shop import product, serve_pipe, small_shop


def test_an_event_of_one_process_changes_the_answers_of_another(tmp_path):
    front = small_shop(tmp_path / "shop")
    mugs = [product(f"mug{i}", f"Blue tea mug {i}", category=(Localized(en="Mugs"),)) for i in range(4)]
    front.put_products([*mugs, *(product(f"pen{i}", f"Red ink pen {i}", category=(Localized(en="Pens"),)) for i in range(4))])
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    other = context.Process(target=serve_pipe, args=(there, str(tmp_path / "shop")))
    other.start()
    try:
        # Given another process that recommends to a visitor of whom nothing is known
        assert not any(hit.because for hit in asked(here, k=2))
        # When this process hears that the visitor looks at a mug, and sells out another
        front.put_events([Event("e1", "view_item", datetime.now(UTC), session_id="s1", items=(EventItem("mug1"),))])
        front.put_products([product("mug2", "Blue tea mug 2", stock=0, category=(Localized(en="Mugs"),))])
        heard, found = time.monotonic(), []
        while not any(hit.because == "mug1" for hit in found) and time.monotonic() < heard + 30:
            found = asked(here, k=2)
        # Then the other follows, within a second on a machine that is not busy, and offers nothing that is sold out
        assert {hit.because for hit in found} == {"mug1"}
        assert "mug2" not in {hit.id for hit in found}
    finally:
        here.send(None)
        other.join(30)
        front.close()


def asked(pipe, **options):
    """What the other process recommends to the visitor of session s1."""
    pipe.send(("recommend", (), {"session_id": "s1", "log": False, **options}))
    return pipe.recv().hits
