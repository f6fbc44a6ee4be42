"""How much a server process takes on: so many requests of a sort at once, so many that wait, and a plain no to the others.

Whoever waits longer than it takes to lose patience only adds to what is late. Past its capacity a process therefore answers 503 with
Retry-After at once, and is itself again as soon as less is asked of it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from . import errors
from .metrics import Meter
from .traffic import WORKS, Work, work_of

PATIENCE = 1.0  # seconds that a request waits for its turn
FULL = 0.2  # seconds: a line in which one has waited, or would wait, for longer takes nobody more
LEARNS = 0.1  # what the latest wait counts beside those before
SENDING = 10.0  # seconds that a body has to come
PACE = 2  # turns that are given before others who have come are looked at
AGAIN = 1  # seconds after which to ask again
BUSY = "the server has as much to do as it can; try again in a moment"
SLOW = "the server did not come to an answer in time; try again in a moment"


@dataclass(frozen=True, slots=True)
class Room:
    """How many requests of a sort are answered `at_once`, how many `waiting`, and in how many `seconds` an answer must have begun.
    All that are answered at once fit into the 40 threads of a process, with some left for `/health`."""

    at_once: int
    waiting: int
    seconds: float


ROOMS: Mapping[Work, Room] = {
    "search": Room(8, 64, 10.0), "chat": Room(8, 32, 120.0), "write": Room(6, 64, 30.0), "bulk": Room(4, 16, 900.0),
}
THINKING = 2  # chats at once where no language model is waited for: more threads that only compute hold up each other and the event loop


def rooms(waits_for_model: bool) -> Mapping[Work, Room]:
    """Those of a server whose chats may wait for a language model, or not."""
    return ROOMS if waits_for_model else {**ROOMS, "chat": replace(ROOMS["chat"], at_once=THINKING)}


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody in a line: what tells them whether they get a turn, when they came, and how many turns they had to wait for."""

    turn: asyncio.Future[bool]
    came: float
    turns: int


@dataclass(slots=True)
class Line:
    """The requests of a sort: those inside, and those that wait, first come first served."""

    room: Room
    inside: int = 0
    queue: deque[Waiting] = field(default_factory=deque)
    calling: bool = False
    pace: float = 0.0  # seconds that a turn takes to come for those who wait, smoothed exponentially

    async def enter(self) -> bool:
        """Waits for a turn; False when the line is full, or it did not come in time. Even the first one waits until all that have
        come by now are in line: a search never lets go of the event loop, so that nobody else could be counted beside it."""
        self._forget()
        loop = asyncio.get_running_loop()
        waiting = Waiting(loop.create_future(), loop.time(), max(0, len(self.queue) + 1 + self.inside - self.room.at_once))
        if self._full(waiting):
            return False
        self.queue.append(waiting)
        patience = loop.call_later(PATIENCE, _give, waiting.turn, False)
        self._call()
        try:
            return await waiting.turn
        except asyncio.CancelledError:
            if waiting.turn.done() and not waiting.turn.cancelled() and waiting.turn.result():
                self.leave()
            raise
        finally:
            patience.cancel()

    def _full(self, one: Waiting) -> bool:
        """Whether too many wait already, or one more would wait too long: better told at once than after that. Whoever comes waits for so
        many turns at the pace of the latest (Little 1961), and no less than the first in line has waited; behind nobody it is tried."""
        if not self.queue:
            return False
        return len(self.queue) >= self.room.waiting or max(one.came - self.queue[0].came, one.turns * self.pace) > FULL

    def leave(self) -> None:
        """Gives the turn back."""
        self.inside -= 1
        self._call()

    def _call(self) -> None:
        if not self.calling:
            self.calling = True
            asyncio.get_running_loop().call_soon(self._next)

    def _next(self) -> None:
        self.calling = False
        for _ in range(PACE):
            self._forget()
            if not self.queue or self.inside >= self.room.at_once:
                return
            self._let_in(self.queue.popleft())
        if self.queue:
            self._call()

    def _let_in(self, first: Waiting) -> None:
        self.inside += _give(first.turn, True)
        if first.turns:
            waited = asyncio.get_running_loop().time() - first.came
            self.pace += LEARNS * (waited / first.turns - self.pace)

    def _forget(self) -> None:
        while self.queue and self.queue[0].turn.done():
            self.queue.popleft()


