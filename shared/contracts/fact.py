"""What every fact on a topic has in common."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, StringConstraints


class Fact(BaseModel):
    """A frozen value that a producer may not extend: readers ignore what they do not know (see record.py)."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""An instant, aware, kept in UTC."""

Id = Annotated[str, StringConstraints(min_length=1, max_length=200)]
"""The id of an entity: never empty, short enough for a key."""
