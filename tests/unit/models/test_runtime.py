"""Networks give the same answer on every processor, also on one that has no exact product of uint8 and int8."""

from __future__ import annotations

import numpy as np
import pytest

from shopkeeper.models import runtime

onnx = pytest.importorskip("onnx", reason="the extra [train] is not installed")
helper, numpy_helper, TensorProto = onnx.helper, onnx.numpy_helper, onnx.TensorProto

DRAW = np.random.default_rng(3)
LEFT = DRAW.integers(0, 256, (3, 40), dtype=np.uint8)
WEIGHTS, OTHERS = (DRAW.integers(-128, 128, (40, 16), dtype=np.int8) for _ in range(2))
OFFSETS = np.arange(-8, 8, dtype=np.int8)  # zero points, stored whole; quantised models have zeros, stored as numbers


def graph(offsets: np.ndarray | None) -> bytes:
    """c = (a - 7) @ (weights - offsets), twice from the same weights: the second time without the 7."""
    numbers = {"weights": WEIGHTS, "seven": np.uint8(7), "none": np.uint8(0)} | ({} if offsets is None else {"offsets": offsets})
    constants = [numpy_helper.from_array(np.asarray(value), name) for name, value in numbers.items()]
    constants += [helper.make_tensor("offsets", TensorProto.INT8, [16], [0] * 16)] if offsets is None else []
    nodes = [helper.make_node("MatMulInteger", ["a", "weights", zero, "offsets"], [name]) for zero, name in (("seven", "c"), ("none", "d"))]
    ends = [helper.make_tensor_value_info("a", TensorProto.UINT8, ["m", 40]),
            *(helper.make_tensor_value_info(name, TensorProto.INT32, ["m", 16]) for name in ("c", "d"))]
    whole = helper.make_graph(nodes, "g", ends[:1], ends[1:], constants)
    return helper.make_model(whole, opset_imports=[helper.make_opsetid("", 17)], ir_version=8).SerializeToString()


def exact(weights: np.ndarray, offsets: np.ndarray | int) -> list[np.ndarray]:
    right = weights.astype(int) - offsets
    return [(LEFT.astype(int) - 7) @ right, LEFT.astype(int) @ right]


@pytest.mark.parametrize("overflows", [False, True])
@pytest.mark.parametrize("offsets", [None, OFFSETS])
@pytest.mark.parametrize("other", [False, True])
def test_products_are_exact(overflows, offsets, other, monkeypatch):
    if not overflows and runtime.overflows():
        overflows = True  # this processor leaves no choice
    monkeypatch.setattr(runtime, "overflows", lambda: overflows)
    network = runtime.session(graph(offsets), {"weights": OTHERS} if other else None)
    expected = exact(OTHERS if other else WEIGHTS, 0 if offsets is None else offsets.astype(int))
    assert all(np.array_equal(found, each) for found, each in zip(network.run(None, {"a": LEFT}), expected, strict=True))


def test_a_graph_of_two_parts_is_changed_in_both():
    more = onnx.ModelProto()
    more.graph.initializer.append(numpy_helper.from_array(OTHERS, "more"))
    changed, given = runtime.unsigned(graph(None) + more.SerializeToString(), {})
    types = {each.name: each.data_type for each in onnx.load_from_string(changed).graph.initializer}
    assert types == dict.fromkeys(("weights", "offsets", "more", "seven", "none"), TensorProto.UINT8)
    assert {name: value.tolist() for name, value in given.items()} == {"offsets": [128] * 16}


def test_what_the_processor_is_asked_is_the_product_that_networks_have():
    node, = onnx.load_from_string(runtime._PRODUCT).graph.node
    assert (node.op_type, list(node.input)) == ("MatMulInteger", ["a", "b"])


def test_what_is_no_graph_is_refused():
    with pytest.raises(Exception, match=r"(?i)protobuf|model"):
        runtime.session(b"no graph at all")
