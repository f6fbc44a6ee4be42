"""Who did it: customers by their account, visitors by their session, tied together where one event names both."""

from __future__ import annotations


class People:
    """Gives customers and sessions numbers of users. One thread writes, any may ask."""

    def __init__(self) -> None:
        self._customers: dict[str, int] = {}
        self._sessions: dict[str, int] = {}
        self._accounts: set[int] = set()
        self._merged: dict[int, int] = {}
        self._n = 0

    def __len__(self) -> int:
        return self._n

    def known(self, customer: str | None, session: str | None) -> list[int]:
        """The users that are meant: of a customer, of a session, or of both where the session is not known to be the customer's."""
        found = [self._customers.get(customer or ""), self._sessions.get(session or "")]
        return list(dict.fromkeys(self.now(user) for user in found if user is not None))

    def nobody(self) -> int:
        """A user of whom nothing else is known, such as the buyer of an order without an account."""
        self._n += 1
        return self._n - 1

    def customer(self, id: str) -> int:
        """The user of a customer."""
        if id not in self._customers:
            self._customers[id] = self.nobody()
            self._accounts.add(self._customers[id])
        return self._customers[id]

    def session(self, id: str) -> int:
        """The user of a session."""
        if id not in self._sessions:
            self._sessions[id] = self.nobody()
        return self.now(self._sessions[id])

    def has_account(self, user: int) -> bool:
        """Whether a user is a customer."""
        return user in self._accounts

    def tie(self, session: str, user: int) -> int | None:
        """The session is this user's from now on. The visitor who it was until then is merged into the user and answered; None when
        there was none, or they have an account of their own (a device that two people share)."""
        before, self._sessions[session] = self._sessions.get(session), user
        if before is None or before == user or before in self._accounts:
            return None
        self._merged[before] = user
        return before

    def now(self, user: int) -> int:
        """Who a user turned out to be; most are who they were."""
        while user in self._merged:
            user = self._merged[user]
        return user

    def forget(self, customer: str) -> int | None:
        """Forgets a customer and the sessions that are theirs; the user they were, None when nothing was known."""
        user = self._customers.pop(customer, None)
        if user is not None:
            self._sessions = {id: of for id, of in self._sessions.items() if of != user}
        return user
