"""What a verb finds around it: settings, the registry, and where a running installation listens."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from operations.exits import UNAVAILABLE, Stopped
from shared.registry import Registry, load_registry
from shared.settings import CommonSettings

ENDPOINTS_FILE = "endpoints.json"
"""Written by `make run` when everything is ready, removed when it stops."""


class Endpoints(BaseModel):
    """Where everything of `make run` is while it runs."""

    model_config = ConfigDict(frozen=True)

    kafka: str
    desk: str
    sandbox: dict[str, str] = {}
    metrics: dict[str, str] = {}
    sign_in: dict[str, str] = {}


@dataclass(frozen=True)
class Surroundings:
    """The settings of this process and what follows from them; read when first asked for."""

    settings: CommonSettings

    @cached_property
    def endpoints(self) -> Endpoints | None:
        """Where things are, or None where nothing runs here (or it was not started by `make run`)."""
        return read_endpoints(self.settings.home / ENDPOINTS_FILE)

    @property
    def kafka(self) -> str:
        """BLUELAMP_KAFKA where it is set; else where the running installation has it; else the default."""
        if "kafka" not in self.settings.model_fields_set and self.endpoints:
            return self.endpoints.kafka
        return self.settings.kafka

    @cached_property
    def registry(self) -> Registry:
        """The force's registry."""
        return load_registry(self.settings.registry)

    def running_sandbox(self) -> Endpoints:
        """Where the running sandbox is; stops the verb where none runs."""
        if self.endpoints is None or "x" not in self.endpoints.sandbox:
            raise Stopped(
                f"The sandbox is not running: {self.settings.home / ENDPOINTS_FILE} is not there.",
                remedy="Start it with `make run` in another terminal and wait for `Ready`, or set BLUELAMP_HOME.",
                status=UNAVAILABLE,
            )
        return self.endpoints


def read_endpoints(file: Path) -> Endpoints | None:
    """What the file says, or None where there is none; stops the verb where it cannot be understood."""
    try:
        return Endpoints.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        raise Stopped(
            f"{file} cannot be read ({type(error).__name__}).",
            remedy="Stop `make run` and start it again: it writes the file anew.",
            status=UNAVAILABLE,
        ) from error
