"""The writer with a model of the shop's own: what it is asked, which of its texts is taken, when another has to write."""

from __future__ import annotations

import pytest

from shopkeeper.models.language.protocol import ModelUnavailable, Piece, Token
from shopkeeper.writing import Brief
from shopkeeper.writing.facts import of_pairs
from shopkeeper.writing.learned import CANDIDATES, LearnedWriter, asked_of

FACTS = of_pairs([["title", "Halden mug"], ["material", "ceramic"], ["colour", "navy"], ["style", "minimalist"]], "en")
DESCRIPTION = Brief("description", "en")
GOOD = "A simple mug in navy ceramic, minimalist and easy to use. It looks good in the kitchen and sits well in the hand."


class Drawn:
    """A model that answers each seed with a text of its own."""

    name = "drawn"

    def __init__(self, *texts, logprob=-1.0, finish="stop"):
        self.texts, self.logprob, self.finish, self.asked = texts, logprob, finish, []

    def complete(self, prompt, *, tools=(), schema=None, grammar="", sampling=None):
        self.asked.append((prompt, sampling))
        text = self.texts[sampling.seed % len(self.texts)]
        if isinstance(text, Exception):
            raise text
        yield Piece(text, tokens=tuple(Token(letter, self.logprob) for letter in text))
        yield Piece(finish=self.finish)

    def close(self):
        """Nothing."""


def write(*texts, brief=DESCRIPTION, **how):
    model = Drawn(*texts, **how)
    return LearnedWriter(lambda: model).write(FACTS, brief), model


def test_it_is_asked_as_it_was_taught():
    assert asked_of(FACTS, DESCRIPTION) == "Halden mug\nmaterial: ceramic\ncolour: navy\nstyle: minimalist\n\n"


def test_the_text_that_says_most_of_the_facts_is_taken():
    copy, model = write("A simple mug in navy ceramic. It is easy to use, and it looks good in the kitchen.", GOOD)
    assert copy.text == GOOD
    assert copy.writer == "own"
    assert len({sampling.seed for _, sampling in model.asked}) == CANDIDATES


def test_what_is_false_is_cut_first():
    copy, _ = write(GOOD + " Only 3 left, made in Norway.")
    assert copy.text == GOOD
    assert copy.holds


def test_a_text_that_had_to_stop_loses_its_last_sentence():
    copy, _ = write(GOOD + " And what you", finish="length")
    assert copy.text == GOOD


@pytest.mark.parametrize("text", ["", "Nice.", "It is a good thing to have and to use, and it looks nice in the kitchen and on the table.",
                                  "Made in Norway for NASA in 1999. Winner of the Red Dot Award. Save 20% now."])
def test_where_too_little_is_said_or_left_another_has_to_write(text):
    assert write(text)[0] is None


def test_other_kinds_no_model_and_a_broken_one_are_left_to_the_next():
    assert write(GOOD, brief=Brief("title", "en"))[0] is None
    assert LearnedWriter(lambda: None).write(FACTS, DESCRIPTION) is None
    assert write(ModelUnavailable("broken"))[0] is None
