"""What the program itself says in a conversation that a language model leads."""

from __future__ import annotations

import re

from ...shop import Localized

WAITS = Localized("{what}\n\n请确认是否这样办理（回复“确认”或“不用”）。", "{what}\n\nShall I go ahead? Please answer yes or no.")
STILL = Localized("还等您确认的是：{what}\n请回复“确认”或“不用”。", "Still waiting for your yes or no: {what}")
CHANGED = Localized("刚才的情况有变化，现在是这样：", "Something has changed meanwhile; this is how it stands now:")
MORE = Localized("还有什么可以帮您？", "Is there anything else I can do for you?")
PROGRAM = Localized("我是本店的智能助手，是一个程序，不是真人。需要的话可以随时转接我们的同事。",
                    "I am the shop's assistant, a program and not a person. I can pass you on to a colleague at any time.")  # fmt: skip
ORDER = Localized("订单 {id}：{status}，合计 {total}。", "Order {id}: {status}, {total} in all.")
PRODUCT = Localized("{name}：{price}。", "{name}: {price}.")

_PROGRAMS = "robot|bot|chatbot|human|person|real|ai|machine|program|computer|gpt"
ASKS_WHO = re.compile(
    rf"\b(?:are you|r u|is this|am i (?:talking|speaking|chatting) (?:to|with))\b[^?.!]{{0,24}}\b(?:{_PROGRAMS})\b|"
    r"[你您这][^?？。]{0,10}(?:机器人|真人|人工智能|人工(?:客服)?(?:吗|还是)|程序|ai|AI|活人)"
)
SAYS_HUMAN = re.compile(
    rf"\bi(?:'m| am)\b[^.!?]{{0,12}}\b(?:(?:real |actual )?(?:human|person)(?! assistant)|not an? (?:{_PROGRAMS})|live agent)\b|"
    r"我就?是[^。！？,，]{0,6}(?:真人|人工客服|活人)|我不是(?:机器人|程序|ai|AI)"
)
