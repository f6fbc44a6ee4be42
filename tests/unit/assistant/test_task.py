"""`evaluate assistant`, on tasks of our own over the sample of the benchmark's format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from shopkeeper.app.cli.main import app
from shopkeeper.shop import InvalidFile

SAMPLE = Path(__file__).parents[2] / "samples" / "tau2" / "db.json"
LENA = {"name": "find_user_id_by_email", "arguments": {"email": "lena@example.com"}}
JACKETS = {"name": "Rain Jacket", "product_id": "7001"}
NAVY = {**JACKETS, "item_id": "83", "price": 85.0, "options": {"color": "navy", "size": "M"}}
YELLOW = {**JACKETS, "item_id": "81", "price": 89.5, "options": {"color": "yellow", "size": "M"}}


def order(id: str, *path: str) -> list[str]:
    return ["orders", id, *path]


RETURN = {"name": "return_delivered_order_items", "arguments": {
    "order_id": "#A1", "item_ids": ["91", "81"], "payment_method_id": "gift_88"}}  # fmt: skip
RETURNED = [
    {"path": order("#A1", "status"), "value": "return requested"}, {"path": order("#A1", "return_items"), "value": ["81", "91"]},
    {"path": order("#A1", "return_payment_method_id"), "value": "gift_88"},
]  # fmt: skip
TASKS: dict[str, tuple[list[dict[str, Any]], dict[str, Any]]] = {
    "said": ([LENA, RETURN], {"changes": RETURNED}),
    "unsaid": ([RETURN], {"changes": RETURNED}),
    "wrong": ([LENA, RETURN], {"changes": RETURNED[:1]}),
    "late": ([LENA, {"name": "cancel_pending_order", "arguments": {"order_id": "#A1", "reason": "no longer needed"}}],
             {"changes": [{"path": order("#A1", "status"), "value": "cancelled"}]}),
    "fails there": ([{"name": "get_order_details", "arguments": {"order_id": "#X"}}, RETURN],
                    {"changes": RETURNED, "actions_that_fail": [["get_order_details", "Order not found"]]}),
    "not scored": ([LENA], {}),
}  # fmt: skip


def files(folder: Path, tasks: dict[str, tuple[list[dict[str, Any]], dict[str, Any]]], db: Any = None) -> list[str]:
    listed = [{"id": id, "evaluation_criteria": {"actions": actions}} for id, (actions, _) in tasks.items()]
    finals = {id: final for id, (_, final) in tasks.items() if final}
    for name, data in (("tasks.json", listed), ("final.json", finals), ("db.json", db or json.loads(SAMPLE.read_bytes()))):
        (folder / name).write_text(json.dumps(data), "utf-8")
    return ["evaluate", "assistant", "--data", f"{folder}/tasks.json", "--db", f"{folder}/db.json", "--final", f"{folder}/final.json"]


def test_each_task_begins_anew_and_every_difference_is_explained(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, [*files(tmp_path, TASKS), "--json", "--gate", "replay^1>=0.6", "--save", f"{tmp_path}/report.json"])
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["metrics"]["replay^1"]["value"] == found["metrics"]["replay^1_corrected"]["value"] == 0.6
    assert found["counts"] == {"tasks": 5, "actions": 9, "writes": 4, "actions refused by the policy": 1}
    assert list(found["differing"]) == ["wrong", "late"]
    assert 'orders #A1 return_items: expected null, got ["81","91"]' in found["differing"]["wrong"]
    assert found["differing"]["late"][-1].startswith("the rule pending refuses cancel_pending_order: Order #A1 is delivered")
    rows = {row["key"]: row for row in json.loads((tmp_path / "report.json").read_bytes())["rows"]}
    assert rows["late"]["refused"] == ["pending"]
    failed = CliRunner().invoke(app, [*files(tmp_path, TASKS), "--gate", "replay^1>=0.9"])
    assert failed.exit_code == 1
    assert "task late ends otherwise: orders #A1 status: expected \"cancelled\", got \"delivered\"" in failed.stdout


def test_the_benchmarks_fault_is_told_apart(tmp_path: Path) -> None:
    db = json.loads(SAMPLE.read_bytes())
    cup = {"name": "保温杯", "product_id": "7002", "item_id": "91", "price": 19.99, "options": {"颜色": "白色"}}
    black = {**cup, "item_id": "92", "price": 21.0, "options": {"颜色": "黑色"}}
    db["products"]["7002"]["variants"]["92"] = {"item_id": "92", "available": True, "price": 21.0, "options": {"颜色": "黑色"}}
    db["orders"]["#B2"] |= {"status": "pending", "items": [NAVY, cup],
                            "payment_history": [{"transaction_type": "payment", "amount": 104.99, "payment_method_id": "card_77"}]}
    swap = {"name": "modify_pending_order_items", "arguments": {
        "order_id": "#B2", "item_ids": ["83", "91"], "new_item_ids": ["81", "92"], "payment_method_id": "gift_88"}}
    faulty = {**YELLOW, "price": 21.0, "options": {"颜色": "黑色"}}
    more = {"transaction_type": "payment", "amount": 5.5100000001, "payment_method_id": "gift_88"}
    paid = [*db["orders"]["#B2"]["payment_history"], more]
    changes = [{"path": order("#B2", "items"), "value": [faulty, black]}, {"path": order("#B2", "payment_history"), "value": paid},
               {"path": order("#B2", "status"), "value": "pending (item modified)"},
               {"path": ["users", "lena_vogel_1", "payment_methods", "gift_88", "balance"], "value": 6.79}]  # fmt: skip
    result = CliRunner().invoke(app, [*files(tmp_path, {"7": ([LENA, swap], {"changes": changes})}, db), "--json"])
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert (found["metrics"]["replay^1"]["value"], found["metrics"]["replay^1_corrected"]["value"]) == (0, 1)
    first, *lines = found["differing"]["7"]
    assert first.startswith("the benchmark gives every changed item")
    assert lines[0] == "orders #B2 items 1 price: expected 21.0, got 89.5"


@pytest.mark.parametrize(("name", "content", "said"), [
    ("tasks.json", "{}", "tasks.json: expected a list of tasks"), ("tasks.json", "[", "tasks.json: expected JSON"),
    ("final.json", "[]", "final.json: expected an object of final states by task id"),
    ("final.json", "{}", "final.json: expected final states by the ids of the tasks"),
    ("final.json", '{"said": {"changes": [{"path": ["shelves", "x", "y"], "value": 1}]}}', "final.json, task said: expected changes"),
    ("tasks.json", '[{"id": "said"}]', "tasks.json, task 1: expected evaluation_criteria.actions"),
    ("db.json", '[{"id": 1}]', "db.json: expected the database of tau2-bench's retail domain"),
])  # fmt: skip
def test_a_wrong_file_is_named(tmp_path: Path, name: str, content: str, said: str) -> None:
    command = files(tmp_path, TASKS)
    (tmp_path / name).write_text(content, "utf-8")
    error = CliRunner().invoke(app, command).exception
    assert isinstance(error, InvalidFile)
    assert said in str(error)
