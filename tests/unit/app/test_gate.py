"""What a server process takes on at once, who waits, and who is told no."""

from __future__ import annotations

import asyncio
import time

import httpx
import pytest
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse

from shopkeeper.app.api import gate
from shopkeeper.app.api.application import ROUTERS
from shopkeeper.app.api.gate import Gate, Lines, Room, rooms
from shopkeeper.app.api.metrics import Meter
from shopkeeper.app.api.traffic import WORKS, work_of
from waiting import waited

SMALL = dict.fromkeys(WORKS, Room(at_once=2, waiting=3, seconds=0.3))


def page(request, status, message):
    return PlainTextResponse(f"page {status}", status)


class Kitchen:
    """An application whose answers take as long as the address says, in the event loop or in a thread."""

    def __init__(self, rooms=SMALL):
        self.inside = self.most = 0
        self.meter, self.lines = Meter(["/v1/search"]), Lines(rooms)
        self.app = Gate(self.cook, self.lines, self.meter, page)

    async def cook(self, scope, receive, send):
        self.inside += 1
        self.most = max(self.most, self.inside)
        try:
            request = Request(scope, receive)
            seconds = float(request.query_params.get("seconds", 0))
            if "late" in request.query_params:  # the time is up, and the answer comes before anybody has looked
                time.sleep(seconds)
                for _ in range(2):
                    await asyncio.sleep(0)
            elif "thread" in request.query_params:
                await run_in_threadpool(time.sleep, seconds)
            elif "blocking" in request.query_params:
                time.sleep(seconds)
            else:
                await asyncio.sleep(seconds)
            if scope["path"] == "/v1/fails":
                raise RuntimeError("burnt")
            await JSONResponse({"read": (await request.body()).decode()})(scope, receive, send)
        finally:
            self.inside -= 1

    def asked(self, *asked, **more):
        """The answers to (path, headers) that come at once, each with the seconds it took."""
        async def all_of_them():
            async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://h", **more) as client:
                async def one(path, headers=None):
                    start = time.perf_counter()
                    answer = await client.get(path, headers=headers)
                    answer.took = time.perf_counter() - start
                    return answer

                return await asyncio.gather(*(one(*each) if isinstance(each, tuple) else one(each) for each in asked))

        return waited(all_of_them())


def statuses(answers):
    return sorted(answer.status_code for answer in answers)


def test_more_than_fit_and_wait_are_turned_away_at_once():
    kitchen = Kitchen()
    answers = kitchen.asked(*["/v1/search?seconds=0.1"] * 9)
    assert statuses(answers) == [200] * 3 + [503] * 6, "all nine came at once, so that three could wait"
    assert kitchen.most == 2
    no = next(answer for answer in answers if answer.status_code == 503)
    assert (no.headers["retry-after"], no.json()["error"]["type"]) == ("1", "busy")
    assert no.took < 0.1
    assert "shopkeeper_requests_turned_away_total 6" in kitchen.meter.text({})


def test_requests_that_block_the_event_loop_are_counted_too():
    assert statuses(Kitchen().asked(*["/v1/search?seconds=0.02&blocking"] * 9)) == [200] * 3 + [503] * 6


def test_afterwards_everybody_is_served_again():
    kitchen = Kitchen()
    kitchen.asked(*["/v1/search?seconds=0.05"] * 20)
    assert statuses(kitchen.asked(*["/v1/search"] * 3)) == [200] * 3
    assert all((line.inside, len(line.queue)) == (0, 0) for line in kitchen.lines.of.values())


def test_who_waits_too_long_is_told(monkeypatch):
    monkeypatch.setattr(gate, "PATIENCE", 0.05)
    kitchen = Kitchen()
    assert statuses(kitchen.asked("/v1/search?seconds=0.2", "/v1/search?seconds=0.2", "/v1/search")) == [200, 200, 503]
    assert statuses(kitchen.asked("/v1/search")) == [200]


def test_nobody_joins_a_line_whose_first_has_waited_long(monkeypatch):
    monkeypatch.setattr(gate, "FULL", 0.02)
    kitchen = Kitchen()

    async def scenario():
        async with httpx.AsyncClient(transport=httpx.ASGITransport(kitchen.app), base_url="http://h") as client:
            early = [asyncio.ensure_future(client.get("/v1/search?seconds=0.15")) for _ in range(3)]
            await asyncio.sleep(0.05)
            waiting = len(kitchen.lines.of["search"].queue)
            late = await client.get("/v1/search")
            return waiting, late, not early[0].done(), await asyncio.gather(*early), await client.get("/v1/search")

    waiting, late, still, early, after = waited(scenario())
    assert (waiting, late.status_code, still) == (1, 503, True), "it was told before anybody had got an answer"
    assert statuses([*early, after]) == [200] * 4


def test_nobody_joins_a_line_that_moves_too_slowly_for_them(monkeypatch):
    monkeypatch.setattr(gate, "FULL", 0.15)
    kitchen = Kitchen(dict.fromkeys(WORKS, Room(at_once=2, waiting=9, seconds=1.0)))
    assert statuses(kitchen.asked(*["/v1/search?seconds=0.2"] * 5)) == [200] * 5, "three wait until it is known how slow it goes"
    kitchen.lines.of["search"].pace = 0.1
    answers = kitchen.asked(*["/v1/search?seconds=0.2"] * 5)
    assert statuses(answers) == [200] * 3 + [503] * 2, "two have room, one waits for a turn, a second turn would come too late"
    assert all(answer.took < 0.1 for answer in answers if answer.status_code == 503), "told at once, though the first had only just come"


