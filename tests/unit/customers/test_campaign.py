"""Campaigns: who may be written to, what leaves the shop, what it brought."""

from __future__ import annotations

import csv
import email
import email.policy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopkeeper.app.campaigns import Campaigns
from shopkeeper.app.live.erase import erase_customer
from shopkeeper.customers.audience import Condition
from shopkeeper.customers.campaign import Asked, plan
from shopkeeper.customers.outgoing import audience_rows, copy_of, mails, message_rows, write_csv
from shopkeeper.shop import CHANNELS, Address, Customer, InvalidFile, InvalidQuery, Money, NotFound
from shopkeeper.store import open_store
from unit.customers.conftest import order

NOW = datetime(2026, 10, 1, tzinfo=UTC)
COPY = {"zh": "主题：{name}，秋茶到了\n\n新茶上架。", "en": "Subject: Autumn tea\n\nDear {name}, it is here."}
CNY = "CNY"


def person(number, consents=CHANNELS, **more):
    said = {"email": f"c{number}@example.com", "phone": f"+8613800{number:06}", "language": "zh" if number % 2 else "en", **more}
    return Customer(f"c{number:03}", f"Name {number}", consents=consents, **said)


@pytest.fixture
def store(tmp_path):
    store = open_store(tmp_path / "shop.db")
    yield store
    store.close()


def _ids(customers):
    return {customer.id for customer in customers}


emails = st.sampled_from(["", "a.b@gmail.com", "ab@gmail.com", "A.B@Gmail.com", "x@example.com", " X@example.com", "nonsense"])
phones = st.sampled_from(["", "+86 138 0000 0001", "13800000001", "008613800000001", "+1 555 010 0001", "5550100001", "-"])
consents = st.lists(st.sampled_from(CHANNELS), unique=True).map(tuple)
crowds = st.lists(st.tuples(emails, phones, consents), min_size=1, max_size=9)


@pytest.fixture(scope="module")
def crowded(tmp_path_factory):
    """A shop with an order of somebody who has no account: they never agreed to anything."""
    store = open_store(tmp_path_factory.mktemp("crowd") / "shop.db")
    store.orders.put([order("o", "guest", 5, ("p", "p", 100))])
    yield store
    store.close()


@settings(max_examples=50, deadline=None)
@given(crowds, st.sampled_from(CHANNELS), st.floats(0, 0.5), st.sampled_from(["google", "meta"]), st.integers(0, 3))
def test_nobody_is_reached_who_did_not_agree(crowded, crowd, channel, hold_out, network, name):
    people = [person(n, agreed, email=mail, phone=phone) for n, (mail, phone, agreed) in enumerate(crowd)]
    crowded.customers.delete([f"c{n:03}" for n in range(9)])
    crowded.customers.put(people)
    made = plan(crowded, Asked(f"spring {name}", channel, hold_out=hold_out), NOW)
    allowed = {c.id for c in people if channel in c.consents}
    assert _ids((*made.sent, *made.held)) <= allowed
    assert not _ids(made.sent) & _ids(made.held)
    said = {c.id for ids in made.left_out.values() for c in people if c.id in ids}
    assert said | _ids((*made.sent, *made.held)) == _ids(people), "everybody is accounted for"
    refusing = [c for c in people if channel not in c.consents]
    own = {c.email.strip().lower() for c in refusing} - {""}
    digits = {"".join(filter(str.isdigit, c.phone))[-9:] for c in refusing} - {""}
    if channel == "ads":
        gone = {cell for row in audience_rows(made, network)[1:] for cell in row if cell}
        hidden = {sha256(mail.encode()).hexdigest() for mail in own}
        assert not gone & hidden
        assert all(len(cell) == 64 for cell in gone)
    else:
        for address, *_ in list(message_rows(made, COPY))[1:]:
            assert address not in own
            assert channel == "email" or "".join(filter(str.isdigit, address))[-9:] not in digits


def test_the_cap_counts_campaigns_of_the_last_days(store, tmp_path):
    store.customers.put([person(n) for n in range(4)])
    ours = Campaigns(store)
    for number in range(2):
        made = ours.start(Asked(f"n{number}", "email", hold_out=0), tmp_path / f"{number}.csv", {"en": COPY["en"]}, now=NOW)
        assert len(made.sent) == 4
    third = Asked("n2", "email", hold_out=0)
    assert plan(store, third, NOW + timedelta(days=1)).left_out == {"written to often lately": ("c000", "c001", "c002", "c003")}
    assert len(plan(store, third, NOW + timedelta(days=8)).sent) == 4
    with pytest.raises(InvalidQuery, match="n0 was started already"):
        plan(store, Asked("n0", "email"), NOW)


