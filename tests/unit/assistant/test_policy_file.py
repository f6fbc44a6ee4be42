"""The policy as a shop writes it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shopkeeper.assistant.policy_file import PACKAGED, policy_of, read_policy
from shopkeeper.shop import InvalidFile, Localized
from shopkeeper.shop.policy import Policy

SMALL = """# Rules

Not quoted.

## Sending back / 退货

- return_days: 14
- exchange_days: none
- cancel_reasons: any
- refund_to: original

You have {return_days} days.
No questions.

您有 {return_days} 天，
不问原因。
"""


def test_the_packaged_policy_is_whole() -> None:
    found = read_policy(PACKAGED)
    assert found.policy == Policy(return_days=7, exchange_days=30)
    titles = [section.title for section in found.sections]
    assert Localized("退货", "Returns") in titles
    returns = found.sections[titles.index(Localized("退货", "Returns"))]
    assert returns.text.en.startswith("What has been delivered can be sent back within 7 days of delivery")
    assert "7 天内可以无理由退货" in returns.text.zh
    assert all(section.text.zh and section.text.en and "{" not in section.text.zh + section.text.en for section in found.sections)


def test_a_shops_own_file_takes_its_place(tmp_path: Path) -> None:
    assert policy_of(tmp_path).source == str(PACKAGED)
    (tmp_path / "policy.md").write_text(SMALL, "utf-8")
    found = policy_of(tmp_path)
    assert found.policy == Policy((), 14, None, False)
    assert found.sections[0].text == Localized("您有 14 天，不问原因。", "You have 14 days. No questions.")
    assert found.policy.version != Policy().version != Policy(return_days=7).version
    assert Policy().version == Policy().version


@pytest.mark.parametrize(("old", "new", "said"), [
    ("- return_days: 14", "- return_days: a fortnight", "line 7: return_days: expected a whole number of days, at most 3650"),
    ("- return_days: 14", "- return_days: -1", "got '-1'"),
    ("- exchange_days: none", "- exchange_days:", "line 8: exchange_days: expected a whole number"),
    ("- exchange_days: none", "- return_days: 3", "line 8: return_days stands on line 7 already"),
    ("- exchange_days: none\n", "", "no line `- exchange_days: …`; expected a whole number"),
    ("- refund_to: original", "- refund_to: anybody", "line 10: refund_to: expected original, or: original or gift card, got 'anybody'"),
    ("- refund_to: original", "- refund: original", "line 10: there is no rule 'refund'; expected one of cancel_reasons"),
    ("- cancel_reasons: any", "- cancel_reasons: ;", "line 9: cancel_reasons: expected reasons"),
    ("You have {return_days} days.", "You have {exchange_days} days.", "line 12: {exchange_days} has no number; expected one of"),
    ("## Sending back / 退货", "## Sending back", "line 5: expected a title `## English / 中文`"),
    ("您有 {return_days} 天，\n不问原因。\n", "", "got none in Chinese"),
])  # fmt: skip
def test_what_is_wrong_is_named_by_file_and_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "policy.md"
    path.write_text(SMALL.replace(old, new), "utf-8")
    with pytest.raises(InvalidFile) as error:
        policy_of(tmp_path)
    assert str(error.value).startswith(str(path))
    assert said in str(error.value)


def test_the_page_of_the_docs_is_true(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = (Path(__file__).parents[3] / "docs" / "policy.md").read_text("utf-8")
    blocks = dict(re.findall(r"^```(markdown|python)\n(.*?)^```$", page, re.M | re.S))
    (tmp_path / "policy.md").write_text(blocks["markdown"], "utf-8")
    assert policy_of(tmp_path).policy == Policy(return_days=14, refund_to_gift_card=False)
    exec(compile(blocks["python"], "policy.md", "exec"), {})
    assert capsys.readouterr().out.strip() in blocks["python"]


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "policy.md").write_bytes("## 退货".encode("gbk"))
    with pytest.raises(InvalidFile, match="UTF-8"):
        policy_of(tmp_path)
