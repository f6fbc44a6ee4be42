"""Whatever is typed: no error, no filter that cannot be used, no time that grows faster than the query."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopkeeper.search.filters import parse_filter
from shopkeeper.search.understand.amounts import find_amounts
from shopkeeper.search.understand.spelled import Spelled

_PIECES = st.sampled_from(
    "500 元以下 under $ ¥ 不要 not 红色 red 除了 or 和 , ， 、 - ~ .. 1.5k 两三百 几十 size XL 42码 20寸 inch 不对 算了 actually 最便宜 cheapest in stock 有货 iPhone 15 WH-1000XM4 的 ? 耳机 "
    "headphones Sony 小米 = | < > \\ 岁 months 3-6 半 十 百 万 亿 零 〇 ㊿ ½ ０ ﷺ ☃".split(" ")
)
strange = st.one_of(
    st.text(max_size=60), st.lists(_PIECES, max_size=14).map(" ".join), st.lists(_PIECES, max_size=14).map("".join)
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=strange)
def test_every_query_is_read_and_its_filters_can_be_written_and_used(demo, read, query):
    reading = read.reader.read(query)
    for each in reading.constraints:
        assert parse_filter(str(each.filter)) == each.filter
        assert each.words
        assert 0 <= each.importance <= 1
    demo._need().columns.kept([each.filter for each in reading.constraints], len(demo))


@given(code=st.from_regex(r"[A-Z]{1,4}-?[0-9]{2,5}[A-Z]{1,3}[0-9]?", fullmatch=True))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_model_number_never_becomes_a_filter(read, code):
    assert not [
        found for found in read(f"headphones {code}") if found.startswith(("price", "battery", "weight", "capacity"))
    ]


@given(text=st.text(max_size=80))
def test_each_character_of_the_spelling_stands_somewhere_in_what_was_typed(text):
    spelled = Spelled.of(text)
    assert len(spelled.text) == len(spelled.at)
    assert list(spelled.at) == sorted(spelled.at)
    assert all(0 <= place < len(text) for place in spelled.at)


@given(text=st.text(alphabet="0123456789.,-~元块¥$k千百万两三几多 toand以下", max_size=60))
def test_amounts_lie_in_the_text_one_after_another(text):
    end = 0
    for amount in find_amounts(text, "CNY"):
        assert 0 <= amount.span[0] <= amount.core[0] < amount.core[1] <= amount.span[1] <= len(text)
        assert amount.core[0] >= end
        assert amount.low <= amount.high
        end = amount.core[1]


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "不",
        "a",
        "的",
        "not ",
        "1-",
        "红",
        "红色",
        "500元 ",
        "除了",
        ",",
        "一",
        "还是",
        "no, ",
        "请问",
        "吗",
        "size ",
        "price low to high ",
        "Sony or ",
        "十百千",
        "¥",
    ],
)
def test_a_thousand_characters_take_no_more_than_ten_times_a_hundred(read, piece):
    def took(length: int) -> float:
        query = (piece * length)[:length]
        read.reader.read(query)
        rounds = []
        for _ in range(3):
            start = time.process_time()
            read.reader.read(query)
            rounds.append(time.process_time() - start)
        return min(rounds)

    assert took(1000) < 40 * took(100) + 0.05
