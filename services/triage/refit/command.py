"""`refit`: one refit in this process, at the lowest priority, with a sentence of what came of it."""

import asyncio
import contextlib
import os
import sys
from pathlib import Path

from aiokafka.errors import KafkaError

from services.triage.domain.area import Area
from services.triage.domain.labeller import Labeller
from services.triage.model.encoder import Encoder
from services.triage.model.loading import check_encoder
from services.triage.promoted.store import Store
from services.triage.refit.night import Means, refit
from services.triage.refit.weighing import Weighing
from services.triage.settings import RefitSettings
from shared.clock import now
from shared.contracts.mention_changed import MENTION_CHANGED
from shared.contracts.work_changed import WORK_CHANGED
from shared.errors import Misconfigured
from shared.exits import PERSON, RESTART

LOWEST = 19
"""The priority of a refit: whatever else wants the processor has it first."""
REFUSED = 1
"""Done, and a person should look at what came of it."""


def run_refit(
    kafka: str, store: Store, folder: Path, parts: tuple[Labeller, Area], settings: RefitSettings, by: str
) -> int:
    """Refit and say what came of it; returns the exit status."""
    _give_way()
    try:
        check_encoder(folder)
        means = Means(
            bootstrap=kafka,
            work=WORK_CHANGED,
            mentions=MENTION_CHANGED,
            store=store,
            labeller=parts[0],
            area=parts[1],
            read=Encoder(folder).read,
            folder=folder,
            weighing=Weighing(settings.weight, settings.person_day, settings.person, settings.share),
        )
        said = asyncio.run(refit(means, by=by, at=now()))
    except Misconfigured as error:
        sys.stderr.write(f"{error}\n")
        return PERSON
    except KafkaError as error:
        sys.stderr.write(f"Kafka does not answer at {kafka} ({type(error).__name__}). Nothing was changed.\n")
        return RESTART
    sys.stdout.write(f"{said.sentence}\n")
    return REFUSED if said.refused else 0


def _give_way() -> None:
    """Behind everything else for the processor, and the first to go where memory is short."""
    os.nice(LOWEST)
    with contextlib.suppress(OSError):  # only Linux has it
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