def test_the_pace_of_a_line_is_learnt_from_those_who_waited():
    kitchen = Kitchen()
    line = kitchen.lines.of["search"]
    kitchen.asked(*["/v1/search?seconds=0.05"] * 2)
    assert line.pace == 0.0, "nobody waited"
    for _ in range(20):
        kitchen.asked(*["/v1/search?seconds=0.05"] * 3)
    slow = line.pace
    assert slow > 0.04
    for _ in range(20):
        assert statuses(kitchen.asked(*["/v1/search"] * 3)) == [200] * 3
    assert line.pace < slow / 2, "it moves again, and takes everybody again"


def test_fewer_chats_at_once_where_no_language_model_is_waited_for():
    with_model, without = rooms(waits_for_model=True), rooms(waits_for_model=False)
    assert (with_model["chat"].at_once, without["chat"].at_once) == (8, 2)
    assert {work: with_model[work] for work in WORKS if work != "chat"} == {work: without[work] for work in WORKS if work != "chat"}


def test_an_answer_that_comes_just_after_its_time_is_said_to_be_late_and_not_left_out():
    assert statuses(Kitchen().asked("/v1/search?seconds=0.35&late")) == [503]


def test_one_sort_of_work_does_not_hold_up_another_and_health_is_never_held_up():
    kitchen = Kitchen()
    answers = kitchen.asked(*["/console/customers?seconds=0.1"] * 9, "/v1/search", "/health", "/metrics", "/static/shop.js")
    assert [answer.status_code for answer in answers[-4:]] == [200] * 4


def test_an_answer_that_does_not_come_is_said_to_be_late_and_keeps_its_turn_while_a_thread_works_for_it():
    kitchen = Kitchen()

    async def scenario():
        async with httpx.AsyncClient(transport=httpx.ASGITransport(kitchen.app), base_url="http://h") as client:
            stuck = await asyncio.gather(*(client.get("/v1/search?seconds=0.8&thread") for _ in range(2)))
            inside = kitchen.lines.of["search"].inside
            await asyncio.sleep(0.7)
            return stuck, inside, await client.get("/v1/search")

    stuck, inside, after = waited(scenario())
    assert [(answer.status_code, answer.json()["error"]["type"]) for answer in stuck] == [(503, "slow")] * 2
    assert (inside, after.status_code) == (2, 200)


def test_a_person_gets_a_page():
    answers = Kitchen().asked(*[("/?seconds=0.05", {"accept": "text/html"})] * 9)
    assert {answer.text for answer in answers if answer.status_code == 503} == {"page 503"}
    assert {answer.headers["retry-after"] for answer in answers if answer.status_code == 503} == {"1"}


def test_an_error_gives_the_turn_back():
    kitchen = Kitchen()
    for _ in range(5):
        with pytest.raises(RuntimeError, match="burnt"):
            kitchen.asked("/v1/fails")
    assert kitchen.lines.of["search"].inside == 0


def test_a_body_is_whole_before_it_takes_a_turn(monkeypatch):
    monkeypatch.setattr(gate, "SENDING", 0.1)
    kitchen = Kitchen()

    async def slow():
        yield b"{"
        assert kitchen.lines.of["write"].inside == 0
        await asyncio.sleep(0.3)

    async def in_parts():
        yield b'{"a"'
        yield b":1}"

    async def scenario():
        async with httpx.AsyncClient(transport=httpx.ASGITransport(kitchen.app), base_url="http://h") as client:
            return await client.post("/v1/events", content=slow()), await client.post("/v1/events", content=in_parts())

    late, whole = waited(scenario())
    assert (late.status_code, late.json()["error"]["type"]) == (408, "too_slow")
    assert whole.json() == {"read": '{"a":1}'}


@pytest.mark.parametrize(("method", "path", "work"), [
    ("GET", "/", "search"), ("GET", "/v1/search", "search"), ("POST", "/v1/search", "search"), ("POST", "/v1/recommend", "search"),
    ("GET", "/p/1", "search"), ("POST", "/v1/chat", "chat"), ("GET", "/v1/chat/x", "search"), ("POST", "/mcp", "chat"),
    ("POST", "/v1/chat/completions", "chat"), ("POST", "/v1/events", "write"), ("PUT", "/v1/events", "bulk"),
    ("POST", "/basket/add", "write"),
    ("PUT", "/v1/products", "bulk"), ("PUT", "/v1/products/1", "write"), ("PUT", "/v1/stock", "bulk"), ("GET", "/console/demand", "bulk"),
    ("GET", "/v1/customers", "search"), ("GET", "/v1/customers/funnel", "bulk"), ("POST", "/v1/write", "bulk"), ("GET", "/health", None),
    ("GET", "/static/shop.js", None), ("DELETE", "/v1/carts/1", "write"),
])
def test_the_sort_of_work_of_a_request(method, path, work):
    assert work_of(method, path) == work


def test_only_what_is_cheap_is_never_held_up():
    free = {route.path for router in ROUTERS for route in router.routes if work_of("GET", getattr(route, "path", "/")) is None}
    assert free == {"/health", "/metrics", "/version", "/favicon.ico", "/widget.js"}
