"""On what device a shopper came and from where, in the words of many programs."""

from __future__ import annotations

import json

import pytest

from shopkeeper.store.importers.visits import DIRECT, device_of, source_of

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"
ANDROID_TABLET = "Mozilla/5.0 (Linux; Android 14; SM-X200) AppleWebKit/537.36 Chrome/126.0 Safari/537.36"
ANDROID_PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
LAPTOP = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15"


@pytest.mark.parametrize(("said", "device"), [
    ("mobile", "mobile"), ("Smart Phone", "mobile"), ("手机", "mobile"), ("小程序", "mobile"), ("PC", "desktop"), ("电脑", "desktop"),
    ("iPad", "tablet"), ("平板", "tablet"), ("smart tv", ""), ("", ""), (IPHONE, "mobile"), (ANDROID_TABLET, "tablet"),
    (ANDROID_PHONE, "mobile"), (LAPTOP, "desktop"), ("curl/8.0", ""),
])  # fmt: skip
def test_a_device_is_one_of_three_or_not_known(said, device):
    assert device_of(said) == device


@pytest.mark.parametrize(("source", "medium", "referrer", "expected"), [
    ("Google", "cpc", "", "google / cpc"), ("google / cpc", "", "", "google / cpc"), ("newsletter", "", "", "newsletter"),
    ("(direct)", "(none)", "", DIRECT), ("(not set)", "", "", ""), ("", "email", "", "(not set) / email"),
    ("", "", "https://www.google.co.uk/", "google / organic"), ("", "", "m.baidu.com", "baidu / organic"), ("", "", "$direct", DIRECT),
    ("", "", "https://www.xiaohongshu.com/explore/1?u=2", "xiaohongshu.com / referral"), ("", "", "", ""),
    ("", "", "https://shop.example/?utm_source=weibo&utm_medium=social", "weibo / social"),
    ("https://blog.example/post", "", "", "blog.example / referral"), ("ann@example.com", "email", "", ""),
    ("x" * 300, "", "", "x" * 100),
])  # fmt: skip
def test_a_source_is_written_as_ga4_does_and_holds_nobodys_address(source, medium, referrer, expected):
    assert source_of(source, medium, referrer) == expected


def _event(**more):
    seen = {"event_name": "view_item", "event_timestamp": 1714552200000000, "event_params": [], "items": [{"item_id": "p1"}]}
    return json.dumps(seen | more)


def test_ga4_tells_the_device_and_the_source_of_the_session(imported):
    first = {"source": "bing", "medium": "organic"}
    rows = [
        _event(device={"category": "mobile"}, traffic_source=first),
        _event(traffic_source=first, collected_traffic_source={"manual_source": "news", "manual_medium": "email"}),
        _event(traffic_source=first, session_traffic_source_last_click={"manual_campaign": {"source": "google", "medium": "cpc"}}),
    ]
    _, records = imported("\n".join(rows), "events.jsonl")
    found = sorted((e.device, e.source) for e in records.values())
    assert found == [("", "google / cpc"), ("", "news / email"), ("mobile", "bing / organic")]


def test_segments_context_and_posthogs_properties_tell_them_too(imported):
    head = {"type": "track", "event": "Product Viewed", "timestamp": "2024-05-01T08:30:00Z", "anonymousId": "a"}
    contexts = [
        {"device": {"type": "ios"}, "campaign": {"source": "Weibo", "medium": "social"}},
        {"userAgent": LAPTOP, "page": {"referrer": "https://www.bing.com/"}},
    ]
    rows = [head | {"messageId": f"m{n}", "context": context, "properties": {"product_id": "p1"}} for n, context in enumerate(contexts)]
    rows.append(head | {"messageId": "m2", "properties": {"product_id": "p1", "$device_type": "Tablet", "$referring_domain": "$direct"}})
    _, records = imported("\n".join(map(json.dumps, rows)), "events.jsonl")
    assert {id: (e.device, e.source) for id, e in records.items()} == {
        "m0": ("mobile", "weibo / social"), "m1": ("desktop", "bing / organic"), "m2": ("tablet", DIRECT),
    }  # fmt: skip


def test_a_table_of_events_in_chinese(imported):
    _, records = imported("事件,用户id,商品id,时间,设备,来源,媒介\n浏览,c1,p1,2024-05-01 08:30,手机,baidu,cpc\n")
    assert [(e.device, e.source) for e in records.values()] == [("mobile", "baidu / cpc")]
