from shopkeeper.models.corpus import Text, collect
from shopkeeper.models.language.pairs import LONGEST_COPY, LONGEST_PROMPT, Pair, prompt, split


def pair(number, copy=None):
    colour = ("red", "blue", "green")[number % 3]
    written = f"Mug no. {number * 7919} is {colour}, and {number}{number} like it."
    return Pair([("colour", colour), ("number", str(number))], copy or written)


def test_the_prompt_is_title_facts_and_an_empty_line():
    assert prompt([("材质", "棉"), ("colour", "red")], "T恤") == "T恤\n材质: 棉\ncolour: red\n\n"
    assert prompt([]) == "\n"


def test_values_that_are_texts_and_facts_beyond_the_memory_are_left_out():
    long = prompt([("note", "word " * 50), *((f"fact {i}", "value" * 4) for i in range(100))])
    assert "note" not in long
    assert "fact 3: " in long
    assert len(long.encode()) <= LONGEST_PROMPT + 1


def test_a_tenth_is_held_out_and_the_same_whatever_is_added():
    few, many = split(pair(i) for i in range(400)), split(pair(i) for i in range(800))
    assert 20 < len(few.held_out) < 60
    assert {p.copy for p in few.held_out} <= {p.copy for p in many.held_out}
    assert not {p.copy for p in many.held_out} & {p.copy for p in many.train}
    assert few.fingerprint == split(pair(i) for i in range(400)).fingerprint != many.fingerprint


def test_what_a_language_model_learnt_as_a_text_is_not_held_out_here():
    pairs = [pair(i) for i in range(300)]
    corpus = collect(Text("product", each.document) for each in pairs)
    assert {each.document for each in split(pairs).held_out} >= set(corpus.held_out)
    assert not {each.document for each in split(pairs).held_out} & set(corpus.train)


def test_copies_count_once_and_empty_ones_not_at_all():
    found = split([pair(1), pair(1), Pair([], "ok"), pair(2, "Call +44 20 7946 0958 for a mug that is red.")])
    assert found.copies == 1
    copies = {each.copy for each in (*found.train, *found.held_out)}
    assert copies == {pair(1).copy, "Call [phone] for a mug that is red."}


def test_of_a_long_copy_whole_sentences_are_learnt():
    found = split([Pair([], "这是一句话。" * 60), Pair([], "x" * 2 * LONGEST_COPY)])
    (only,) = (*found.train, *found.held_out)
    assert only.copy == "这是一句话。" * (LONGEST_COPY // 18)
