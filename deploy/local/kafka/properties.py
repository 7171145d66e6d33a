"""The settings of the one node, as files that Kafka and its logging read."""

from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Node:
    """Where the node keeps its data and on which loopback ports it listens."""

    folder: Path
    port: int
    controller_port: int

    @property
    def bootstrap(self) -> str:
        """What clients connect to."""
        return f"{HOST}:{self.port}"

    @property
    def logs(self) -> Path:
        """Kafka's own data: one folder for each partition."""
        return self.folder / "logs"

    @property
    def properties(self) -> Path:
        """The node's settings; written again at each start."""
        return self.folder / "server.properties"

    @property
    def scratch(self) -> Path:
        """Native compression unpacks itself into the temp folder; the machine's may forbid to run from it."""
        return self.folder / "tmp"


def server_properties(node: Node, logs: Path) -> str:
    """One broker that is its own controller, with data in `logs`."""
    settings = {
        "process.roles": "broker,controller",
        "node.id": 1,
        "controller.quorum.bootstrap.servers": f"{HOST}:{node.controller_port}",
        "listeners": f"PLAINTEXT://{HOST}:{node.port},CONTROLLER://{HOST}:{node.controller_port}",
        "advertised.listeners": (f"PLAINTEXT://{HOST}:{node.port},CONTROLLER://{HOST}:{node.controller_port}"),
        "controller.listener.names": "CONTROLLER",
        "inter.broker.listener.name": "PLAINTEXT",
        "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
        "log.dirs": logs,
        **_ONE_NODE,
    }
    return "".join(f"{name}={value}\n" for name, value in settings.items())


LOGGING = """\
status = error
shutdownHook = disable
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %level %c{1} %m%n%ex{3}
logger.activation.name = org.apache.kafka.controller.QuorumController
logger.activation.level = error
logger.network.name = org.apache.kafka.clients.NetworkClient
logger.network.level = error
"""
"""Warnings and worse, to standard output, with the first lines of a trace: the supervisor keeps them.
The controller warns at each activation, which is what every start is; the network client at each stop."""

_ONE_NODE = {
    "auto.create.topics.enable": "false",  # a topic exists because a contract says so
    "offsets.topic.replication.factor": 1,
    "offsets.topic.num.partitions": 4,
    "transaction.state.log.replication.factor": 1,
    "transaction.state.log.min.isr": 1,
    "transaction.state.log.num.partitions": 4,
    "share.coordinator.state.topic.replication.factor": 1,
    "share.coordinator.state.topic.min.isr": 1,
    "group.initial.rebalance.delay.ms": 0,
    "group.min.session.timeout.ms": 1_000,  # fault tests want a quick eviction
    # Also how long after its start the broker first looks for dead transactions: in the second or two after kill -9 in
    # which it knows no leaders, Kafka calls one aborted without telling its partitions, and the next commit brings it
    # back (docs/promises.md). A dead writer holds readers up for so much longer.
    "transaction.abort.timed.out.transaction.cleanup.interval.ms": 10_000,
    "broker.session.timeout.ms": 3_000,  # after kill -9 a start waits for the old session to end
    "broker.heartbeat.interval.ms": 500,
    "log.cleaner.dedupe.buffer.size": 4_194_304,
    "log.segment.bytes": 16_777_216,  # a gigabyte of counts, one in seconds, took longer to read than a start may
    "num.network.threads": 2,
    "num.io.threads": 2,
    "controlled.shutdown.enable": "true",
}
