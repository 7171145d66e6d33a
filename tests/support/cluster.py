"""Three nodes that are one Kafka: three copies of everything, two of which have to be there."""

import asyncio
import subprocess
import uuid
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiokafka.admin import AIOKafkaAdminClient

from deploy.local.kafka.java import command
from deploy.local.kafka.properties import HOST, LOGGING, Node, server_properties
from deploy.local.kafka.ready import wait_until_serving
from tests.support.ports import free_ports

NODES = 3
START_S = 60

OF_THREE = {
    "offsets.topic.replication.factor": 3,
    "transaction.state.log.replication.factor": 3,
    "transaction.state.log.min.isr": 2,
    "share.coordinator.state.topic.replication.factor": 3,
    "share.coordinator.state.topic.min.isr": 2,
}


class Member:
    """One of the nodes, its own controller too."""

    def __init__(self, id_: int, node: Node, voters: str) -> None:
        self.id = id_
        self.node = node
        self._voters = voters
        self._process: subprocess.Popen[bytes] | None = None

    def format(self, cluster: str) -> None:
        """Once, before the first start."""
        self.node.scratch.mkdir(parents=True)
        (self.node.folder / "log4j2.properties").write_text(LOGGING)
        self.node.properties.write_text(self._settings())
        arguments = ("format", "-t", cluster, "-c", str(self.node.properties))
        line = command("kafka.tools.StorageTool", *arguments, folder=self.node.folder)
        subprocess.run(line, check=True, capture_output=True, timeout=START_S)  # noqa: S603 - our own Java

    def start(self) -> None:
        """Returns at once: the first two need each other."""
        with (self.node.folder / "kafka.log").open("ab") as said:
            line = command("kafka.Kafka", str(self.node.properties), folder=self.node.folder)
            self._process = subprocess.Popen(line, stdout=said, stderr=said, start_new_session=True)  # noqa: S603 - as above

    def serves(self) -> bool:
        """Wait until it does, or has ended."""
        running = self._process
        assert running is not None, "it was never started"
        return wait_until_serving(HOST, self.node.port, START_S, alive=lambda: running.poll() is None)

    def kill(self) -> None:
        """Kill -9."""
        if self._process and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def _settings(self) -> str:
        """Those of the one node of `make run`, but for what three have otherwise."""
        alone = dict(line.split("=", 1) for line in server_properties(self.node, self.node.logs).splitlines())
        del alone["controller.quorum.bootstrap.servers"]
        together = alone | {"node.id": str(self.id), "controller.quorum.voters": self._voters}
        return "".join(f"{name}={value}\n" for name, value in (together | OF_THREE).items())


class Cluster:
    """The nodes by their ids."""

    def __init__(self, members: dict[int, Member]) -> None:
        self.members = members

    @property
    def bootstrap(self) -> str:
        """All of them: one may be away."""
        return ",".join(each.node.bootstrap for each in self.members.values())

    async def leader_of(self, topic: str, partition: int) -> Member:
        """The node that everybody writes to."""
        async with _admin(self.bootstrap) as admin:
            (described,) = await admin.describe_topics([topic])
        leader = next(each["leader"] for each in described["partitions"] if each["partition"] == partition)
        return self.members[leader]

    async def coordinator_of(self, group: str) -> Member:
        """The node that keeps a consumer group."""
        async with _admin(self.bootstrap) as admin:
            return self.members[await admin.find_coordinator(group)]

    async def start(self, member: Member) -> None:
        """Start again after `kill`; returns when it serves."""
        member.start()
        assert await asyncio.to_thread(member.serves), f"node {member.id} did not start: see {member.node.folder}"


@asynccontextmanager
async def cluster_in(folder: Path) -> AsyncIterator[Cluster]:
    """Three nodes, serving; gone afterwards."""
    ports = free_ports(2 * NODES)
    voters = ",".join(f"{number}@{HOST}:{ports[2 * number - 1]}" for number in range(1, NODES + 1))
    members = {
        number: Member(number, Node(folder / f"node-{number}", ports[2 * number - 2], ports[2 * number - 1]), voters)
        for number in range(1, NODES + 1)
    }
    name = urlsafe_b64encode(uuid.uuid4().bytes).rstrip(b"=").decode().replace("-", "A", 1)
    try:
        for each in members.values():
            await asyncio.to_thread(each.format, name)
            each.start()
        for each in members.values():
            assert await asyncio.to_thread(each.serves), f"node {each.id} did not start: see {each.node.folder}"
        yield Cluster(members)
    finally:
        for each in members.values():
            each.kill()


@asynccontextmanager
async def _admin(bootstrap: str) -> AsyncIterator[AIOKafkaAdminClient]:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        yield admin
    finally:
        await admin.close()
