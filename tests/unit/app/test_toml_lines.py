"""A settings file that is changed keeps its comments, whatever stands in it."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as some

from shopkeeper.app.settings import template
from shopkeeper.app.toml_lines import parts, rewritten, without_values

FILE = '''# Our shop
port = 80  # behind the proxy

language = "zh"
# weight = -1.0
hosts = """
shop.example # no comment
port = 3"""
'''


def test_a_key_is_changed_where_it_stands_with_its_comment():
    changed = rewritten(FILE, {**tomllib.loads(FILE), "port": 8777})
    assert changed == FILE.replace("port = 80 ", "port = 8777 ")


def test_a_new_key_comes_where_it_is_commented_out_and_goes_again_with_nothing_else():
    said = tomllib.loads(FILE)
    more = rewritten(FILE, {**said, "weight": 0.4, "debug": True})
    assert "# weight = -1.0\nweight = 0.4\n" in more
    assert more.endswith("debug = true\n")
    assert rewritten(more, said) == FILE


def test_what_is_not_changed_stays_to_the_letter():
    assert rewritten(FILE, tomllib.loads(FILE)) == FILE
    assert "".join(part.text for part in parts(FILE)) == FILE
    assert rewritten(template(), {"limits": "off"}).count("\n") == template().count("\n") + 1


def test_a_last_line_without_an_end_is_no_end_of_the_file():
    assert rewritten("port = 1", {"port": 1, "debug": True}) == "port = 1\ndebug = true\n"


def test_comments_that_tell_a_secret_are_left_out():
    text = '# llm_key = "old"\n# llm_key = ""\n# the key is hunter2, ask Mei\nport = 1\n'
    assert without_values(text, {"llm_key"}, ("hunter2",)) == '# llm_key = ""\nport = 1\n'


@given(some.dictionaries(some.sampled_from(["port", "hosts", "weight", "debug"]), some.one_of(
    some.text(), some.booleans(), some.integers(0, 10**9), some.floats(allow_nan=False, allow_infinity=False)), max_size=4))
def test_a_file_says_exactly_what_it_is_told(values):
    assert tomllib.loads(rewritten(FILE, values)) == values
