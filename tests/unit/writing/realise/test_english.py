"""English copy: what it says is given, it agrees, it varies, it keeps the limits."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopkeeper.claims import check
from shopkeeper.shop import Localized, Product, Review
from shopkeeper.text.attributes import broader, find_values, kinds, spoken
from shopkeeper.writing import KINDS, TONES, Brief, Evidence, Kind, Tone, plan
from shopkeeper.writing.facts import Material, of_keywords, of_pairs, of_product
from shopkeeper.writing.realise import Realised
from shopkeeper.writing.realise.en import English
from shopkeeper.writing.realise.en.phrases import composition
from shopkeeper.writing.seeds import seed_of
from shopkeeper.writing.words import HERE, table

_COMPLAINT = Review("r1", "s1", 2, "The strap broke after a week.")
_VALUES = [(kind, spoken(kind, value, "en")[0])
           for kind in ("colour", "material", "pattern", "neckline", "sleeve", "closure") for value in sorted(kinds()[kind])]
_LOOKS = ("colour", "pattern", "sleeve")
_FACTS = st.lists(st.sampled_from(_VALUES), min_size=1, max_size=6, unique_by=lambda each: each[0])


def _write(material: Material, kind: Kind = "description", tone: Tone = "plain", **more: object) -> Realised:
    brief = Brief(kind, "en", tone, review=_COMPLAINT if kind == "reply" else None, **more)  # type: ignore[arg-type]
    return English().realise(plan(material, brief), brief, seed_of(material, brief))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(_FACTS, st.sampled_from(TONES), st.integers(0, 50))
def test_no_value_and_no_number_appears_that_was_not_given(facts: Sequence[tuple[str, str]], tone: Tone, seed: int) -> None:
    material = of_pairs([["title", "Kantoor 7 Blouse"], *map(list, facts), ["chest", 51.5]], "en")
    text = _write(material, tone=tone, seed=seed).text
    known = {(said.kind, said.value) for _, value in facts for said in find_values(f"{value} blouse")}
    known |= {(kind, wider) for kind, value in known for wider in broader(kind, value)}  # coffee brown is brown
    told = {(said.kind, said.value) for said in find_values(_without_suggestions(text, material)) if said.kind in _LOOKS}
    assert told <= known
    given_numbers = {number for _, value in facts for number in re.findall(r"\d+(?:\.\d+)?", value)}
    assert set(re.findall(r"\d+(?:\.\d+)?", text)) <= {"7", "51.5"} | given_numbers


def _without_suggestions(text: str, material: Material) -> str:
    """A text without what it suggests beside the product."""
    from shopkeeper.writing.goods import good_of

    good = good_of(material.title.en, material.family)
    assert good is not None
    for suggestion in (*good.uses, *good.aims):
        words = re.split(r"\{[^}]*\}", suggestion)
        pattern = ".*?".join("".join(_pattern(part)) for part in words)
        text = re.sub(pattern, "", text, flags=re.I)
    return text


def _pattern(part: str) -> list[str]:
    """A part of a suggestion as a pattern that any of its alternatives fits."""
    return [c if c in "|" else "(?:" if c == "[" else ")" if c == "]" else re.escape(c) for c in part]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "translate"])
def test_every_kind_of_text_claims_nothing_that_is_not_on_record(sandals: Product, kind: Kind) -> None:
    material = of_product(sandals)
    for tone in TONES:
        made = _write(material, kind, tone)
        assert made.text
        assert [claim.text for claim in check(made.text, material.records) if not claim.holds] == []


def test_no_suggestion_claims_anything() -> None:
    goods = [good for family in table(HERE / "goods.toml").values() for good in family.values()]
    for text in {text for good in goods for text in (*good["use"], *good["aim"])}:
        for number in range(5):  # every alternative once
            chosen = re.sub(r"\[([^\[\]]*)\]", lambda match: (match[1].split("|") * 5)[number], text)  # noqa: B023
            said = re.sub(r"\{\w+\}", "it", re.sub(r"\{\+(\w+)\}", r"\1s", chosen))
            assert [claim.text for claim in check(said, [["title", "Thing"]])] == [], said


def test_plural_goods_take_plural_words(sandals: Product) -> None:
    for tone in TONES:
        text = _write(of_product(sandals), tone=tone).text
        assert not re.search(r"\b(?:sandals (?:is|has|comes)|this sandals|a sandals|It (?:is|has|comes))\b", text)


def test_what_is_not_known_and_what_is_not_so_is_not_spoken_of(sandals: Product) -> None:
    assert "waterproof" not in _write(of_product(sandals)).text.lower()
    bare = _write(of_keywords("wireless earbuds, noise cancelling"))
    assert "wireless earbuds" in bare.text.lower()
    assert "noise" in bare.text.lower()
    assert not re.search(r"\d|bluetooth|battery", bare.text, re.I)


def test_tones_differ_as_people_do(sandals: Product) -> None:
    texts = {tone: _write(of_product(sandals), tone=tone).text for tone in TONES}
    assert len(set(texts.values())) == len(TONES)
    words = {tone: set(re.findall(r"\w+", text.lower())) for tone, text in texts.items()}
    shared = [len(words[a] & words[b]) / len(words[a] | words[b]) for a in TONES for b in TONES if a < b]
    assert max(shared) < 0.75


def test_the_seed_changes_the_words_and_no_sentence_comes_twice(sandals: Product) -> None:
    texts = [_write(of_product(sandals), seed=seed).text for seed in range(8)]
    assert len(set(texts)) >= 6
    assert len({text.split(".")[0] for text in texts}) >= 4  # openers
    for text in texts:
        sentences = re.split(r"(?<=[.!?])\s+", text)
        assert len(set(sentences)) == len(sentences)


def test_adverts_and_search_fields_keep_their_limits(sandals: Product) -> None:
    advert = _write(of_product(sandals), "ad", platform="google_ads").fields
    assert all(len(line) <= 30 for line in advert["headlines"].splitlines())
    assert all(len(line) <= 90 for line in advert["descriptions"].splitlines())
    assert len(advert["headlines"].splitlines()) >= 3
    search = _write(of_product(sandals), "seo").fields
    assert len(search["title"]) <= 60
    assert 0 < len(search["meta"]) <= 155
    assert len(_write(of_product(sandals), "title", platform="amazon").text) <= 200


def test_praise_is_said_with_the_counts_behind_it(sandals: Product) -> None:
    proven = of_product(sandals, evidence=[Evidence(Localized("舒适", "comfort"), 8, 10)])
    assert re.search(r"\b8\b.*\b10\b|\b10\b.*\b8\b", _write(proven).text)
    doubtful = of_product(sandals, evidence=[Evidence(Localized("舒适", "comfort"), 3, 10)])
    assert "comfort" not in _write(doubtful).text


def test_a_reply_to_a_complaint_is_sorry_and_promises_nothing(sandals: Product) -> None:
    text = _write(of_product(sandals), "reply").text
    assert "sorry" in text.lower()
    assert "quality" in text or "order number" in text
    assert not re.search(r"refund|replace|free|guarantee|within", text, re.I)


def test_a_story_quotes_the_brand_page_word_for_word(sandals: Product) -> None:
    told = "We have cut straps in the same room since our first pair."
    assert told in _write(of_product(sandals, story=[told]), "story").text


def test_two_facts_that_are_said_alike_are_said_once() -> None:
    material = of_pairs([["title", "Crochet Top"], ["category", "Top"], ["detail", "ruffled"], ["detail", "ruffles"]], "en")

    assert all("ruffles and ruffles" not in _write(material, seed=seed).text for seed in range(12))


def test_a_dash_before_free_does_not_make_the_opposite_of_a_name() -> None:
    text = _write(of_pairs([["title", "Gluten - Free Oat Cookies"], ["brand", "Ferndale"]], "en")).text
    assert not re.search(r"Gluten(?! - Free)", text)


def _lively(shape: str, plural: bool) -> str:
    from shopkeeper.writing.realise.en.grammar import fill

    return fill(shape, {"called": "X", "withs": "a zip"}, plural) or ""


def test_units_keep_their_letters_in_a_headline_and_no_word_follows_itself() -> None:
    from shopkeeper.writing.realise.en.grammar import headline

    assert headline("9 mm thick") == "9 mm Thick"
    assert headline("3.5 cm sole") == "3.5 cm Sole"
    cooker = of_pairs([["title", "Rice Cooker"], ["coating", "non-stick coating"], ["lies flat", True]], "en")
    for kind in ("features", "description", "ad", "title"):
        text = _write(cooker, kind).text
        assert not re.search(r"coating coating|[Aa] lies", text, re.I), text


def test_lively_shapes_agree_with_plural_goods_and_ask_nothing_alone() -> None:
    shapes = table(HERE.parent / "realise/en/words/tones.toml")["lively"]["open"]
    has = next(shape for shape in table(HERE.parent / "realise/en/words/tones.toml")["plain"]["open"] if "{+have}" in shape)
    assert _lively(has, plural=True).startswith("X have ")
    assert not any(shape.endswith("Sold?") for shape in shapes)


def test_a_buyer_reads_of_babies_and_of_a_shape() -> None:
    bag = of_pairs([["title", "Sleeping Bag"], ["shape", "mummy"], ["age", "baby"]], "en")
    text = _write(bag, "features").text
    assert "mummy shape" in text or "Shape: mummy" in text
    assert "for baby" not in text


def test_what_is_said_of_a_kind_is_said_where_the_category_says_so_too() -> None:
    pill = of_pairs([["title", "Digestive Tablet"], ["category", "Ayurveda"], ["brand", "Hillroot"]], "en")
    texts = {_write(pill, seed=seed).text for seed in range(8)}
    assert all("Hillroot Digestive Tablet" in text and "Ayurveda" in text and text.count(".") < 2 for text in texts)


def test_two_fabrics_are_told_apart_and_a_named_one_has_its_shares_behind_it() -> None:
    assert composition("80% rayon, 20% nylon, 97% polyester, 3% spandex") == (
        "two fabrics (80% rayon and 20% nylon; 97% polyester and 3% spandex)")
    assert composition("denim, 98% cotton, 2% spandex") == "denim (98% cotton, 2% spandex)"
    assert composition("98% cotton, 2% spandex") == ""


def test_data_are_said_with_their_units_and_as_nouns_a_reader_knows() -> None:
    cable = of_pairs([["title", "Sandhill Patch Cable 0.9 m"], ["attr_n_cable_length", 0.9], ["attr_b_rohs_compliance", True],
                      ["attr_t_connector_1", "RJ-45"], ["attr_t_connector_2", "USB A"], ["attr_t_awg_wire_size", "26"]], "en")
    for seed in range(6):
        text = _write(cable, seed=seed).text
        assert "RoHS compliant" in text
        assert "RJ-45 to USB A" in text
        assert "26" not in text
