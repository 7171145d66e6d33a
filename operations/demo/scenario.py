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


class Engagement(_Part):
    """What the post has gathered by then."""

    at: float
    likes: int
    replies: int


class Post(_Part):
    """A post on its way: drafted, tried by its own author, approved by somebody else, and counted."""

    account: str
    handle: str
    author: str
    approver: str
    text: str
    """`{reference}` in it makes each run's text its own: a platform takes no text twice."""
    drafted_at: float
    tried_at: float
    approved_at: float
    before: dict[str, str | int | float]
    """A fault of the stand-in, armed just before the approval."""
    engagement: tuple[Engagement, ...]


class FirstDraft(_Part):
    """What is drafted first, and how many things the guidance check has to say against it."""

    account: str
    text: str
    at: float
    objections: int


class Held(_Part):
    """A hold, and a post that falls due under it."""

    account: str
    handle: str
    text: str
    scope: str
    reason: str
    incident: str
    approved_at: float
    begins_at: float
    due_at: float
    released_at: float
    looked_at: float


class Numbers(_Part):
    """Followers of past weeks, one for each Sunday up to the last; then what the platform says now."""

    account: str
    handle: str
    district: str
    weeks: tuple[int, ...]
    now: int
    missing_days_ago: int
    rises_at: float
    shown_at: float


class Template(_Part):
    """A reply that two people approve before anybody needs it; as the desk's call takes it."""

    name: str
    accounts: tuple[str, ...]
    use_for: tuple[str, ...]
    texts: dict[str, str]


class Scenario(_Part):
    """Everything that happens, times in seconds of the scenario."""

    first_at: float
    every: float
    template: tuple[Template, ...]
    mention: tuple[Scene, ...]
    alarm: tuple[Alarm, ...]
    first_draft: FirstDraft
    post: Post
    held: Held
    numbers: Numbers

    def at(self, number: int) -> float:
        """When the mention of that number, counted from 1, is sent."""
        return self.first_at + (number - 1) * self.every


def load_scenario(file: Path = FILE) -> Scenario:
    """The scenario in a file of the product's own."""
    return Scenario.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
