"""Python's search for cycles, made rare: batches hold many thousand objects at a time, and none of them a cycle."""

import gc

EVERY = 50_000
"""New objects between two searches, about those of a batch: with Python's own 700 they took an eighth of the time."""


def collect_seldom() -> None:
    """For a process that works on batches, once it has begun: what lives by now stays for good and is not searched."""
    gc.freeze()
    gc.set_threshold(EVERY, 20, 20)
