"""The scenario as `scenario.toml` tells it."""

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from shared.contracts.labels import Tag, Urgency

FILE = Path(__file__).with_name("scenario.toml")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Scene(_Part):
    """A mention, and what should become of it: what is left out is not looked at."""

    to: str
    author: str
    text: str
    tags: tuple[Tag, ...]
    district: str | None = None
    police_area: str | None = None
    urgency: Urgency | None = None
    language: str | None = None
    personal_data: tuple[str, ...] = ()
    alert: bool = False
    recovered: bool = False
    before: dict[str, str | int | float] | None = None
    """A fault of the stand-in, armed just before; `seconds` are the scenario's."""
    say: str = ""


class Alarm(_Part):
    """When a person takes the alarm of a mention, and under which reference the control room has it."""

    mention: int
    at: float
    reference: str


class Scenario(_Part):
    """Everything that happens, times in seconds of the scenario."""

    first_at: float
    every: float
    mention: tuple[Scene, ...]
    alarm: tuple[Alarm, ...]

    def at(self, number: int) -> float:
        """When the mention of that number, counted from 1, is sent."""
        return self.first_at + (number - 1) * self.every


def load_scenario(file: Path = FILE) -> Scenario:
    """The scenario in a file of the product's own."""
    return Scenario.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
