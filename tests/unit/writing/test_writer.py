"""The gate and the grounded writer behind it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shopkeeper.claims import check
from shopkeeper.shop import InvalidQuery, Product
from shopkeeper.writing import Brief, Copy, GroundedWriter, Material, Voice, Writer
from shopkeeper.writing.facts import of_product
from shopkeeper.writing.realise.en import English


class _Liar:
    name = "llm"

    def write(self, material: Material, brief: Brief) -> Copy | None:
        return Copy("Only $3.", "en", brief.kind, claims=tuple(check("Only $3.", material.records)), writer=self.name)


def test_a_text_with_a_false_claim_does_not_get_through(sandals: Product) -> None:
    copy = Writer([_Liar(), GroundedWriter({"en": English()})]).write(of_product(sandals), Brief("description", "en"))
    assert copy.writer == "grounded"
    assert copy.holds
    assert "$3" not in copy.text


def test_the_same_order_gives_the_same_text(sandals: Product) -> None:
    writer, material = GroundedWriter({"en": English()}), of_product(sandals)
    assert writer.write(material, Brief("description", "en")) == writer.write(material, Brief("description", "en"))


def test_what_is_not_said_is_listed(sandals: Product) -> None:
    copy = Writer([GroundedWriter({"en": English()})]).write(of_product(sandals), Brief("description", "en"))
    assert "material" in copy.used
    assert "waterproof" in copy.left_out
    assert "waterproof" not in copy.text.lower()
    assert copy.label["generated_by"] == "software"


def test_nobody_who_may_write_is_said_in_words(sandals: Product) -> None:
    with pytest.raises(InvalidQuery, match="nothing can be written"):
        Writer([_Liar()]).write(of_product(sandals), Brief("description", "en"))


def test_an_order_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(InvalidQuery, match="kind must be one of title"):
        replace(Brief("title", "en"), kind="poem")  # type: ignore[arg-type]


def test_words_that_a_brand_never_says_are_not_said(sandals: Product) -> None:
    writer, material = Writer([GroundedWriter({"en": English()})]), of_product(sandals)
    plain = writer.write(material, Brief("description", "en"))
    assert "leather" in plain.text.lower()
    copy = writer.write(material, Brief("description", "en", brand_voice=Voice(never=("leather",))))
    assert "leather" not in copy.text.lower()


def test_a_line_that_is_taken_out_leaves_no_empty_line() -> None:
    from shopkeeper.writing.grounded import _without

    assert _without("• A zip\n• A slip\n• A sole", ["A slip"]) == "• A zip\n• A sole"
    assert _without("One.\n\nTwo. Three.", ["Three."]) == "One.\n\nTwo."
