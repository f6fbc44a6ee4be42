"""Arithmetic, and a person to talk to."""

from __future__ import annotations

import ast
import operator
from fractions import Fraction

from ...shop import Localized
from ..desk import Desk
from ..session import Session, Status
from .tool import ToolError, tool

_OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
_LONGEST = 300  # characters of an expression


@tool(identity=False)
def calculate(desk: Desk, session: Session, expression: str) -> str:
    """Calculate the result of a mathematical expression of numbers, + - * / and brackets, to two decimals.

    expression: such as '2 + 2'"""
    try:
        if len(expression) > _LONGEST:
            raise ValueError
        return str(float(round(_value(ast.parse(expression.strip(), mode="eval").body), 2)))
    except (SyntaxError, ValueError, ArithmeticError, RecursionError):
        raise ToolError("bad_arguments", Localized(
            "expression：应为由数字、加减乘除和括号组成的算式", "expression: expected numbers, + - * / and brackets")) from None


@tool(identity=False)
def transfer_to_human_agents(desk: Desk, session: Session, summary: str) -> str:
    """Transfer the user to a human agent, with a summary of the user's issue. Only transfer if the user explicitly asks for a human agent,
    or if the issue cannot be solved given the policy and the available tools.

    summary: a summary of the user's issue"""
    session.status, session.handoff = Status.WAITING, {"reason": "asked", "summary": summary, "at": desk.now().isoformat()}
    return "Transfer successful"


def _value(node: ast.expr) -> Fraction:
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return Fraction(str(node.value))
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        result: Fraction = _OPERATORS[type(node.op)](_value(node.left), _value(node.right))
        return result
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        return -_value(node.operand) if isinstance(node.op, ast.USub) else _value(node.operand)
    raise ValueError
