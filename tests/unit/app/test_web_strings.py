import re
from pathlib import Path
from string import Formatter

import pytest

from shopkeeper.app.web import strings
from shopkeeper.app.web.strings import STRINGS, counted, text
from shopkeeper.shop import Availability

WEB = Path(strings.__file__).parent


def blanks(sentence):
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("key", sorted(STRINGS))
def test_a_sentence_is_there_in_both_languages_with_the_same_blanks(key):
    zh, en = STRINGS[key]
    assert zh
    assert en
    assert zh != en or key == "range"
    assert blanks(zh) == blanks(en) or key.endswith("_one")


def test_every_sentence_that_a_page_asks_for_exists_and_each_is_asked_for():
    templates = "".join(path.read_text() for path in (WEB / "templates").glob("*.html"))
    calls = (r'ui\(["\'](\w+)["\']', r'else "(\w+)"[,)]', r'"(\w+)" if [\w.]+')
    asked = {key for call in calls for key in re.findall(call, templates)} | set(Availability)
    code = "".join(path.read_text() for path in WEB.glob("*.py") if not path.name.endswith("strings.py"))
    for key in re.findall(r'counted\(["\'](\w+)["\']', templates + code):
        asked |= {key, f"{key}_one"}
    made = ("field_", "why_", "sort_", "status_", "reason_", "speaker_", "measure_", "customers_by_", "demand_by_",
            "room_", "rooms_", "design_rule_", "writing_did_",
                "draft_", "happened_", "text_", "tone_", "platform_", "market_", "verdict_", "piece_",
            "place_", "part_", "source_", "action_", "relation_", "job_state_", "catalog_", "catalog_by_",
            "order_kind_", "orders_say_",
            "scope_", "keys_state_", "settings_from_", "settings_group_", "overview_span_", "finding_", "advised_",
            "kind_", "format_", "becomes_", "catalog_do_", "catalog_field_", "catalog_status_", "purchase_",
            "tune_tab_", "tune_swap_", "tune_part_", "tune_level_", "tune_does_", "tune_match_", "tune_rule_", "capability_", "purpose_",
            "refused_", "model_no_", "model_option_", "model_said_", "channel_",
            "campaign_draft_", "campaign_group_")  # the rest of the key is a value
    asked = (asked - set(made)) | {key for key in STRINGS if f'"{key}"' in code or key.startswith(made)}
    assert asked - set(STRINGS) == set()
    assert set(STRINGS) - asked == set()


def test_numbers_read_well_in_both_languages():
    assert [counted("count", n, "en") for n in (0, 1, 1204)] == ["0 products", "1 product", "1,204 products"]
    assert [counted("count", n, "zh") for n in (0, 1, 1204)] == ["0 件商品", "1 件商品", "1,204 件商品"]
    assert text("results_for", "zh", q="{x}") == "与“{x}”有关的商品"
