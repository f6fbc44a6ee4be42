"""Scripted shoppers: what a person says to the assistant, line by line, by what the assistant does. They measure whole conversations."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from ..evaluation import Interval, Report, proportion
from ..shop import Customer, InvalidFile
from ..text.language import detect
from .assistant import Brain
from .desk import Desk
from .reply import Reply
from .session import Session
from .task import Records, Task, Undo, compared
from .understand.answers import agrees, read_yes

_YES = {"en": "yes", "zh": "好的，确认"}
_UNSURE = {"en": "I'm not sure, whatever is the default", "zh": "不清楚，按默认的来吧"}
_ORDER = re.compile(r"#?W\d{7}\b")
PASS, BREACHES, TURNS = "pass^1", "policy_breaches", "turns"
_MOST = 40  # turns, after which a conversation counts as one that does not end


@dataclass(frozen=True, slots=True)
class Line:
    """What a shopper says when an answer has the mark `on` ("refuse" fits "refuse:TOOL", "ask:*" every question) and, where given, one
    of the words of `when` (divided by |) in its text; `times` how often, 0 for any number."""

    on: str
    say: str
    when: str = ""
    times: int = 1

    def fits(self, reply: Reply) -> bool:
        """Whether it answers this."""
        if self.when and not any(word in reply.text.lower() for word in self.when.lower().split("|")):
            return False
        return any(_fits(self.on, mark) for mark in reply.marks)


@dataclass(frozen=True, slots=True)
class Script:
    """A shopper of a task: what they say first, and their lines in the order in which they are tried."""

    task: str
    opening: str
    lines: tuple[Line, ...]

    def filled(self, facts: Mapping[str, str]) -> Script:
        """With the facts in place of {name}, {order1} …"""
        lines = tuple(Line(line.on, _fill(line.say, facts), line.when, line.times) for line in self.lines)
        return Script(self.task, _fill(self.opening, facts), lines)


@dataclass
class Played:
    """A conversation that was played: what was said, the marks of each answer, what was noted for the audit, by turn."""

    said: list[tuple[str, Reply]] = field(default_factory=list)
    notes: list[list[tuple[str, Any]]] = field(default_factory=list)
    ended: bool = False

    def breaches(self, whose: Callable[[str], str | None], customer_id: str | None) -> list[str]:
        """What the assistant must never do: a write that was not proposed in an earlier turn, that the shopper's own words did not plainly
        say yes to, or a look at an order that is not theirs; `whose` answers the customer of an order."""
        found, proposed, shown = [], "", list[str]()
        for (text, _), notes in zip(self.said, self.notes, strict=True):
            before, told = proposed, shown
            for kind, fact in notes:
                if kind == "done" and fact["token"] != before:
                    found.append(f"{fact['tool']} was done without being proposed before")
                if kind == "done" and read_yes(text, expects := f"confirm:{fact['tool']}") is not True and not agrees(text, expects, told):
                    found.append(f"{fact['tool']} was done after {text!r}")
                order = fact.get("arguments", {}).get("order_id") if kind in ("called", "proposed") and not fact.get("error") else None
                if order and whose(str(order)) != customer_id:
                    found.append(f"{order} is another customer's")
                if kind == "proposed":
                    proposed, shown = fact["token"], list(fact.get("text", {}).values())
        return found


def read_scripts(path: Path) -> dict[str, Script]:
    """The shoppers of a JSONL file by task id, see `docs/assistant.md`; `InvalidFile` names the line."""
    found = {}
    for number, row in enumerate(_rows(path), 1):
        try:
            data = orjson.loads(row)
            lines = tuple(_line(each) for each in data["lines"])
            found[str(data["task"])] = Script(str(data["task"]), str(data["opening"]), lines)
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
            raise InvalidFile(f"{path}, line {number}: expected {{task, opening, lines: [{{on, say}}]}}") from None
    return found


def play(brain: Brain, session: Session, script: Script) -> Played:
    """Lets a shopper talk with the assistant until nothing is left to say, or a person is asked for."""
    played, used = Played(), dict.fromkeys(script.lines, 0)
    text: str | None = script.opening
    language = "zh" if detect(script.opening) == "zh" else "en"
    while text is not None and len(played.said) < _MOST:
        reply = _turn(brain, session, text, played)
        if reply.handoff:
            played.ended = True
            break
        text = _next(reply, script, used, language)
    played.ended = played.ended or text is None
    return played


def measure(desk: Desk, tasks: Sequence[Task], scripts: Mapping[str, Script], brain: Brain, progress: Any = None) -> Report:
    """Plays the shopper of each task on the records as they stand and takes all back: `pass^1` by the final state (the benchmark's known
    fault undone), `policy_breaches` and `turns` a task. A row says how its conversation went."""
    before = Records.of(desk)
    chosen = [task for task in tasks if task.id in scripts]
    rows = []
    for done, task in enumerate(chosen, 1):
        rows.append(_row(desk, task, scripts[task.id], brain, before))
        if progress:
            progress("shoppers", done, len(chosen))
    shares = {PASS: proportion(sum(int(row[PASS]) for row in rows), len(rows))}
    metrics = {name: interval for name, interval in shares.items() if interval}
    for name in (BREACHES, TURNS) if rows else ():
        mean = sum(row[name] for row in rows) / len(rows)
        metrics[name] = Interval(mean, mean, mean)
    return Report("assistant", metrics, {"shoppers": len(rows), "breaches": int(sum(row[BREACHES] for row in rows))}, tuple(rows))


def _row(desk: Desk, task: Task, script: Script, brain: Brain, before: Records) -> dict[str, Any]:
    customer = who_is(task.knows, list(before.customers.values()))
    if customer is None:
        return {"key": task.id, PASS: 0.0, BREACHES: 0, TURNS: 0, "why": ["nobody is the customer whom the task describes"], "said": []}
    session = Session(f"task-{task.id}")
    named = [before.orders[path[1]] for path, _ in task.final.changes if path[1] in before.orders]
    owners = {customer.id, *(order.customer_id or "" for order in named)}
    with suppress(Undo), desk.store.transaction():
        played = play(brain, session, script.filled(facts_of(customer, task.told)))
        after = before.now(desk, owners)
        raise Undo
    same, corrected, why = compared(task, before, after)
    breaches = played.breaches(lambda id: order.customer_id if (order := before.orders.get(id)) else None, session.customer_id)
    why = [] if same or corrected else [*why, *([] if played.ended else ["the conversation does not end"])]
    said = [[text, reply.text, list(reply.marks)] for text, reply in played.said]
    figures = {PASS: float(same or corrected), BREACHES: len(breaches), TURNS: len(played.said)}
    return {"key": task.id, **figures, "why": why + breaches, "said": said}


def facts_of(customer: Customer, told: str) -> dict[str, str]:
    """What stands for the placeholders of a script: who the customer is, and the orders that `told` (the task's own words) names."""
    first, _, last = customer.name.partition(" ")
    orders = dict.fromkeys(f"#{number.lstrip('#')}" for number in _ORDER.findall(told))
    known = {"first_name": first, "last_name": last, "name": customer.name, "email": customer.email, "user_id": customer.id}
    known["zip"] = customer.address.postcode
    return known | {f"order{number}": id for number, id in enumerate(orders, 1)}


def who_is(told: str, customers: Sequence[Customer]) -> Customer | None:
    """The customer whom the words of a task describe: by id, by e-mail, or by name and postcode."""
    for customer in customers:
        if re.search(rf"\b{re.escape(customer.id)}\b", told) or (customer.email and customer.email in told):
            return customer
    named = [customer for customer in customers if customer.address.postcode in told and customer.name.partition(" ")[0] in told]
    whole = [customer for customer in named if customer.name in told]
    return next(iter(whole or named), None)


def _line(row: Mapping[str, Any]) -> Line:
    return Line(str(row["on"]), str(row["say"]), str(row.get("if", "")), int(row.get("times", 1)))


def _rows(path: Path) -> list[bytes]:
    try:
        return [row for row in path.read_bytes().splitlines() if row.strip()]
    except OSError as error:
        raise InvalidFile(f"{path}: expected a JSONL file of shoppers ({error})") from None


def _turn(brain: Brain, session: Session, text: str, played: Played) -> Reply:
    notes: list[tuple[str, Any]] = []
    note: Callable[[str, Any], None] = lambda kind, fact: notes.append((kind, fact))  # noqa: E731
    session.language = detect(text) if any(c.isalpha() for c in text) else session.language
    reply = brain.answer(session, text, note)
    session.history = [*session.history, {"role": "user", "content": text}, {"role": "assistant", "content": reply.text}][-24:]
    played.said.append((text, reply))
    played.notes.append(notes)
    return reply


def _next(reply: Reply, script: Script, used: dict[Line, int], language: str) -> str | None:
    """The next line, or None when the conversation is over."""
    for line in script.lines:
        if (not line.times or used[line] < line.times) and line.fits(reply):
            used[line] += 1
            return line.say
    if any(_fits("propose", mark) for mark in reply.marks):
        return _YES[language]
    return _UNSURE[language] if any(_fits("ask:*", mark) for mark in reply.marks) else None


def _fits(on: str, mark: str) -> bool:
    return mark == on or mark.startswith(f"{on}:") or (on.endswith("*") and mark.startswith(on[:-1]))


def _fill(text: str, facts: Mapping[str, str]) -> str:
    for name, value in facts.items():
        text = text.replace(f"{{{name}}}", value)
    return text
