"""What every fact on a topic has in common."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, StringConstraints
from pydantic_core import CoreSchema, core_schema


class Fact(BaseModel):
    """A frozen value that a producer may not extend: readers ignore what they do not know (see record.py)."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


class _InUtc:
    """Times in UTC pass as they are, and only others are turned: a call of Python's costs three times the parsing."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 - pydantic's
        del source, handler
        in_utc = core_schema.datetime_schema(tz_constraint=0)
        elsewhere = core_schema.datetime_schema(tz_constraint="aware")
        return core_schema.union_schema(
            [in_utc, core_schema.no_info_after_validator_function(_in_utc, elsewhere)],
            mode="left_to_right",
            custom_error_type="moment",
            custom_error_message="Input should be a time with its zone, such as 2026-05-01T12:00:00Z",
        )


Moment = Annotated[datetime, _InUtc]
"""An instant, aware, kept in UTC."""

LONGEST_ID = 200
"""Characters: short enough for a key."""

Id = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_ID)]
"""The id of an entity: never empty, short enough for a key."""
