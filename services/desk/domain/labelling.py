"""Whether messages get their labels: without them no alarm sounds, and officers must read for themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shared.contracts.labelling_reported import LabellingReport, LabellingState

Labelling = Literal["works", "some_wait", "none_come"]
"""none_come: mentions wait and nothing was labelled since they came · some_wait: others are labelled meanwhile."""

WORST_FIRST: tuple[LabellingState, ...] = (
    "stopped",
    "without_encoder",
    "shedding",
    "waiting",
    "catching_up",
    "whole",
)
LATE_S = 60
"""Labels that are later than this are worth a sentence to people who wait for them."""


@dataclass(frozen=True, slots=True)
class LabellingNow:
    """How labelling fares by triage's own word: the worst of its processes."""

    state: LabellingState
    since: datetime
    minutes_behind: int
    """0 where labels are not late."""
    owed_since: datetime | None

    @property
    def worth_saying(self) -> bool:
        """Whether people at the desk have to know."""
        return self.state not in ("whole", "waiting") or self.minutes_behind > 0


def labelling_now(reports: Sequence[LabellingReport]) -> LabellingNow | None:
    """What the reports come to; None where triage has not said anything of late."""
    if not reports:
        return None
    worst = min(reports, key=lambda report: (WORST_FIRST.index(report.state), report.since))
    behind = max(report.behind_s for report in reports)
    return LabellingNow(
        state=worst.state,
        since=worst.since,
        minutes_behind=round(behind / 60) if behind > LATE_S else 0,
        owed_since=min((report.owed_since for report in reports if report.owed_since), default=None),
    )