def test_a_budget_ends_both_groups_at_one_place_of_a_random_order(store):
    store.customers.put([person(n) for n in range(300)])
    made = plan(store, Asked("b", "ads", hold_out=0.2, budget=Money(1000, CNY), cost=Money(10, CNY)), NOW)
    assert (len(made.sent), made.costs) == (100, Money(1000, CNY))
    assert 10 < len(made.held) < 45
    assert len(made.left_out["over the budget"]) == 300 - 100 - len(made.held)
    with pytest.raises(InvalidQuery, match="cost: expected what one contact costs"):
        Asked("b", "ads", budget=Money(1000, CNY))


def test_the_same_campaign_holds_out_the_same_and_another_others(store):
    store.customers.put([person(n) for n in range(200)])
    held = [_ids(plan(store, Asked(name, "ads", hold_out=0.5), NOW).held) for name in ("a", "a", "b")]
    assert held[0] == held[1]
    assert 70 < len(held[0]) < 130
    assert held[0] != held[2]


def test_conditions_narrow_the_group(store):
    store.customers.put([person(n, tags=("vip",) if n < 2 else (), address=Address(country="CN")) for n in range(4)])
    store.orders.put([order(f"o{n}", f"c{n:03}", n + 1, ("p", "p", 1000 * n)) for n in range(4)])
    expected = {"orders>=1": 4, "spent>15": 2, "language=zh": 2, "tag=vip": 2, "tag!=vip": 2, "country=CN": 4, "days>1": 2}
    for where, ids in expected.items():
        assert len(plan(store, Asked("a", "ads", where=(where,), hold_out=0), NOW).sent) == ids, where
    for wrong, reason in (("age>3", "a condition such as"), ("orders>many", "a number after orders>"), ("tag>vip", "tag can only be")):
        with pytest.raises(InvalidQuery, match=reason):
            Condition.of(wrong)


def test_who_has_no_account_is_told_apart(store):
    store.customers.put([person(1)])
    store.orders.put([order("o", "guest", 5, ("p", "p", 1000))])
    assert plan(store, Asked("a", "ads", hold_out=0), NOW).left_out == {"no account": ("guest",)}
    assert plan(store, Asked("a", "ads", where=("spent<5",), hold_out=0), NOW).left_out == {}


def _plan_of(store, *people, channel="email"):
    store.customers.put(people)
    return plan(store, Asked("out", channel, hold_out=0), NOW)


def test_networks_get_hashes_of_normalised_addresses_alone(store):
    made = _plan_of(store, Customer("c1", "Ann Lee", " An.n@Gmail.com ", "+86 138-0000-0001", consents=("ads",)), channel="ads")
    code = lambda text: sha256(text.encode()).hexdigest()  # noqa: E731
    assert audience_rows(made, "google") == [["Email", "Phone"], [code("ann@gmail.com"), code("+8613800000001")]]
    assert audience_rows(made, "meta") == [["email", "phone"], [code("an.n@gmail.com"), code("8613800000001")]]
    with pytest.raises(InvalidQuery, match="network: expected one of google, meta"):
        audience_rows(made, "other")


def test_everybody_gets_the_text_of_their_language(store, tmp_path):
    made = _plan_of(store, person(1), person(2), person(3, language=None))
    rows = {row[0]: row for row in message_rows(made, COPY)}
    assert rows["c1@example.com"][2:] == ["zh", "Name 1，秋茶到了", "新茶上架。"]
    assert rows["c2@example.com"][2:] == ["en", "Autumn tea", "Dear Name 2, it is here."]
    assert rows["c3@example.com"][2] == "zh", "without a language the first"
    write_csv(list(message_rows(made, COPY)), tmp_path / "m.csv")
    assert len(list(csv.reader((tmp_path / "m.csv").read_text("utf-8").splitlines()))) == 4


def test_mails_are_whole_and_say_how_to_get_no_more(store):
    evil = replace(person(2), name="Eve\r\nBcc: all@example.com")
    made = _plan_of(store, person(1), evil)
    written = mails(made, COPY, "茶铺 <tea@shop.example>", "https://shop.example/stop")
    found = [email.message_from_bytes(data, policy=email.policy.default) for _, data in written]
    by_to = {message["To"]: message for message in found}
    assert by_to["c1@example.com"]["Subject"] == "Name 1，秋茶到了"
    assert by_to["c1@example.com"]["List-Unsubscribe"] == "<https://shop.example/stop>"
    assert by_to["c1@example.com"].get_content().rstrip().endswith("不想再收到这类邮件，请点这里：https://shop.example/stop")
    assert by_to["c2@example.com"]["Bcc"] is None
    for sender, stop, reason in (("a\nb", "https://x.example", "from: expected"), ("Shop <a@b.example>", "stop", "unsubscribe: expected")):
        with pytest.raises(InvalidQuery, match=reason):
            list(mails(made, COPY, sender, stop))


