import numpy as np

from shopkeeper.models.explain.attention import rollout


def test_rollout_follows_attention_through_the_layers():
    looks_back = np.array([[1, 0, 0], [1, 0, 0], [0, 1, 0]], np.float32)  # each token at the one before it
    flow = rollout(np.stack([looks_back, looks_back])[:, None])
    # Half stays at each of two layers: the last token keeps 1/4, has 2/4 from its neighbour, 1/4 from the first through it.
    assert np.allclose(flow, [[1, 0, 0], [0.75, 0.25, 0], [0.25, 0.5, 0.25]])


def test_rollout_of_an_even_attention_is_even_between_others():
    flow = rollout(np.full((6, 12, 5, 5), 0.2, np.float32))
    assert np.allclose(flow.sum(1), 1)
    assert np.allclose(flow - np.diag(np.diag(flow)), (1 - np.eye(5)) * flow[0, 1])
