"""A brain of ten lines: says what it heard, and to whom."""

from __future__ import annotations

from shopkeeper.assistant.reply import Act, Action, Reply
from shopkeeper.shop import InvalidQuery


class EchoBrain:
    """Says again what it hears; "who" is answered with the customer, "break" breaks, "buy" proposes something."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def answer(self, session, text, note):
        self.heard.append(text)
        note("called", {"tool": "get_order_details", "arguments": {"order_id": "#W1"}, "result": "private"})
        if text == "break":
            raise RuntimeError("a secret of the server")
        if text == "refuse":
            raise InvalidQuery("this cannot be answered")
        said = f"{session.customer_id}" if text == "who" else f"Heard: {text}. Anything else?"
        action = Action(Act.PROPOSE, "cancel_pending_order", {"text": said}) if text == "buy" else Action(Act.IDLE)
        return Reply(said, session.language, (action,))
