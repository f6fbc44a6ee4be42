"""What the dialogue keeps in mind between two turns: what is wanted, what was asked, what was said already."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Self

from ..session import Session

NAME = "dialogue"


@dataclass
class Piece:
    """A line of an order that something shall be done with: its number in the order, how many of it (0: all), what is wanted in its place in
    the shopper's own words, and the id of the variant that was chosen."""

    number: int
    quantity: int = 0
    texts: list[str] = field(default_factory=list)
    chosen: str = ""
    settled: bool = False


@dataclass
class Job:
    """One thing to do: `do` is cancel, return, swap, address, account_address, payment or ask. It concerns one order (`order`) as soon as it is
    known which; until then `text` is what the shopper said, `guess` the lines or orders that it may mean. `pay` are the ways to pay that
    were named, liked best first. `now`: what was asked or shown last is about it. `otherwise` is what is wanted when it is not possible. `state` is open, done, refused or dropped."""

    do: str
    text: str = ""
    order: str = ""
    pieces: list[Piece] = field(default_factory=list)
    pay: list[dict[str, Any]] = field(default_factory=list)
    reason: str = ""
    address: dict[str, str] | None = None
    otherwise: str = ""
    verb: str = ""
    topic: str = ""
    whole: bool = False
    method: str = ""
    asked: list[str] = field(default_factory=list)
    state: str = "open"
    guess: list[Any] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    now: bool = False

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        """As it was kept."""
        return cls(**{**row, "pieces": [Piece(**piece) for piece in row["pieces"]]})


@dataclass
class State:
    """The dialogue. `heard` are messages that wait until it is known who speaks; `expects` is what was asked last (as in `Action.about`, or "yes");
    `offered` are the choices that were shown then, in their order; `before` is the account's address before this conversation changed it; `told` the version of a product whose price was told last (product, variant, amount, currency); `place` the order that was told to have gone to the new home; `focus` are the orders and `lines` the lines (order, number) spoken of last."""

    jobs: list[Job] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    expects: str = ""
    offered: list[str] = field(default_factory=list)
    focus: list[str] = field(default_factory=list)
    lines: list[list[Any]] = field(default_factory=list)
    done: list[dict[str, Any]] = field(default_factory=list)
    identity: dict[str, str] = field(default_factory=dict)
    tries: int = 0
    sorry: bool = False
    language: str = ""
    last: list[str] = field(default_factory=list)
    before: dict[str, str] | None = None
    place: str = ""
    told: dict[str, Any] | None = None
    used: dict[str, int] = field(default_factory=dict)

    @property
    def open(self) -> list[Job]:
        """What is left to do, in its order."""
        return [job for job in self.jobs if job.state == "open"]

    @property
    def current(self) -> Job | None:
        """What was asked or shown last is about this; None when that was nothing to be done."""
        acts = [job for job in self.open if job.do != "ask"]
        return next((job for job in acts if job.now), acts[0] if acts else None)

    @classmethod
    def read(cls, session: Session) -> Self:
        """The state as the session has it."""
        row = dict(session.memory.get(NAME, {}))
        return cls(**{**row, "jobs": [Job.of(job) for job in row.get("jobs", ())]})

    def keep(self, session: Session) -> None:
        """Puts the state into the session."""
        session.memory[NAME] = asdict(self)
