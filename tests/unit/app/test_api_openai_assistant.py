"""The model `shopkeeper` of OpenAI's interface, asked by the real client."""

from __future__ import annotations

import httpx
import openai
import pytest
from fastapi.testclient import TestClient

from echo_brain import EchoBrain
from shopkeeper.app.api import create_app
from small_shop import small_shop


@pytest.fixture
def brain():
    return EchoBrain()


@pytest.fixture
def connect(tmp_path, brain):
    """The real client, whose requests reach the application without a socket."""
    shop = small_shop(tmp_path / "shop", brain=brain)
    inside = TestClient(create_app(shop), base_url="http://127.0.0.1")

    def pass_on(request):
        answer = inside.request(request.method, request.url.raw_path.decode(), content=request.content, headers=dict(request.headers))
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    def connect(key="none"):
        return openai.OpenAI(base_url="http://127.0.0.1/v1", api_key=key, max_retries=0,
                             http_client=httpx.Client(transport=httpx.MockTransport(pass_on)))

    yield connect
    shop.close()


def said(*texts):
    """A history as a client sends it: what the user said, with the answers between."""
    turns = [[{"role": "user", "content": text}, {"role": "assistant", "content": "…"}] for text in texts]
    return [{"role": "system", "content": "be kind"}, *(message for turn in turns for message in turn)][:-1]


def ask(client, *texts, **more):
    return client.chat.completions.create(model="shopkeeper", messages=said(*texts), **more)


def test_it_is_listed_first(connect):
    assert next(model.id for model in connect().models.list()) == "shopkeeper"


def test_it_answers_whole_and_in_pieces(connect):
    answer = ask(connect(), "hi")
    assert answer.choices[0].message.content == "Heard: hi. Anything else?"
    assert answer.choices[0].finish_reason == "stop"
    assert answer.shopkeeper["actions"] == [{"type": "idle", "about": ""}]
    chunks = list(ask(connect(), "hi", stream=True, stream_options={"include_usage": True}))
    assert "".join(c.delta.content or "" for chunk in chunks for c in chunk.choices) == "Heard: hi. Anything else?"
    assert [c.finish_reason for chunk in chunks for c in chunk.choices][-1] == "stop"
    assert len(chunks) > 3


def test_a_conversation_goes_on_by_its_id(connect, brain):
    client = connect()
    first = ask(client, "hi").shopkeeper["conversation"]
    for more in ({"metadata": {"conversation": first}}, {"extra_headers": {"X-Conversation-Id": first}}):
        assert ask(client, "hi", "go on", **more).shopkeeper["conversation"] == first
    with pytest.raises(openai.NotFoundError):
        ask(client, "hi", metadata={"conversation": "nothing"})
    assert brain.heard == ["hi", "go on"]  # the second time it was the same history


def test_a_conversation_goes_on_by_the_clients_own_key_and_nobody_elses(connect):
    mine = ask(connect("secret"), "hi", user="u1").shopkeeper["conversation"]
    assert ask(connect("secret"), "hi", "go on", user="u1").shopkeeper["conversation"] == mine
    others = [ask(connect("secret"), "hi", user="u2"), ask(connect("other"), "hi", user="u1"), ask(connect("secret"), "hi")]
    assert mine not in [each.shopkeeper["conversation"] for each in others]
    with pytest.raises(openai.NotFoundError):
        ask(connect("secret"), "hi", metadata={"conversation": "u1"})


@pytest.mark.parametrize("stream", [False, True])
def test_a_history_that_is_sent_again_is_not_carried_out_again(connect, brain, stream):
    client = connect()
    texts = ["hi", "buy", "yes"]
    for n in range(1, 4):
        ask(client, *texts[:n], user="u1")
    answers = [ask(client, *texts, user="u1", stream=stream) for _ in range(2)]
    text = ["".join(c.delta.content or "" for chunk in each for c in chunk.choices) if stream else each.choices[0].message.content
            for each in answers]
    assert text == ["Heard: yes. Anything else?"] * 2
    assert brain.heard == texts
    ask(client, *texts, "yes", user="u1")
    assert brain.heard == [*texts, "yes"]


def test_a_customer_must_be_signed_and_a_message_be_there(connect):
    with pytest.raises(openai.AuthenticationError):
        ask(connect(), "hi", metadata={"customer": "c1"})
    with pytest.raises(openai.UnprocessableEntityError, match="message of the user"):
        connect().chat.completions.create(model="shopkeeper", messages=[{"role": "system", "content": "x"}])
