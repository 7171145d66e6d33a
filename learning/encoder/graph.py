"""The graph of the fine-tuned encoder for onnxruntime, written node by node, and its weights as 8-bit whole numbers."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save
from onnxruntime.quantization import QuantType, quantize_dynamic

from learning.encoder.minilm import HEADS, LAYERS, SMALLEST, WIDTH, WORDS

OPSET = 20
IR_VERSION = 10
"""Older than the newest, so that older runtimes read it too."""


class _Graph:
    def __init__(self, weights: Mapping[str, Any]) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self._weights = weights

    def constant(self, name: str, value: Any) -> str:
        if all(each.name != name for each in self.constants):
            self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def weight(self, name: str, *, turned: bool = False) -> str:
        value = np.asarray(self._weights[name], np.float32)
        return self.constant(name, value.T if turned else value)

    def add(self, kind: str, inputs: list[str], name: str, **settings: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, **settings))
        return name

    def linear(self, x: str, name: str) -> str:
        product = self.add("MatMul", [x, self.weight(f"{name}.weight", turned=True)], f"{name}/product")
        return self.add("Add", [product, self.weight(f"{name}.bias")], f"{name}/sum")

    def normal(self, x: str, name: str) -> str:
        return self.add(
            "LayerNormalization",
            [x, self.weight(f"{name}.weight"), self.weight(f"{name}.bias")],
            f"{name}/out",
            axis=-1,
            epsilon=SMALLEST,
        )


def write_graph(weights: Mapping[str, Any], file: Path) -> None:
    """Write the encoder with its outputs `logits` and `vector`: one message of any length, `ids` and `kinds`."""
    graph = _Graph(weights)
    x = _embedded(graph)
    for layer in range(LAYERS):
        x = _layer(graph, f"encoder.layer.{layer}.", x)
    graph.add("ReduceMean", [x, graph.constant("axis 1", np.array([1], np.int64))], "vector", keepdims=0)
    graph.add("ReduceMax", [x, "axis 1"], "greatest", keepdims=0)
    pooled = graph.add("Concat", ["vector", "greatest"], "pooled", axis=1)
    product = graph.add("MatMul", [pooled, graph.weight("head.w")], "guess")
    graph.add("Add", [product, graph.weight("head.b")], "logits")
    tokens = [helper.make_tensor_value_info(name, TensorProto.INT64, [1, "length"]) for name in ("ids", "kinds")]
    outputs = [
        helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, len(weights["head.b"])]),
        helper.make_tensor_value_info("vector", TensorProto.FLOAT, [1, WIDTH]),
    ]
    made = helper.make_graph(graph.nodes, "encoder", tokens, outputs, graph.constants)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
    checker.check_model(model)
    save(model, file)


def quantise(exact: Path, small: Path) -> None:
    """The same with 8-bit whole numbers as weights, a scale for each column: a quarter of the size, twice as fast.

    Seven bits of the eight are used: processors without VNNI would overflow at eight, and say something else. Sums of
    floating numbers may still differ in the last digits between kinds of processors.
    """
    quantize_dynamic(
        exact,
        small,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        op_types_to_quantize=["MatMul", "Gather"],
    )


def _embedded(graph: _Graph) -> str:
    words = graph.add("Gather", [graph.weight(WORDS), "ids"], "words")
    kinds = graph.add("Gather", [graph.weight("embeddings.token_type_embeddings.weight"), "kinds"], "kinds of tokens")
    shape = graph.add("Shape", ["ids"], "shape", start=1)
    zero, axes = graph.constant("from 0", np.array([0], np.int64)), graph.constant("axis 0", np.array([0], np.int64))
    places = graph.add("Slice", [graph.weight("embeddings.position_embeddings.weight"), zero, shape, axes], "places")
    both = graph.add("Add", [words, kinds], "words and kinds")
    return graph.normal(graph.add("Add", [both, places], "embedded"), "embeddings.LayerNorm")


def _layer(graph: _Graph, name: str, x: str) -> str:
    apart = graph.constant("apart", np.array([0, 0, HEADS, WIDTH // HEADS], np.int64))

    def split(part: str, order: list[int]) -> str:
        y = graph.linear(x, f"{name}attention.self.{part}")
        return graph.add("Transpose", [graph.add("Reshape", [y, apart], f"{y}/apart")], f"{y}/turned", perm=order)

    query, key, value = split("query", [0, 2, 1, 3]), split("key", [0, 2, 3, 1]), split("value", [0, 2, 1, 3])
    scores = graph.add("MatMul", [query, key], f"{name}scores")
    scale = graph.constant("scale", np.array(1 / math.sqrt(WIDTH // HEADS), np.float32))
    shares = graph.add("Softmax", [graph.add("Mul", [scores, scale], f"{name}scaled")], f"{name}shares", axis=-1)
    seen = graph.add("MatMul", [shares, value], f"{name}seen")
    together = graph.constant("together", np.array([0, 0, WIDTH], np.int64))
    turned = graph.add("Transpose", [seen], f"{name}seen/turned", perm=[0, 2, 1, 3])
    attended = graph.linear(
        graph.add("Reshape", [turned, together], f"{name}seen/together"), f"{name}attention.output.dense"
    )
    x = graph.normal(graph.add("Add", [x, attended], f"{name}attended"), f"{name}attention.output.LayerNorm")
    inner = graph.add("Gelu", [graph.linear(x, f"{name}intermediate.dense")], f"{name}inner")
    outer = graph.linear(inner, f"{name}output.dense")
    return graph.normal(graph.add("Add", [x, outer], f"{name}both"), f"{name}output.LayerNorm")
