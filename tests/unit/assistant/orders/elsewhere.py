"""Anna's orders live in another system: what the tests of asking it stand on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from shopkeeper.assistant.desk import Desk
from shopkeeper.assistant.orders.http import HttpOrders
from shopkeeper.assistant.orders.remote import Remote, RemoteOrders
from shopkeeper.assistant.orders.sender import Sender
from shopkeeper.assistant.proposals import Receipt, confirm
from shopkeeper.assistant.session import Session
from shopkeeper.assistant.tools.toolbox import Toolbox
from shopkeeper.shop import OrderRequest
from shopkeeper.store import Store
from small_service import NOW, Notes, annas, desk_of

SECRET = "a secret of the shop"
CANCEL = {"order_id": "#1", "reason": "no longer needed"}
HOUR = timedelta(hours=1)


@dataclass
class Elsewhere:
    """A desk whose order system is at `url`, a clock, and who sends."""

    store: Store
    url: str = ""
    make: Callable[[str, Callable[[], datetime]], Remote] | None = None
    now: datetime = NOW
    session: Session = field(default_factory=annas)

    @property
    def remote(self) -> Remote:
        made = self.make or (lambda url, clock: HttpOrders(url, SECRET, clock))
        return made(self.url, self.clock)

    def clock(self) -> datetime:
        return self.now

    @property
    def desk(self) -> Desk:
        return desk_of(self.store, now=self.clock, orders=RemoteOrders(self.store, self.remote, self.clock))

    def ask(self, tool: str = "cancel_pending_order", **arguments: Any) -> Receipt:
        """Anna wishes for something, sees it and says yes."""
        desk = self.desk
        Toolbox(desk, self.session, Notes()).call(tool, arguments or CANCEL)
        self.store.dialogues.put(self.session.kept(self.now))
        return confirm(desk, self.session, Notes())

    def send(self, after: timedelta = timedelta(0)) -> int:
        self.now += after
        return Sender(self.store, self.remote, self.clock).send()

    def request(self, order_id: str = "#1") -> OrderRequest:
        return self.store.orders.get(order_id).requests[-1]

    def told(self) -> list[str]:
        """What waits for Anna in the conversation."""
        return [entry.data["text"] for entry in self.store.audit.of("s1") if entry.kind == "told"]
