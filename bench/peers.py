"""Who is measured: what each runs, in which environment, and what ours owes against it."""

import re
from dataclasses import dataclass
from pathlib import Path

from bench.environments import PEERS, PRODUCT, QUIXSTREAMS
from deploy.local.environment import Environment


@dataclass(frozen=True, slots=True)
class Peer:
    """One implementation of the work."""

    name: str
    package: str
    worker: str
    environment: Environment
    typed: bool
    """Models and CloudEvents headers on both sides; else plain JSON without headers."""
    target: float | None
    """Ours has to be at least this many times as fast."""
    share: float = 1.0
    """Which part of the records it gets: a rate needs no more, and a slow peer would take minutes."""
    may_double: bool = False

    @property
    def version(self) -> str:
        """As locked, and so as installed."""
        locked = re.search(rf"^{self.package}==(\S+)", self.environment.lock.read_text(encoding="utf-8"), re.MULTILINE)
        if locked is None:
            raise LookupError(f"{self.package} is not in {self.environment.lock.name}")
        return locked[1]

    @property
    def python(self) -> Path:
        """Its environment's interpreter."""
        return self.environment.python


OURS = Peer("shared.kafka", "aiokafka", "bench.workers.ours", PRODUCT, typed=True, target=None)
ALL = (
    OURS,
    Peer("confluent-kafka", "confluent-kafka", "bench.workers.confluent", PEERS, typed=True, target=0.9),
    Peer("quixstreams", "quixstreams", "bench.workers.quix", QUIXSTREAMS, typed=False, target=1.5),
    Peer(
        "Faust",
        "faust-streaming",
        "bench.workers.faust_app",
        PEERS,
        typed=False,
        target=12,
        share=0.2,
        may_double=True,  # at least once is what it can do; its exactly-once doubles too
    ),
)
