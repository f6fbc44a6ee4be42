"""From a text to the shop's page: kept, edited, approved, published; false words and changes of others stand in the way."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper.app.copywriting import Order
from shopkeeper.recommend.tuning import Tuning
from shopkeeper.shop import Conflict, Event, EventItem, InvalidQuery, Localized, LoggedRecommendation, Money, NotFound
from small_copy import as_it_was, copy_shop

SAID = "Linen shirt, 180 g, edition a."


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    shop = copy_shop(tmp_path_factory.mktemp("texts") / "shop")
    yield shop
    shop.close()


@pytest.fixture
def shop(opened):
    yield opened
    as_it_was(opened)


def kept(shop, kind="description", id="shirt", language="en", **more):
    order = Order(kind, id, language=language, **more)
    return shop.drafts.keep(shop.copywriter.write(order), order)


def test_a_text_is_kept_approved_and_published(shop):
    draft = kept(shop, market="cn")
    assert (draft.version.text, draft.version.was, draft.version.by, draft.version.writer) == (SAID, "A shirt.", "shopkeeper", "clerk")
    assert ("180 g", "supported") in [(SAID[c.start:c.end], c.verdict) for c in draft.version.claims]
    shop.drafts.approve(draft.id, "Mei", "reads well")
    out = shop.drafts.publish(draft.id, "Tom")
    assert (out.state, out.published, [step.by for step in out.steps]) == ("published", 1, ["Mei", "Tom"])
    assert shop.store.products.get("shirt").description == Localized("一件衬衫。", SAID)
    assert [hit.id for hit in shop.search("edition", literal=True)] == ["shirt"], "it is searchable at once"


def test_exports_carry_what_was_published(shop, tmp_path):
    draft = kept(shop, "title")
    shop.drafts.approve(draft.id, "Mei")
    shop.drafts.publish(draft.id, "Mei")
    shop.export_file(tmp_path / "out.csv", language="en")
    assert SAID in (tmp_path / "out.csv").read_text("utf-8-sig")


def test_other_kinds_leave_the_product_alone(shop):
    before = shop.store.products.get("shirt")
    draft = kept(shop, "email")
    assert [(field.name, field.text) for field in draft.version.fields] == [("subject", "Linen shirt"), ("body", SAID)]
    shop.drafts.approve(draft.id, "Mei")
    assert shop.drafts.publish(draft.id, "Mei").state == "published"
    assert shop.store.products.get("shirt") == before


def test_what_does_not_hold_can_be_written_down_and_not_approved(shop):
    draft = kept(shop)
    edited = shop.drafts.edit(draft.id, "Tom", "Linen shirt, 120 g.", note="lighter")
    assert (edited.version.by, edited.version.writer, edited.version.note, edited.software) == ("Tom", "", "lighter", "clerk")
    assert [c.verdict for c in edited.version.claims][-1] == "contradicted"
    with pytest.raises(InvalidQuery, match=r"“120 g”: .*; edit the text, or the record"):
        shop.drafts.approve(draft.id, "Mei")
    shop.drafts.edit(draft.id, "Tom", "Linen shirt, 180 g.")
    assert shop.drafts.approve(draft.id, "Mei").state == "approved"


def test_what_is_no_more_true_is_not_published(shop):
    draft = kept(shop)
    shop.drafts.approve(draft.id, "Mei")
    product = shop.store.products.get("shirt")
    heavier = replace(product.attributes[0], value=Localized(en="200 g"))
    shop.store.products.put([replace(product, attributes=(heavier, *product.attributes[1:]))])
    with pytest.raises(InvalidQuery, match="“180 g”"):
        shop.drafts.publish(draft.id, "Mei")
    assert shop.drafts.get(draft.id).state == "approved"
    assert shop.store.products.get("shirt").description.en == "A shirt."


@pytest.mark.parametrize("moment", ["before approval", "before publishing"])
def test_a_text_that_somebody_changed_meanwhile_is_not_written_over(shop, moment):
    draft = kept(shop)
    if moment == "before publishing":
        shop.drafts.approve(draft.id, "Mei")
    shop.patch_product("shirt", {"description": {"en": "Somebody's own words."}})
    act = shop.drafts.publish if moment == "before publishing" else shop.drafts.approve
    with pytest.raises(Conflict, match="the description of shirt was changed since; look at it and save the draft again"):
        act(draft.id, "Mei")
    assert shop.store.products.get("shirt").description.en == "Somebody's own words."
    shop.drafts.edit(draft.id, "Mei", SAID, note="looked at the new text")
    shop.drafts.approve(draft.id, "Mei")
    assert shop.drafts.publish(draft.id, "Mei").published == 2


def test_a_price_or_another_text_of_the_product_may_change(shop):
    draft, title = kept(shop), kept(shop, "title")
    for each in (draft, title):
        shop.drafts.approve(each.id, "Mei")
        shop.drafts.publish(each.id, "Mei")
    product = shop.store.products.get("shirt")
    assert (product.title.en, product.description.en) == (SAID, SAID)
    again = kept(shop)
    shop.store.products.put([replace(product, variants=(replace(product.variants[0], price=Money(1, "CNY")),))])
    assert shop.drafts.approve(again.id, "Mei").state == "approved"


def test_who_decides_of_an_older_version_is_told(shop):
    draft = kept(shop)
    shop.drafts.edit(draft.id, "Tom", "Linen shirt.", version=1)
    for act in (shop.drafts.approve, shop.drafts.reject):
        with pytest.raises(Conflict, match="there is a version 2 by Tom; read it before you decide"):
            act(draft.id, "Mei", version=1)
    assert shop.drafts.reject(draft.id, "Mei", version=2).state == "rejected"


def test_the_label_says_who_wrote_and_who_looked(shop):
    draft = kept(shop, market="cn", language="zh")
    assert shop.drafts.label(draft) == {
        "generated_by": "software", "writer": "clerk", "notice": "本文案由软件根据商品资料生成", "market": "cn", "visible": "yes",
        "id": draft.id, "edited": "no", "approved_by": ""}
    shop.drafts.edit(draft.id, "Tom", "亚麻衬衫。")
    found = shop.drafts.label(shop.drafts.approve(draft.id, "Mei"))
    assert (found["edited"], found["approved_by"], found["visible"]) == ("yes", "Mei", "yes")
    assert shop.drafts.label(kept(shop, market="us"))["visible"] == "no"


def test_the_page_knows_which_of_its_words_are_a_drafts(shop):
    draft = kept(shop)
    shop.drafts.approve(draft.id, "Mei")
    shop.drafts.publish(draft.id, "Mei")
    shown = lambda language: [each.id for each in shop.drafts.shown_of(shop.store.products.get("shirt"), language)]  # noqa: E731
    assert (shown("en"), shown("zh")) == ([draft.id], [])
    shop.patch_product("shirt", {"description": {"en": "By hand."}})
    assert shown("en") == []


def test_what_a_person_made_of_a_text_is_an_example(shop):
    draft = kept(shop)
    kept(shop, id="mug")
    shop.drafts.edit(draft.id, "Tom", "A linen shirt of 180 g.")
    shop.drafts.approve(draft.id, "Mei")
    [pair] = shop.drafts.pairs()
    assert (pair.kind, pair.language, pair.written, pair.reference) == ("description", "en", SAID, "A linen shirt of 180 g.")
    assert ["title", "Linen shirt"] in list(pair.facts)
    assert ["Weight", "180 g"] in list(pair.facts)


def test_examples_are_lines_that_training_reads(shop, tmp_path):
    draft = kept(shop)
    shop.drafts.approve(draft.id, "Mei")
    assert shop.drafts.export(tmp_path / "pairs.jsonl") == 1
    row = json.loads((tmp_path / "pairs.jsonl").read_text())
    assert (row["reference"], row["language"], row["facts"][0]) == (SAID, "en", ["title", "Linen shirt"])
    assert shop.drafts.export(tmp_path / "out.jsonl", published=True) == 0
    shop.drafts.publish(draft.id, "Mei")
    shop.drafts.export(tmp_path / "out.jsonl", published=True)
    out = json.loads((tmp_path / "out.jsonl").read_text())
    assert (out["text"], out["product_id"], out["label"]["writer"]) == (SAID, "shirt", "clerk")


def test_a_text_is_tried_on_half_of_the_visitors_of_its_page(shop):
    draft = kept(shop)
    with pytest.raises(InvalidQuery, match="expected an approved title or description"):
        shop.drafts.test(draft.id)
    shop.drafts.approve(draft.id, "Mei")
    plan = shop.experiments.start(shop.drafts.test(draft.id), datetime.now(UTC) - timedelta(days=1))
    shop.experiments._looked = -math.inf
    seen = {}
    for number in range(60):
        visitor = f"session/s{number}"
        tuning, arms = shop.experiments.tuned(Tuning(), "product", visitor, datetime.now(UTC), ("shirt",))
        seen.setdefault(arms, set()).add(shop.drafts.as_tested(shop.store.products.get("shirt"), tuning.copies).description.en)
    assert seen == {(f"{plan.id}=present",): {"A shirt."}, (f"{plan.id}=draft",): {SAID}}
    for place, about in (("product", ("mug",)), ("home", ())):
        assert shop.experiments.arms(place, "session/s1", datetime.now(UTC), about) == []


def test_what_a_test_counts_is_the_product_itself(shop):
    draft = kept(shop)
    shop.drafts.approve(draft.id, "Mei")
    begun = datetime.now(UTC) - timedelta(days=1)
    plan = shop.experiments.start(shop.drafts.test(draft.id), begun)
    shown = [LoggedRecommendation(f"l{i}", begun + timedelta(hours=1), "product", about=("shirt",), session_id=f"s{i}",
                                  arms=(f"{plan.id}={'draft' if i % 2 else 'present'}",)) for i in range(8)]  # fmt: skip
    shop.store.recommendations.put(shown)

    def did(id, name, product, session, price=None):
        return Event(id, name, begun + timedelta(hours=2), session_id=session, items=(EventItem(product, price=price),))

    shop.store.events.put([did("e1", "add_to_cart", "shirt", "s1"), did("e2", "add_to_cart", "mug", "s2"),
                           did("e3", "purchase", "shirt", "s1", Money(1000, "CNY")), did("e4", "purchase", "mug", "s3", Money(500, "CNY")),
                           did("e5", "add_to_cart", "shirt", "s9")])  # fmt: skip
    present, tried = shop.experiment_result(plan.id).arms
    assert [(arm.visitors, *(arm.samples[m].mean for m in ("clicked", "bought", "revenue"))) for arm in (present, tried)] == [
        (4, 0.0, 0.0, 0.0), (4, 0.25, 0.25, 2.5)]


@pytest.mark.parametrize(("order", "product", "about"), [
    ({"keywords": "wireless earbuds, noise cancelling"}, None, "wireless earbuds, noise cancelling"),
    ({"facts": (("title", "Oak desk"), ("Width", "120 cm"))}, None, ""),
])
def test_a_draft_of_words_alone_speaks_from_them_alone(shop, order, product, about):
    draft = shop.drafts.keep(shop.write("description", **order), Order("description", **order))
    assert (draft.product_id, draft.about) == (product, about)
    shop.drafts.edit(draft.id, "Tom", draft.version.text + " Only $5.")
    with pytest.raises(InvalidQuery, match=r"\$5"):
        shop.drafts.approve(draft.id, "Mei")


def test_a_reply_is_about_its_review(shop):
    draft = kept(shop, "reply", "r1")
    assert (draft.product_id, draft.about) == ("mug", "r1")
    assert shop.drafts.approve(draft.id, "Mei").state == "approved"


@pytest.mark.parametrize(("order", "words"), [
    ({}, "expected one of: the id of a product, keywords, or facts"),
    ({"id": "shirt", "keywords": "x"}, "expected one of: the id"),
    ({"id": "shirt", "market": "mars"}, "market: expected one of cn, eu, uk, us"),
    ({"id": "shirt", "segment": "kings"}, "segment: expected one of best, regulars"),
    ({"id": "shirt", "tone": "rude"}, "tone must be one of plain"),
])
def test_an_order_that_is_none_is_refused_in_a_sentence(shop, order, words):
    with pytest.raises(InvalidQuery, match=words):
        shop.write("description", **order)


def test_what_is_not_there_is_not_found(shop):
    for wrong in (lambda: shop.write("title", "no"), lambda: shop.write("reply", "no"), lambda: shop.drafts.approve("no", "Mei")):
        with pytest.raises(NotFound):
            wrong()


def test_several_texts_differ(shop):
    texts = [copy.text for copy in shop.copywriter.variants(Order("title", "shirt", language="en"), 3)]
    assert len(set(texts)) == 3
    assert len(list(shop.copywriter.variants(Order("title", "shirt", language="en"), 9))) == 4, "no more than there are"
