"""Triage as a process of its own, on a test's topics and with an encoder that a test can hurt: to be killed -9.

Its one argument is a JSON object; the fields are those of `Work`.
"""

import asyncio
import dataclasses
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from aiokafka import AIOKafkaProducer, TopicPartition
from pydantic import BaseModel

from services.triage.app import CATCH_UP_GROUP, Outfit, labeller_of, run
from services.triage.settings import RefitSettings, TriageSettings
from services.triage.telling import Topics
from shared.process import run_service
from shared.registry import load_registry
from shared.settings import CHECKOUT, CommonSettings
from tests.support.encoder_process import COMMAND
from tests.support.paper_model import with_paper_model

FORCE = CHECKOUT / "deploy" / "force"


Moment = Literal["written", "counted", "committed"]
"""Of a transaction: its records are acknowledged; its offsets too; it has ended, and nobody here knows of it yet."""


class Death(BaseModel):
    """It kills itself -9 while it makes labels again."""

    moment: Moment
    transaction: int
    """Which of those that this life begins."""


class Work(BaseModel):
    """Where it works."""

    bootstrap: str
    home: Path
    port: int
    crew: str
    topics: dict[str, str]
    """By field of `Topics`: the name of a test's own topic."""
    dies: Death | None = None

    @property
    def renamed(self) -> Topics:
        """The contracts on these topics."""
        own: dict[str, Any] = {
            name: dataclasses.replace(getattr(Topics(), name), name=topic) for name, topic in self.topics.items()
        }
        return Topics(**own)


def arm(death: Death) -> None:
    """From now on a producer of the loop that makes labels again kills this process at that moment."""
    send, commit = AIOKafkaProducer.send_offsets_to_transaction, AIOKafkaProducer.commit_transaction
    begun: list[AIOKafkaProducer] = []

    def dies(moment: Moment, producer: AIOKafkaProducer) -> None:
        if moment == death.moment and len(begun) >= death.transaction and begun[death.transaction - 1] is producer:
            os.kill(os.getpid(), signal.SIGKILL)

    async def sends(self: AIOKafkaProducer, offsets: Mapping[TopicPartition, int], group: str) -> None:
        if group.startswith(CATCH_UP_GROUP):
            begun.append(self)
        dies("written", self)
        await send(self, offsets, group)
        dies("counted", self)

    async def commits(self: AIOKafkaProducer) -> None:
        await commit(self)
        dies("committed", self)

    AIOKafkaProducer.send_offsets_to_transaction, AIOKafkaProducer.commit_transaction = sends, commits


def main() -> int:
    """Until it is told to stop, or killed."""
    work = Work.model_validate_json(sys.argv[1])
    if work.dies is not None:
        arm(work.dies)

    async def serve(stop: asyncio.Event) -> None:
        registry = load_registry(FORCE)
        outfit = Outfit(with_paper_model(labeller_of(registry)), COMMAND, topics=work.renamed, crew=work.crew)
        common = CommonSettings(kafka=work.bootstrap, home=work.home, registry=FORCE)
        await run(common, TriageSettings(health_port=work.port), RefitSettings(), registry, stop, outfit)

    return run_service("triage", serve)


if __name__ == "__main__":
    sys.exit(main())
