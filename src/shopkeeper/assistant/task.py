"""`evaluate assistant`: what the assistant makes of a shop's records, against the states that tau2-bench's retail tasks should end in.

Gold replay: the actions that a task expects run through the tools, each write proposed, confirmed and read back under the policy as code.
The benchmark's own `modify_pending_order_items` gives every changed item the price and the options of the last one; `replay^1_corrected`
compares with its states after each item has got its own back."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import orjson

from ..evaluation import Report, proportion
from ..shop import Customer, InvalidFile, Order, Product
from ..shop.policy import Refused
from ..store.exporters import tau2
from ..store.protocol import Table
from .desk import Desk
from .proposals import Proposal, confirm
from .session import Session
from .tools.tool import ToolError
from .tools.toolbox import Toolbox

Json = dict[str, Any]
R = TypeVar("R", Order, Customer, Product)
REPLAY, CORRECTED = "replay^1", "replay^1_corrected"
_SWAP = "modify_pending_order_items"
_FINDS = ("find_user_id_by_email", "find_user_id_by_name_zip")
_FAULT = "the benchmark gives every changed item the price and options of the last one"


@dataclass(frozen=True, slots=True)
class Action:
    """A call that a task expects."""

    name: str
    arguments: Json


@dataclass(frozen=True, slots=True)
class Final:
    """The state that a task should end in: paths (`orders`, id, field …) with their new values, and the names of calls that fail there."""

    changes: tuple[tuple[tuple[str, ...], Any], ...]
    failing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """A task of the benchmark: its actions and final state, what its shopper `knows` of themselves and was `told` to want."""

    id: str
    actions: tuple[Action, ...]
    final: Final
    knows: str = ""
    told: str = ""


def read_tasks(tasks: Path, finals: Path) -> list[Task]:
    """The tasks of a `tasks.json` that a file of final states knows. `InvalidFile` names the file and what is missing in it."""
    states, listed = _json(finals, dict), _json(tasks, list)
    found = [_task(tasks, finals, place, each, states) for place, each in enumerate(listed) if str(each.get("id")) in states]
    if not found:
        raise InvalidFile(f"{finals}: expected final states by the ids of the tasks in {tasks}; none of them is there")
    return found


def measure(desk: Desk, tasks: Sequence[Task], progress: Any = None) -> Report:
    """Runs the actions of each task on the records as they stand and takes them back: `replay^1`, `replay^1_corrected`. A row's `why`
    explains what differs, its `refused` names the rules that refused an action."""
    before = Records.of(desk)
    rows = []
    for done, task in enumerate(tasks, 1):
        rows.append(_row(desk, task, before))
        if progress:
            progress("tasks", done, len(tasks))
    metrics = {name: proportion(sum(int(row[name]) for row in rows), len(rows)) for name in (REPLAY, CORRECTED)}
    actions = sum(len(task.actions) for task in tasks)
    counts = {"tasks": len(tasks), "actions": actions, "writes": sum(row["writes"] for row in rows),
              "actions refused by the policy": sum(len(row["refused"]) for row in rows)}  # fmt: skip
    return Report("assistant", {name: value for name, value in metrics.items() if value}, counts, tuple(rows))


def differing(report: Report) -> dict[str, list[str]]:
    """By task id, why its final state is not the benchmark's."""
    return {row["key"]: row["why"] for row in report.rows if not row[REPLAY]}


class Undo(Exception):
    """Takes a transaction back."""


