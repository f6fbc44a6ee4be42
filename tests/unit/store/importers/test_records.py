"""Customers, reviews, events and documents, one a row."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shopkeeper.shop import DocumentKind, EventItem, Localized, Money


def test_customers_in_chinese(imported):
    header = "会员号,姓名,手机号,邮箱,省份,城市,地址,邮编,国家,标签,注册时间\n"
    row = 'c1,王芳,13800000000,w@example.com,广东,深圳,科技路1号,518000,中国,"新客,常客",2024-05-01\n'
    report, records = imported(header + row)
    customer = records["c1"]
    assert report.kind == "customers"
    assert (customer.name, customer.phone, customer.email) == ("王芳", "13800000000", "w@example.com")
    assert (customer.address.region, customer.address.city, customer.address.country) == ("广东", "深圳", "CN")
    assert (customer.tags, customer.created_at) == (("新客", "常客"), datetime(2024, 5, 1, tzinfo=UTC))


def test_customers_without_id_go_by_email(imported):
    report, records = imported("First Name,Last Name,Email,Phone,Language\nAda,Byron,ada@example.com,'+44 1,en-GB\n")
    customer = records["ada@example.com"]
    assert report.ids == "column Email"
    assert (customer.name, customer.language, customer.phone) == ("Ada Byron", "en", "+44 1")


@pytest.mark.parametrize(("first", "last", "name"), [
    ("芳", "王", "王芳"), ("Fang", "Wang", "Fang Wang"), ("芳", "Wang", "芳 Wang"), ("芳", "", "芳"), ("", "王", "王"),
    ("静怡", "欧阳", "欧阳静怡"),
])  # fmt: skip
def test_a_chinese_name_has_the_family_first_and_no_space(imported, first, last, name):
    _, records = imported(f"id,first_name,last_name,email\nc,{first},{last},c@example.com\n")
    assert records["c"].name == name


@pytest.mark.parametrize(
    ("written", "stars"),
    [("4", 4), ("4.5", 4.5), ("5 stars", 5), ("4/5", 4), ("★★★", 3), ("★★☆☆☆", 2), ("五星", 5), ("３分", 3)],
)
def test_stars_are_read(imported, written, stars):
    _, records = imported(f"product_id,rating,text\np1,{written},Good\n")
    assert [review.rating for review in records.values()] == [stars]


def test_reviews_without_id_are_known_by_their_row(imported):
    text = "商品编号,评分,评论内容,用户名,评论时间\n"
    text += "p1,5,很好<br>喜欢,小王,2024-05-01\np1,9,坏,小李,2024-05-01\n,5,好,小李,2024-05-01\n"
    report, records = imported(text)
    [review] = records.values()
    assert (review.product_id, review.text, review.customer_id) == ("p1", "很好\n喜欢", "小王")
    assert [(r.field, r.row) for r in report.reasons] == [("评分", 3), ("商品编号", 4)]
    assert imported(text)[0].unchanged == 1


def test_events_of_other_vocabularies_get_ga4s_names(imported):
    text = (
        "event,user_id,item_id,timestamp,position,query_id\nProduct Viewed,c1,p1,1714552200,3,q1\nadd_to_cart,c1,p1,1714552300,,\n"
        "pv,c2,p1,1714552400,,\nteleport,c2,p1,1714552400,,\n"
    )
    report, records = imported(text)
    events = sorted(records.values(), key=lambda e: e.at)
    assert [e.name for e in events] == ["view_item", "add_to_cart", "view_item"]
    assert (events[0].items, events[0].query_id) == ((EventItem("p1", position=3),), "q1")
    assert [r.field for r in report.reasons] == ["event"]


def test_events_with_ga4_items(imported):
    record = '{"event": "purchase", "timestamp": "2024-05-01T08:30:00Z", "user_id": "c1", "currency": "USD", "value": 12.5, '
    record += '"items": [{"item_id": "p1", "quantity": 2, "price": 5, "index": 1}, {"item_name": "no id"}]}'
    report, records = imported(record + "\n" + record.replace(', {"item_name": "no id"}', ""), "events.jsonl")
    [event] = records.values()
    assert (event.items, event.value) == ((EventItem("p1", quantity=2, price=Money(500, "USD"), position=1),), Money(1250, "USD"))
    assert [r.field for r in report.reasons] == ["items.item_id"]


def test_questions_are_faqs_and_other_documents_policies(imported):
    _, records = imported("question,answer\nHow long?,<p>Two days</p>\n发货多久？,两天\n")
    assert [(d.kind, d.title, d.body) for d in records.values()] == [
        (DocumentKind.FAQ, Localized(en="How long?"), Localized(en="Two days")),
        (DocumentKind.FAQ, Localized(zh="发货多久？"), Localized(zh="两天")),
    ]  # fmt: skip
    _, records = imported("id,kind,title_zh,title_en,正文\nd1,说明书,手册,Manual,按下开关\nd2,novel,a,b,c\n")
    assert (records["d1"].kind, records["d1"].title) == (DocumentKind.MANUAL, Localized(zh="手册", en="Manual"))
    assert "d2" not in records


def test_what_customers_agreed_to_and_never_want_to_see(imported):
    header = "id,name,email,Accepts Email Marketing,短信订阅,ads_consent,excludes\n"
    rows = "c1,Ada,a@example.com,yes,未订阅,TRUE,brand=Acme|category=鞋\nc2,Bo,b@example.com,Subscribed,是,,\n"
    rows += "c3,Cy,c@example.com,perhaps,,,\n"
    report, records = imported(header + rows)
    assert {id: (c.consents, c.excludes) for id, c in records.items()} == {
        "c1": (("email", "ads"), ("brand=Acme", "category=鞋")), "c2": (("email", "sms"), ()),
    }  # fmt: skip
    assert [(r.field, r.row) for r in report.reasons] == [("Accepts Email Marketing", 4)]


def test_a_list_of_consents_names_channels_only(imported):
    report, records = imported("id,name,email,consents\nc1,Ada,a@example.com,email;SMS\nc2,Bo,b@example.com,fax\n")
    assert (records["c1"].consents, "c2" in records) == (("email", "sms"), False)
    assert report.reasons[0].expected == "one of email, sms, ads"


def test_products_say_where_they_are_sold_and_whether_they_are_used_up(imported):
    report, records = imported("id,title,price,sold_in,是否消耗品\np1,Tea,5 USD,China|de,是\np2,Pan,5 USD,,否\np3,Cup,5 USD,Atlantis,\n")
    assert {id: (p.sold_in, p.consumable) for id, p in records.items()} == {"p1": (("CN", "DE"), True), "p2": ((), False)}
    assert [(r.field, r.row) for r in report.reasons] == [("sold_in", 4)]
