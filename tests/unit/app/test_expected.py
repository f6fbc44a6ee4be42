"""What an import expected is said in Chinese as well: every sentence that the importers can say."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import shopkeeper.shop
import shopkeeper.store.importers
from shopkeeper.app.web.expected import expected, of_file, remark

IMPORTERS = Path(shopkeeper.store.importers.__file__).parent
RECORDS = [Path(shopkeeper.shop.__file__).parent / f"{name}.py" for name in
           ("product", "order", "money", "supplier", "conversation", "activity", "levels")]


def filled(node):
    """The sentences that an expression may be, with X where something is put in; none where it is a variable."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return ["".join(part.value if isinstance(part, ast.Constant) else "X" for part in node.values)]
    if isinstance(node, ast.BinOp):
        return [left + right for left in filled(node.left) for right in filled(node.right) or ["X"]]
    if isinstance(node, ast.IfExp):
        return filled(node.body) + filled(node.orelse)
    return []


def sentences():
    for path in [*IMPORTERS.glob("*.py"), *RECORDS]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "InvalidRecord" and len(node.args) > 1:
                yield from filled(node.args[1])


@pytest.mark.parametrize("said", sorted(set(sentences())))
def test_it_is_there_in_chinese(said):
    told = expected(said, "zh")
    assert told != said
    assert said.count("X") <= told.count("X")
    assert expected(said, "en") == said


def test_what_is_put_in_stays():
    assert expected("a number of 2 or more", "zh") == "不小于 2 的数字"
    taken = expected("an id that no other product's variant has (product 'p1' has it)", "zh")
    assert taken == "其他商品没有用过的规格编号（商品 'p1' 已在用）"
    assert expected("something new", "zh") == "something new"


def test_files_are_called_by_their_own_name():
    where = "/srv/shop/imports/.uploads/ab12/商品.csv"
    assert of_file(f"{where}: the file is empty", "商品.csv", "zh") == "商品.csv：文件是空的"
    assert of_file(f"{where}: the file is empty", "商品.csv", "en") == "商品.csv: the file is empty"
    row = f"{where}, row 7: price: expected a price, got 'x'"
    assert of_file(row, "商品.csv", "zh") == "商品.csv，第 7 行，price：应为价格，得到 'x'"
    none = f"{where}: none of its 3 rows could be accepted; the reasons are in /srv/rejects/商品.csv.rejects.jsonl"
    assert of_file(none, "商品.csv", "zh") == "商品.csv：3 行都无法接受；原因见 商品.csv.rejects.jsonl"


def test_remarks_are_told_in_chinese():
    assert remark("column SKU, else the title", "zh") == "列 SKU，没有时取 标题"
    assert remark("3 × events count positions from 0: they are kept from 1", "zh").startswith("3 个事件")