@dataclass(frozen=True, slots=True)
class Records:
    """Orders and customers by id, and the products."""

    orders: Mapping[str, Order]
    customers: Mapping[str, Customer]
    products: Mapping[str, Product]

    @classmethod
    def of(cls, desk: Desk) -> Records:
        """All there are."""
        store = desk.store
        return cls(_by_id(store.orders), _by_id(store.customers), _by_id(store.products))

    def now(self, desk: Desk, customer_ids: set[str]) -> Records:
        """Those of some customers, and of no others, as they are now."""
        orders = [id for id, order in self.orders.items() if order.customer_id in customer_ids]
        return Records(
            {**self.orders, **desk.store.orders.get_many(orders)}, {**self.customers, **desk.store.customers.get_many(list(customer_ids))},
            self.products)

    def state(self, kind: str, id: str) -> Json:
        """An order or a user as the benchmark's database has it."""
        if kind == "orders":
            return _cents(tau2.order_json(self.orders[id], self.products)) if id in self.orders else {}
        return _cents(tau2.user_json(self.customers[id], [])) if id in self.customers else {}

    def changed(self, after: Records) -> Iterator[tuple[str, str]]:
        """What is another in `after`, by kind and id."""
        for kind, then, now in (("orders", self.orders, after.orders), ("users", self.customers, after.customers)):
            yield from ((kind, id) for id in {*then, *now} if then.get(id) != now.get(id))


def _row(desk: Desk, task: Task, before: Records) -> Json:
    runs = _Run(desk, task, before)
    same, corrected, why = compared(task, before, runs.go())
    why = [] if same else ([f"{_FAULT}:"] if corrected else []) + why + runs.notes
    return {"key": task.id, REPLAY: float(same), CORRECTED: float(corrected), "writes": runs.writes, "refused": runs.refused, "why": why}


def compared(task: Task, before: Records, after: Records) -> tuple[bool, bool, list[str]]:
    """Whether the records are in the task's final state, whether they are with the benchmark's fault undone, and where they differ."""
    touched = sorted({*before.changed(after), *((path[0], path[1]) for path, _ in task.final.changes)})
    ours = {place: after.state(*place) for place in touched}
    theirs = {place: before.state(*place) for place in touched}
    for path, value in task.final.changes:
        _put(theirs[path[0], path[1]], path[2:], _cents(value))
    same, corrected = ours == theirs, ours == _corrected(task, theirs, before.products)
    return same, corrected, [line for kind, id in touched for line in _differences(theirs[kind, id], ours[kind, id], f"{kind} {id}")]


class _Run:
    """The actions of one task in one conversation, on records that are as before afterwards."""

    def __init__(self, desk: Desk, task: Task, before: Records) -> None:
        self._desk, self._task, self._before = desk, task, before
        self._session = Session(f"task-{task.id}")
        self.notes: list[str] = []
        self.refused: list[str] = []
        self.writes = 0

    def go(self) -> Records:
        """The records after the actions."""
        after = self._before
        try:
            with self._desk.store.transaction():
                self._introduce()
                for action in self._task.actions:
                    self._act(action)
                after = self._before.now(self._desk, self._customers())
                raise Undo
        except Undo:
            return after

    def _introduce(self) -> None:
        """Who does not say it in the actions says it first: the email address of the user whose records they are about."""
        if any(action.name in _FINDS for action in self._task.actions):
            return
        ids = [str(action.arguments.get("user_id") or "") for action in self._task.actions]
        ids += [order.customer_id or "" for a in self._task.actions if (order := self._before.orders.get(str(a.arguments.get("order_id"))))]
        owner = next((self._before.customers[id] for id in ids if id in self._before.customers), None)
        if owner:
            self._call(Action("find_user_id_by_email", {"email": owner.email}))

    def _customers(self) -> set[str]:
        """Whom the conversation is with, and whose records the actions or the final state name."""
        named = {str(action.arguments.get("order_id")) for action in self._task.actions}
        named |= {path[1] for path, _ in self._task.final.changes}
        owners = {self._before.orders[id].customer_id or "" for id in named if id in self._before.orders}
        return owners | {self._session.customer_id or ""} | (named & set(self._before.customers))

    def _act(self, action: Action) -> None:
        try:
            self._call(action)
            failed = ""
        except Refused as refused:
            failed = f"the rule {refused.rule} refuses {action.name}: {refused}"
            if action.name not in self._task.final.failing:
                self.refused.append(refused.rule)
        except ToolError as error:
            failed = f"{action.name}: {error}"
        if failed and action.name not in self._task.final.failing:
            self.notes.append(failed)

    def _call(self, action: Action) -> None:
        answer = Toolbox(self._desk, self._session, _unheard).call(action.name, action.arguments)
        if isinstance(answer, Proposal):
            confirm(self._desk, self._session, _unheard)
            self.writes += 1


