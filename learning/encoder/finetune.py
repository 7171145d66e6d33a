"""Fine-tuning: all of the encoder's weights learn from the authored messages, on a CPU, the same way every time."""

import random
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from tokenizers import Tokenizer

from learning.encoder.lines import Line, mistyped
from learning.encoder.minilm import POOLED, UNUSED, WORDS, dropped, encode
from learning.encoder.plan import Part, Plan
from services.triage.model.encoder import tokens_of

HEAD = "head."
"""What stands before the names of the outputs' weights."""
LENGTHS = (16, 24, 32, 48, 64, 96, 128, 152)
"""Batches are filled up to one of these lengths: each is compiled once."""
UNKNOWN = 100
"""The token of what the encoder has no word for."""
POOL = 24
"""Batches that are sorted by length together, so that little is filled up."""
WARM_UP, LAST = 0.08, 0.02
"""Share of the steps in which the rate of learning rises, and what is left of it at the end."""


def finetune(
    pretrained: dict[str, Any],
    tokenizer: Tokenizer,
    lines: Sequence[Line],
    parts: Sequence[Part],
    plan: Plan,
    seed: int,
) -> dict[str, Any]:
    """The weights of the encoder and of its outputs after all epochs; the same lines, plan and seed give the same."""
    chance = random.Random(seed)
    rows, number = _rows_used(tokenizer, lines, chance)
    start = {name: jnp.array(value) for name, value in pretrained.items() if not name.startswith(UNUSED)}
    words = np.array(start[WORDS])
    start[WORDS] = start[WORDS][rows]
    outputs = len(lines[0].target)
    first = np.random.default_rng(0).normal(0, 0.02, (POOLED, outputs))
    weights = {"encoder": start, "head": {"w": jnp.array(first, jnp.float32), "b": jnp.zeros(outputs)}}
    steps = plan.epochs * -(-len(lines) // plan.batch)
    optimiser = _optimiser(plan, steps)
    state, step = optimiser.init(weights), _step(optimiser, parts)
    key, begun = jax.random.PRNGKey(seed), time.monotonic()
    for epoch in range(1, plan.epochs + 1):
        losses = []
        for batch in _batches(_tokens(tokenizer, lines, plan, chance), lines, plan.batch, number, chance):
            key, now = jax.random.split(key)
            weights, state, loss = step(weights, state, batch, now)
            losses.append(loss)
        mean = float(np.mean([float(each) for each in losses]))
        done = f"seed {seed}, epoch {epoch} of {plan.epochs}"
        print(f"{done}: loss {mean:.3f}, {time.monotonic() - begun:.0f} s", flush=True)
    learnt = {name: np.array(value) for name, value in weights["encoder"].items()}
    words[rows] = learnt[WORDS]
    head = {f"{HEAD}{name}": np.array(value) for name, value in weights["head"].items()}
    return {**learnt, WORDS: words, **head}


def _rows_used(tokenizer: Tokenizer, lines: Sequence[Line], chance: random.Random) -> tuple[Any, Any]:
    """The tokens that can occur, and each token's place among them: only their vectors learn."""
    unknown = UNKNOWN
    texts = [text for line in lines for text in (line.text, mistyped(line.text, chance), line.answered) if text]
    ids = sorted({unknown, *(token for text in texts for token in tokens_of(tokenizer, text, None)[0])})
    number = np.full(tokenizer.get_vocab_size(), ids.index(unknown), np.int32)
    number[ids] = np.arange(len(ids))
    return np.array(ids), number


def _tokens(
    tokenizer: Tokenizer, lines: Sequence[Line], plan: Plan, chance: random.Random
) -> list[tuple[list[int], list[int]]]:
    return [
        tokens_of(
            tokenizer, mistyped(line.text, chance) if chance.random() < plan.mistyped else line.text, line.answered
        )
        for line in lines
    ]


def _batches(
    tokens: Sequence[tuple[list[int], list[int]]], lines: Sequence[Line], size: int, number: Any, chance: random.Random
) -> Iterator[dict[str, Any]]:
    order = list(range(len(lines)))
    chance.shuffle(order)
    pools = [order[start : start + size * POOL] for start in range(0, len(order), size * POOL)]
    order = [place for pool in pools for place in sorted(pool, key=lambda place: len(tokens[place][0]))]
    batches = [order[start : start + size] for start in range(0, len(order), size)]
    chance.shuffle(batches)
    for batch in batches:
        yield _filled([(*tokens[place], lines[place]) for place in batch], size, number)


def _filled(batch: Iterable[tuple[list[int], list[int], Line]], size: int, number: Any) -> dict[str, Any]:
    rows = list(batch)
    length = next(each for each in LENGTHS if each >= max(len(ids) for ids, _, _ in rows))
    ids, kinds, mask = (np.zeros((size, length), np.int32) for _ in range(3))
    target, weight = np.zeros((size, len(rows[0][2].target)), np.float32), np.zeros(size, np.float32)
    for place, (tokens, kind, line) in enumerate(rows):
        ids[place, : len(tokens)], kinds[place, : len(tokens)], mask[place, : len(tokens)] = number[tokens], kind, 1
        target[place], weight[place] = line.target, 1
    mask[len(rows) :, 0] = 1  # a filler row: its weight is 0, but a mean of nothing would be no number
    return {"ids": ids, "kinds": kinds, "mask": mask, "target": target, "weight": weight}


def _optimiser(plan: Plan, steps: int) -> Any:
    def adam(rate: float) -> Any:
        schedule = optax.warmup_cosine_decay_schedule(0.0, rate, int(WARM_UP * steps), steps, rate * LAST)
        return optax.adamw(schedule, weight_decay=0.01)

    both = optax.multi_transform(
        {"encoder": adam(plan.rate), "head": adam(plan.heads_rate)}, {"encoder": "encoder", "head": "head"}
    )
    return optax.chain(optax.clip_by_global_norm(1.0), both)


def _step(optimiser: Any, parts: Sequence[Part]) -> Any:
    def loss_of(weights: Any, batch: dict[str, Any], key: Any) -> Any:
        inner, outer = jax.random.split(key)
        vectors = dropped(encode(weights["encoder"], batch["ids"], batch["kinds"], batch["mask"], inner), outer)
        guesses = vectors @ weights["head"]["w"] + weights["head"]["b"]
        losses = sum(
            part.counts * _loss(part, guesses[:, part.where], batch["target"][:, part.where]) for part in parts
        )
        return (losses * batch["weight"]).sum() / batch["weight"].sum()

    @partial(jax.jit, donate_argnums=(0, 1))
    def step(weights: Any, state: Any, batch: dict[str, Any], key: Any) -> Any:
        loss, slopes = jax.value_and_grad(loss_of)(weights, batch, key)
        moves, state = optimiser.update(slopes, state, weights)
        return optax.apply_updates(weights, moves), state, loss

    return step


def _loss(part: Part, guesses: Any, target: Any) -> Any:
    if part.exclusive:  # a message without any label of the group counts nothing
        return optax.softmax_cross_entropy(guesses, target) * target.sum(1)
    return optax.sigmoid_binary_cross_entropy(guesses, target).sum(1)