def test_a_copy_has_a_subject_and_a_text():
    assert copy_of("主题： 茶 \n\n好") == ("茶", "好")
    for wrong in ("no subject\ntext", "Subject: only", ""):
        with pytest.raises(InvalidFile, match="in the first line"):
            copy_of(wrong)


def test_a_name_is_no_formula_in_a_spreadsheet(tmp_path):
    write_csv([["=HYPERLINK(1)", "+86138", "@x", "-1"]], tmp_path / "x.csv")
    assert (tmp_path / "x.csv").read_text("utf-8").strip() == "'=HYPERLINK(1),+86138,'@x,-1"


def test_nothing_is_kept_when_nothing_could_be_written(store, tmp_path):
    store.customers.put([person(1)])
    ours, there = Campaigns(store), tmp_path / "there.csv"
    there.write_text("mine")
    with pytest.raises(InvalidQuery, match="is there already"):
        ours.start(Asked("a", "ads"), there, {})
    with pytest.raises(InvalidQuery, match="copy: expected the approved text"):
        ours.start(Asked("a", "email"), tmp_path / "new.csv", {})
    with pytest.raises(OSError, match="no/such"):
        ours.start(Asked("a", "ads"), tmp_path / "no/such/file.csv", {})
    assert store.campaigns.count() == 0


@pytest.fixture
def run_campaign(store, tmp_path):
    """A campaign to 800 people; `buyers` of those written to and of those held out bought for 100 in the days after."""

    def run(sent_rate, held_rate):
        store.customers.put([person(n) for n in range(800)])
        made = Campaigns(store).start(Asked("c", "ads", hold_out=0.5, cost=Money(10, CNY)), tmp_path / "a.csv", {}, now=NOW)
        before = (datetime(2026, 9, 30, 20, tzinfo=UTC) - NOW) / timedelta(days=1)  # `order` counts days back from there
        for group, some, rate in (("s", made.sent, sent_rate), ("h", made.held, held_rate)):
            buyers = [customer.id for n, customer in enumerate(some) if n < rate * len(some)]
            store.orders.put([order(f"{group}{n}", id, before - 2, ("p", "p", 10000)) for n, id in enumerate(buyers)])
        return made, Campaigns(store).result("c", until=NOW + timedelta(days=60))

    return run


def test_a_campaign_that_works_shows_it(run_campaign):
    made, found = run_campaign(0.4, 0.1)
    assert found.bought.low > 0
    assert found.bought.value == pytest.approx(0.3, abs=0.01)
    assert found.revenue.value == pytest.approx(30, abs=1)
    assert found.brought == pytest.approx((30 - 0.1) * len(made.sent), rel=0.02)
    assert (len(found.orders[0]), len(found.orders[1])) == (round(0.4 * len(made.sent) + 0.49), round(0.1 * len(made.held) + 0.49))
    assert found.ratio > 0.001
    assert _ids(made.sent) == set(found.customers[0])
    assert found.course[0] == (0.0, 0.0, *[pytest.approx(found.rates[0])] * 28), "all of them bought on the third day"
    assert len(found.course[1]) == 30


def test_a_campaign_that_does_nothing_claims_nothing(run_campaign):
    _, found = run_campaign(0.2, 0.2)
    assert found.bought.low < 0 < found.bought.high
    assert found.to_dict()["sent"]["bought"] == pytest.approx(0.2, abs=0.01)


def test_of_few_nothing_is_said(store, tmp_path):
    store.customers.put([person(n) for n in range(20)])
    Campaigns(store).start(Asked("c", "ads", hold_out=0.5), tmp_path / "a.csv", {}, now=NOW)
    found = Campaigns(store).result("c", until=NOW)
    assert (found.bought.enough, found.brought, found.to_dict()["brought"]) == (False, None, None)
    with pytest.raises(NotFound):
        Campaigns(store).result("nothing")


def test_who_is_erased_is_in_no_campaign(store, tmp_path):
    store.customers.put([person(n) for n in range(10)])
    made = Campaigns(store).start(Asked("c", "ads", hold_out=0.5), tmp_path / "a.csv", {}, now=NOW)
    for gone in (made.sent[0].id, made.held[0].id):
        erase_customer(store, gone)
        sent, held = store.contacts.of("c")
        assert gone not in (*sent, *held)
    assert len(sent) + len(held) == 8
