"""Triage as a process of its own, on a test's topics and with an encoder that a test can hurt: to be killed -9.

Its one argument is a JSON object; the fields are those of `Work`.
"""

import asyncio
import dataclasses
import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from services.triage.app import Outfit, labeller_of, run
from services.triage.settings import RefitSettings, TriageSettings
from services.triage.telling import Topics
from shared.process import run_service
from shared.registry import load_registry
from shared.settings import CHECKOUT, CommonSettings
from tests.support.encoder_process import COMMAND
from tests.support.paper_model import with_paper_model

FORCE = CHECKOUT / "deploy" / "force"


class Work(BaseModel):
    """Where it works."""

    bootstrap: str
    home: Path
    port: int
    crew: str
    topics: dict[str, str]
    """By field of `Topics`: the name of a test's own topic."""

    @property
    def renamed(self) -> Topics:
        """The contracts on these topics."""
        own: dict[str, Any] = {
            name: dataclasses.replace(getattr(Topics(), name), name=topic) for name, topic in self.topics.items()
        }
        return Topics(**own)


def main() -> int:
    """Until it is told to stop, or killed."""
    work = Work.model_validate_json(sys.argv[1])

    async def serve(stop: asyncio.Event) -> None:
        registry = load_registry(FORCE)
        outfit = Outfit(with_paper_model(labeller_of(registry)), COMMAND, topics=work.renamed, crew=work.crew)
        common = CommonSettings(kafka=work.bootstrap, home=work.home, registry=FORCE)
        await run(common, TriageSettings(health_port=work.port), RefitSettings(), registry, stop, outfit)

    return run_service("triage", serve)


if __name__ == "__main__":
    sys.exit(main())
