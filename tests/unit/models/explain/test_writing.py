"""What a written token is explained by: exact probabilities, exact losses, and the word on which it hangs. Needs `[train]`."""

import numpy as np
import pytest

from shopkeeper.models import tokenizer as tokens
from shopkeeper.models.explain.writing import LONGEST, explain_writing
from shopkeeper.shop import InvalidFile, InvalidQuery

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

PROMPT, WRITTEN = "The red dress is", " light and fits well in summer.🙂"
FILLERS = {"en": "soft warm new big old small cheap fine".split(), "zh": ["柔软", "保暖", "新款", "大号", "小号", "便宜", "精致", "轻薄"]}
PLANTED = {"en": {"mint": "green", "rose": "pink"}, "zh": {"薄荷": "绿色", "玫瑰": "粉色"}}
QUESTION = {"en": "is the colour", "zh": "颜色是"}


def sentence(language, word, random):
    """Fillers with the planted word somewhere among them, the question, and what the word alone decides."""
    said = list(random.choice(FILLERS[language], 3))
    said.insert(int(random.integers(4)), word)
    space = " " if language == "en" else "，"
    return f"{space.join(said)}{space}{QUESTION[language]}", ("" if language == "zh" else " ") + PLANTED[language][word]


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """A language model that has learnt to answer by one word of two, in both languages."""
    folder = tmp_path_factory.mktemp("planted")
    random = np.random.default_rng(0)
    texts = [sentence(language, word, random) for _ in range(100) for language in PLANTED for word in PLANTED[language]]
    tokenizer = tokens.learn([a + b for a, b in texts], 420)
    tokens.save(tokenizer, folder, 64)
    torch.manual_seed(0)
    config = transformers.LlamaConfig(vocab_size=tokenizer.get_vocab_size(), hidden_size=64, intermediate_size=96, num_hidden_layers=2,
                                      num_attention_heads=4, tie_word_embeddings=True)
    model = transformers.LlamaForCausalLM(config)
    pairs = [(tokenizer.encode(a).ids, tokenizer.encode(b, add_special_tokens=False).ids) for a, b in texts]
    longest = max(len(a) + len(b) for a, b in pairs)
    given = torch.tensor([a + b + [0] * (longest - len(a) - len(b)) for a, b in pairs])
    wanted = torch.tensor([[-100] * len(a) + b + [-100] * (longest - len(a) - len(b)) for a, b in pairs])  # the answer alone is learnt
    optimizer = torch.optim.AdamW(model.parameters(), lr=4e-3)
    for step in range(60):
        part = slice(step % 10 * 40, step % 10 * 40 + 40)
        optimizer.zero_grad()
        model(input_ids=given[part], labels=wanted[part]).loss.backward()
        optimizer.step()
    model.save_pretrained(folder)
    return folder


@pytest.mark.parametrize(("language", "word"), [(language, word) for language in PLANTED for word in PLANTED[language]])
def test_the_planted_word_explains_the_token_that_it_decides(planted, language, word):
    random = np.random.default_rng(9)
    for _ in range(3):
        prompt, written = sentence(language, word, random)
        step = (found := explain_writing(planted, prompt, written)).steps[0]
        assert step.logprob > np.log(0.9)
        asked = found.reasons(step, len(found.words))  # the question matters too: without it there is nothing to answer
        (first, share), *others = [(name, share) for name, share in asked if name not in QUESTION[language]]
        assert first == word
        assert all(share > 3 * other for _, other in others)


def test_probabilities_and_losses_are_those_of_transformers(small_model):
    found = explain_writing(small_model, PROMPT, WRITTEN)
    tokenizer = tokens.load(small_model)
    model = transformers.LlamaForCausalLM.from_pretrained(small_model).eval()
    head, tail = tokenizer.encode(PROMPT).ids, tokenizer.encode(WRITTEN, add_special_tokens=False).ids

    def logprobs(before):
        with torch.no_grad():
            scores = model(torch.tensor([before + tail])).logits[0].log_softmax(-1)
        return np.array([scores[len(before) + i - 1, token].item() for i, token in enumerate(tail)])

    whole = logprobs(head)
    assert sum(step.logprob for step in found.steps) == pytest.approx(whole.sum(), abs=1e-3)
    red = [found.text[span.start : span.end] for span in found.words].index("red")
    places = [i for i, token in enumerate(found.replay.tokens) if found.words[red].start <= token.start < token.end <= found.words[red].end]
    without = whole - logprobs([token for i, token in enumerate(head) if i not in places])
    assert np.allclose(sum(step.shares[red] for step in found.steps), without.sum(), atol=1e-3)
    assert found.steps[0].shares[red] == pytest.approx(without[0], abs=1e-4)


def test_steps_are_whole_characters_and_only_what_came_before_explains_them(small_model):
    found = explain_writing(small_model, PROMPT, WRITTEN)
    assert "".join(found.text[step.start : step.end] for step in found.steps).replace(" ", "") == WRITTEN.replace(" ", "")
    assert found.text[found.steps[-1].start : found.steps[-1].end] == "🙂"  # four tokens of a byte each
    for step in found.steps:
        later = [i for i, span in enumerate(found.words) if span.end > step.start]
        assert not step.shares[later].any()
    told = found.to_dict(attention=True)
    assert [len(token["shares"]) for token in told["tokens"]] == [len(found.words)] * len(found.steps)
    assert np.shape(told["attention"][0]["layers"]) == (2, 4, len(found.replay.tokens), len(found.replay.tokens))


def test_progress_is_told_and_what_cannot_be_explained_is_refused(small_model, tmp_path):
    told = []
    found = explain_writing(small_model, PROMPT, " light", lambda done, total: told.append((done, total)))
    assert told == [(i + 1, len(found.words)) for i in range(len(found.words))]
    with pytest.raises(InvalidQuery, match="expected a written text, got none"):
        explain_writing(small_model, PROMPT, "")
    with pytest.raises(InvalidQuery, match=f"at most {LONGEST} tokens"):
        explain_writing(small_model, PROMPT, " red dress" * 300)
    with pytest.raises(InvalidFile, match=r"tokenizer\.json"):
        explain_writing(tmp_path, "a", "b")
