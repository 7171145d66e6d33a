"""Where a running installation keeps things and on which ports it listens: what follows from its settings."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from deploy.local.paths import LOCAL, ROOT
from deploy.local.processes import DESK, KAFKA, PROCESSES, SANDBOX_X, SUPERVISOR_PORT, Process

HOST = "127.0.0.1"

MARK = "BLUELAMP_RUN"
"""The variable by which a process of an installation is recognised, whoever started it."""


ROOM_TO_TRY = '{"post": 1000}'
"""X takes 100 posts of an account in 15 minutes, and somebody who tries this out, or tests it, may want more."""


class Layout(BaseSettings):
    """One installation on this machine, from BLUELAMP_HOME, BLUELAMP_PORT_BASE and BLUELAMP_REGISTRY."""

    model_config = SettingsConfigDict(env_prefix="BLUELAMP_", frozen=True)

    home: Annotated[Path, AfterValidator(Path.absolute)] = LOCAL / "run"
    port_base: int = Field(8400, ge=1024, le=65_500)
    registry: Path = ROOT / "deploy" / "force"

    @property
    def kafka(self) -> Path:
        """Kafka's data."""
        return self.home / "data" / "kafka"

    @property
    def logs(self) -> Path:
        """What every process said, one file each."""
        return self.home / "logs"

    @property
    def secrets(self) -> Path:
        """One file for each secret."""
        return self.home / "secrets"

    @property
    def endpoints(self) -> Path:
        """Where everything is, for people and scripts; there only while everything runs."""
        return self.home / "endpoints.json"

    def port(self, offset: int) -> int:
        """The port at an offset from the base."""
        return self.port_base + offset

    def url(self, offset: int, path: str = "") -> str:
        """The address of something that speaks HTTP."""
        return f"http://{HOST}:{self.port(offset)}{path}"

    @property
    def bootstrap(self) -> str:
        """Where Kafka is."""
        return f"{HOST}:{self.port(KAFKA.ports['KAFKA_PORT'])}"

    @property
    def desk(self) -> str:
        """Where the desk is."""
        return self.url(DESK.ports["DESK_PORT"])

    @property
    def sandbox_x(self) -> str:
        """Where X's stand-in is."""
        return self.url(SANDBOX_X.asked)

    def environment(self, processes: Sequence[Process] = PROCESSES) -> dict[str, str]:
        """What every process of this installation is started with; nothing in it is secret."""
        common = {
            MARK: str(self.home),
            "BLUELAMP_HOME": str(self.home),
            "BLUELAMP_KAFKA": self.bootstrap,
            "BLUELAMP_PORT_BASE": str(self.port_base),
            "BLUELAMP_SANDBOX": "true",
            "BLUELAMP_SECRETS": str(self.secrets),
            "BLUELAMP_X_ORIGIN": self.sandbox_x,
            "PYTHONUNBUFFERED": "1",
            "SANDBOX_X_LIMITS": os.environ.get("SANDBOX_X_LIMITS", ROOM_TO_TRY),
        }
        watched = {each.name: self.url(each.asked) for each in processes if each.has_metrics}
        ports = {name: str(self.port(offset)) for each in processes for name, offset in each.ports.items()}
        return {**os.environ, **common, **ports, "DESK_WATCH": json.dumps(watched)}

    def ports_needed(self) -> dict[int, str]:
        """Every port and who needs it."""
        needed = {self.port(offset): each.name for each in PROCESSES for offset in each.ports.values()}
        return {**needed, self.port(SUPERVISOR_PORT): "the supervisor"}