def _by_id(table: Table[R]) -> dict[str, R]:
    return {each.id: each for each in table.all()}


def _unheard(kind: str, fact: Any) -> None:
    """No audit: nothing of it stays."""


def _corrected(task: Task, states: Mapping[tuple[str, str], Json], products: Mapping[str, Product]) -> dict[tuple[str, str], Json]:
    """The final states without the benchmark's fault."""
    right = copy.deepcopy(dict(states))
    for action in task.actions:
        state = right.get(("orders", str(action.arguments.get("order_id"))), {})
        if action.name != _SWAP or action.name in task.final.failing:
            continue
        for item in state.get("items", ()):
            product = products.get(item["product_id"])
            variant = next((v for v in product.variants if v.id == item["item_id"]), None) if product else None
            if product and variant and variant.id in action.arguments["new_item_ids"]:
                item |= {"price": tau2.major(variant.price), "options": tau2.options_json(product, variant.id)}
    return right


def _differences(expected: Any, got: Any, path: str = "") -> Iterator[str]:
    """Where two values differ, as deep as they are alike."""
    if isinstance(expected, dict) and isinstance(got, dict):
        for name in dict.fromkeys([*expected, *got]):
            yield from _differences(expected.get(name), got.get(name), f"{path} {name}".strip())
    elif isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        for place, (theirs, ours) in enumerate(zip(expected, got, strict=True), 1):
            yield from _differences(theirs, ours, f"{path} {place}")
    elif expected != got:
        yield f"{path}: expected {orjson.dumps(expected).decode()}, got {orjson.dumps(got).decode()}"


def _put(state: Json, path: Sequence[str], value: Any) -> None:
    for name in path[:-1]:
        state = state.setdefault(name, {})
    state[path[-1]] = value


def _cents(value: Any) -> Any:
    """The value with its amounts to the cent."""
    if isinstance(value, dict):
        return {name: _cents(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_cents(each) for each in value]
    return round(value, 2) if isinstance(value, float) else value


def _task(tasks: Path, finals: Path, place: int, data: Any, states: Mapping[str, Any]) -> Task:
    try:
        actions = tuple(Action(str(a["name"]), dict(a["arguments"])) for a in data["evaluation_criteria"]["actions"] or ())
    except (KeyError, TypeError, ValueError):
        raise InvalidFile(f"{tasks}, task {place + 1}: expected evaluation_criteria.actions, each with name and arguments") from None
    try:
        state = states[str(data["id"])]
        changes = tuple((tuple(map(str, change["path"])), change["value"]) for change in state["changes"])
        failing = tuple(str(name) for name, _ in state.get("actions_that_fail", ()))
        if any(len(path) < 3 or path[0] not in ("orders", "users") for path, _ in changes):
            raise ValueError
    except (KeyError, TypeError, ValueError):
        wanted = "changes, each with a path (orders or users, id, field …) and a value"
        raise InvalidFile(f"{finals}, task {data['id']}: expected {wanted}") from None
    said = (data.get("user_scenario") or {}).get("instructions") or {}
    told = " ".join(str(said[name]) for name in ("reason_for_call", "task_instructions") if said.get(name))
    return Task(str(data["id"]), actions, Final(changes, failing), str(said.get("known_info") or ""), told)


def _json(path: Path, kind: type) -> Any:
    try:
        found = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise InvalidFile(f"{path}: expected JSON ({error})") from None
    if not isinstance(found, kind):
        raise InvalidFile(f"{path}: expected {'a list of tasks' if kind is list else 'an object of final states by task id'}")
    return found


