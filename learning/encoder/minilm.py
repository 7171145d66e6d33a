"""all-MiniLM-L6-v2 as plain functions of its weights: the forward pass that is trained."""

from collections.abc import Mapping
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

LAYERS, HEADS, WIDTH = 6, 12, 384
DROPPED = 0.1
"""Share of numbers that are left out at random while it learns."""
SMALLEST = 1e-12
POOLED = 2 * WIDTH
"""What the outputs see of a message: the mean of its tokens, and the greatest of each number, as a danger may stand in
half a sentence among many."""
WORDS = "embeddings.word_embeddings.weight"
UNUSED = ("pooler", "embeddings.position_ids")
"""Weights in the file that the sentence vector does not need."""
Weights = Mapping[str, Any]


def encode(weights: Weights, ids: Any, kinds: Any, mask: Any, key: Any = None) -> Any:
    """Mean and greatest numbers of each message's tokens, shape (messages, POOLED); `key` switches dropping on."""
    keys = iter([None] * (1 + 2 * LAYERS) if key is None else jax.random.split(key, 1 + 2 * LAYERS))
    length = ids.shape[1]
    x = (
        weights[WORDS][ids]
        + weights["embeddings.position_embeddings.weight"][:length][None]
        + weights["embeddings.token_type_embeddings.weight"][kinds]
    )
    x = dropped(_normal(weights, "embeddings.LayerNorm", x), next(keys))
    unseen = jnp.where(mask[:, None, None, :] > 0, 0.0, -1e9)
    for layer in range(LAYERS):
        x = _layer(weights, f"encoder.layer.{layer}.", x, unseen, (next(keys), next(keys)))
    shares = mask[..., None].astype(x.dtype)
    greatest = jnp.where(shares > 0, x, -jnp.inf).max(1)
    return jnp.concatenate([(x * shares).sum(1) / shares.sum(1), greatest], axis=1)


def dropped(x: Any, key: Any) -> Any:
    """The same with some numbers left out; unchanged without a key."""
    if key is None:
        return x
    return jnp.where(jax.random.bernoulli(key, 1 - DROPPED, x.shape), x / (1 - DROPPED), 0.0)


def _layer(weights: Weights, name: str, x: Any, unseen: Any, keys: tuple[Any, Any]) -> Any:
    messages, length, _ = x.shape

    def split(part: str) -> Any:
        y = _linear(weights, f"{name}attention.self.{part}", x)
        return y.reshape(messages, length, HEADS, WIDTH // HEADS).transpose(0, 2, 1, 3)

    scores = split("query") @ split("key").transpose(0, 1, 3, 2) / np.sqrt(WIDTH // HEADS) + unseen
    seen = (jax.nn.softmax(scores, -1) @ split("value")).transpose(0, 2, 1, 3).reshape(messages, length, WIDTH)
    attended = dropped(_linear(weights, f"{name}attention.output.dense", seen), keys[0])
    x = _normal(weights, f"{name}attention.output.LayerNorm", x + attended)
    inner = jax.nn.gelu(_linear(weights, f"{name}intermediate.dense", x), approximate=False)
    return _normal(
        weights, f"{name}output.LayerNorm", x + dropped(_linear(weights, f"{name}output.dense", inner), keys[1])
    )


def _linear(weights: Weights, name: str, x: Any) -> Any:
    return x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]


def _normal(weights: Weights, name: str, x: Any) -> Any:
    mean = x.mean(-1, keepdims=True)
    spread = ((x - mean) ** 2).mean(-1, keepdims=True)
    return (x - mean) * jax.lax.rsqrt(spread + SMALLEST) * weights[f"{name}.weight"] + weights[f"{name}.bias"]
