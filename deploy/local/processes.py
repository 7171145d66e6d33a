"""The processes of one machine, in the order in which they start; they stop in the reverse one.

A new service is one more line here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

SUPERVISOR_PORT = 4
"""Offset of the supervisor's own port from BLUELAMP_PORT_BASE; the others are below."""

HEALTH = "/health/ready"


@dataclass(frozen=True)
class Process:
    """One process: `python -m module arguments`, told its ports by the variables in `ports` (offsets from the base)."""

    name: str
    module: str
    ports: Mapping[str, int]
    asked: int
    """Offset of the port where it says whether it is ready."""
    arguments: tuple[str, ...] = ()
    """What follows the module on its command line."""
    path: str = HEALTH
    """What it is asked for there. Kafka is asked in its own protocol; of the stand-in any answer will do."""

    @property
    def has_metrics(self) -> bool:
        """Services tell Prometheus how they are, beside their health."""
        return self.path == HEALTH


KAFKA = Process("kafka", "deploy.local.kafka", {"KAFKA_PORT": 1, "KAFKA_CONTROLLER_PORT": 2}, 1, path="")
SANDBOX_X = Process("sandbox-x", "deploy.sandbox.x", {"SANDBOX_X_PORT": 3}, 3, path="/control/faults")
INGEST = Process("ingest", "services.ingest", {"INGEST_HEALTH_PORT": 11}, 11)
TRIAGE = Process("triage", "services.triage", {"TRIAGE_HEALTH_PORT": 12}, 12)
PUBLISHER = Process("publisher", "services.publisher", {"PUBLISHER_HEALTH_PORT": 14}, 14)
METRICS_SAMPLER = Process(
    "metrics-sampler", "services.metrics", {"METRICS_SAMPLER_HEALTH_PORT": 15}, 15, arguments=("sampler",)
)
METRICS_AGGREGATOR = Process(
    "metrics-aggregator", "services.metrics", {"METRICS_AGGREGATOR_HEALTH_PORT": 16}, 16, arguments=("aggregator",)
)
DESK = Process("desk", "services.desk", {"DESK_PORT": 0, "DESK_HEALTH_PORT": 13}, 13)

PROCESSES = (KAFKA, SANDBOX_X, INGEST, TRIAGE, PUBLISHER, METRICS_SAMPLER, METRICS_AGGREGATOR, DESK)
"""Kafka starts first and stops last."""
