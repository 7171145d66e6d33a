"""Dead letters that an operator puts back: a contribution goes onto its topic again, as it came."""

from collections.abc import Iterable
from dataclasses import dataclass

from aiokafka import ConsumerRecord

from services.metrics.aggregator.board import SOURCE
from services.metrics.aggregator.intake import Intake
from shared.contracts.dead import ReplayTopic, origin_of
from shared.contracts.record import Record
from shared.health import Health
from shared.kafka.relay import Relay
from shared.kafka.timing import Timing


@dataclass(frozen=True)
class PutBack:
    """The handler. Faust would want as many partitions of every topic that feeds its table: so they come this way."""

    intake: Intake

    def __call__(self, record: ConsumerRecord) -> Iterable[Record]:
        """What came from elsewhere is the sampler's; raises InvalidMessage where it still cannot be read."""
        origin = origin_of(record.value, record.headers)
        if origin.topic == self.intake.topic.name:
            self.intake.read(origin)
            yield Record(origin.topic, origin.partition, origin.key or b"", origin.value, origin.headers)


def replays(bootstrap: str, group: str, intake: Intake, health: Health, timing: Timing) -> Relay:
    """The loop that waits for them."""
    return Relay(
        bootstrap=bootstrap,
        service=SOURCE,
        group=f"{group}-replays",
        inputs=[ReplayTopic(SOURCE).name],
        handler=PutBack(intake),
        health=health,
        timing=timing,
    )
