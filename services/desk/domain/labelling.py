"""Whether messages get their labels: without them no alarm sounds, and officers must read for themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
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
ANSWERS_WITHIN = timedelta(seconds=40)
"""Triage reports every 15 seconds: two reports that did not come, and a moment for their way."""


@dataclass(frozen=True, slots=True)
class LabellingNow:
    """How labelling fares by triage's own word: the worst of its processes."""

    state: LabellingState
    since: datetime
    minutes_behind: int
    """0 where labels are not late."""
    owed_since: datetime | None
    late: bool
    """Whether any mention waits, however short."""
    heard_at: datetime
    """When any of them was last heard of."""
    silent: bool
    """Whether none of them answers at this moment: then nothing can be promised of alerts."""

    @property
    def worth_saying(self) -> bool:
        """Whether people at the desk have to know."""
        return self.state not in ("whole", "waiting") or self.minutes_behind > 0

    def alerts_by_words(self, labelling: Labelling) -> bool:
        """Whether alerts by words may be promised: triage answers, and where no label comes, it knows that itself.

        A process that says that all is well while nothing is labelled may hang since.
        """
        return not self.silent and (labelling != "none_come" or self.state != "whole" or self.late)


def labelling_now(reports: Sequence[LabellingReport], now: datetime) -> LabellingNow | None:
    """What the reports come to; None where triage has never said anything."""
    if not reports:
        return None
    worst = min(reports, key=lambda report: (WORST_FIRST.index(report.state), report.since))
    behind = max(report.behind_s for report in reports)
    heard_at = max(report.reported_at for report in reports)
    return LabellingNow(
        state=worst.state,
        since=worst.since,
        minutes_behind=round(behind / 60) if behind > LATE_S else 0,
        owed_since=min((report.owed_since for report in reports if report.owed_since), default=None),
        late=behind > 0,
        heard_at=heard_at,
        silent=now - heard_at > ANSWERS_WITHIN,
    )
