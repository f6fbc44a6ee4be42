"""What a job does is said in Chinese as well."""

from __future__ import annotations

import pytest

from shopkeeper.app.web.doing import doing


@pytest.mark.parametrize(("english", "chinese"), [
    ("training: step 2 of 36: loss 7.335, 1,370 tokens/s, 76 s left", "训练：第 2 步，共 36 步；损失 7.335；每秒 1,370 个词元，还需 76 s"),
    ("training: step 4 of 36: loss 7.279 (validation 6.210), 1,290 tokens/s, 2 min left",
     "训练：第 4 步，共 36 步；损失 7.279（验证 6.210）；每秒 1,290 个词元，还需 2 min"),
    ("what shoppers came to next: by people", "购物者接下来看了什么：用 people 试算"), ("茶.csv: 1,000 rows", "茶.csv：1,000 行"),
    ("training: loss 0.4213, 12 min left", "训练：损失 0.4213，还需 12 分钟"), ("something new", "something new"),
])
def test_what_a_job_does_is_said_in_both_languages(english, chinese):
    assert doing(english, "en") == english
    assert doing(english, "zh") == chinese