def _give(turn: asyncio.Future[bool], answer: bool) -> bool:
    """Tells one who waits; False when they have been told already, or are gone."""
    if turn.done():
        return False
    turn.set_result(answer)
    return True


class Lines:
    """The lines of a server process, shared by all the shops that it serves."""

    def __init__(self, rooms: Mapping[Work, Room] = ROOMS) -> None:
        self.of = {work: Line(rooms[work]) for work in WORKS}

    @property
    def busy(self) -> bool:
        """Whether any request is answered or waits."""
        return any(line.inside or line.queue for line in self.of.values())


class Gate:
    """Lets requests in one after the other, once the whole of what they send is here. One whose answer has not begun in time is told so;
    what works for it goes on and keeps its turn, as a thread cannot be ended: a database that hangs fills the room, and then all others
    are turned away at once."""

    def __init__(self, app: ASGIApp, lines: Lines, meter: Meter, page: errors.ErrorPage) -> None:
        self.app, self.lines, self.meter, self.page = app, lines, meter, page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        work = work_of(scope["method"], scope["path"]) if scope["type"] == "http" else None
        if work is None:
            await self.app(scope, receive, send)
            return
        if work != "bulk" and scope["method"] not in ("GET", "HEAD"):
            try:
                receive = await _whole(receive)
            except TimeoutError:
                await self._refuse(scope, receive, send, 408, "too_slow", "the body did not come in time")
                return
        line = self.lines.of[work]
        if await line.enter():
            await self._answer(line, scope, receive, Late(send))
        else:
            await self._refuse(scope, receive, send, 503, "busy", BUSY)

    async def _answer(self, line: Line, scope: Scope, receive: Receive, send: Late) -> None:
        answering = asyncio.ensure_future(self.app(scope, receive, send))
        answering.add_done_callback(lambda _: line.leave())
        send.alarm = asyncio.get_running_loop().call_later(line.room.seconds, send.give_up)
        given_up = asyncio.ensure_future(send.given_up.wait())
        await asyncio.wait({answering, given_up}, return_when=asyncio.FIRST_COMPLETED)
        given_up.cancel()
        send.alarm.cancel()
        if answering.done() and not send.given_up.is_set():  # given up, it may have ended meanwhile without having said anything
            answering.result()
            return
        answering.add_done_callback(lambda done: done.cancelled() or done.exception())
        await self._refuse(scope, receive, send.send, 503, "slow", SLOW)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, status: int, type: str, message: str) -> None:
        self.meter.turned_away()
        await errors.refusal(Request(scope), self.page, status, type, message, retry_after=AGAIN)(scope, receive, send)


class Late:
    """Sends an answer, unless it has been given up before it began."""

    def __init__(self, send: Send) -> None:
        self.send, self.given_up = send, asyncio.Event()
        self.alarm: asyncio.TimerHandle | None = None

    def give_up(self) -> None:
        """It has not begun in time."""
        self.given_up.set()

    async def __call__(self, message: Message) -> None:
        if self.given_up.is_set():
            return
        if self.alarm:
            self.alarm.cancel()
        await self.send(message)


async def _whole(receive: Receive) -> Receive:
    """`receive` after all of a body has come, and what went wrong with it, so that a slow sender takes nobody's turn."""
    came: deque[Message | HTTPException] = deque()
    async with asyncio.timeout(SENDING):
        while True:
            try:
                came.append(message := await receive())
            except HTTPException as error:
                came.append(error)
                break
            if not message.get("more_body"):
                break

    async def again() -> Message:
        if not came:
            return await receive()
        message = came.popleft()
        if isinstance(message, HTTPException):
            raise message
        return message

    return again
