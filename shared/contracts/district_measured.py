"""Measures of districts for their dashboards: absolute values, each with its time, and gaps that stay gaps."""

from typing import Literal

from shared.contracts.fact import Fact, Id, Moment
from shared.contracts.topic import Kept, Topic

MeasureName = Literal[
    "followers",
    "followers_growth",
    "posts",
    "likes",
    "replies",
    "reposts",
    "engagement_per_post",
]

DEFINITIONS: dict[MeasureName, str] = {
    "followers": "Followers of the district's accounts at the last count of the period.",
    "followers_growth": "Followers at the end of the period less those at the end of the period before it.",
    "posts": "Posts that the district's accounts published in the period through Blue Lamp.",
    "likes": "Likes that the posts published in the period have by now.",
    "replies": "Replies to the posts published in the period, by now.",
    "reposts": "Reposts of the posts published in the period, by now.",
    "engagement_per_post": "Likes, replies and reposts for each post published in the period, over the posts of which "
    "all three are known.",
}
"""What each measure is, in words for people; DEFINITION_VERSION grows when one changes its meaning."""

DEFINITION_VERSION = 1

FORCE_ACCOUNT = "force"
"""In place of a district: the force's own accounts, which serve none."""


class Measured(Fact):
    """One measure of one district on one platform in one period."""

    force: Id
    district: Id
    platform: str
    measure: MeasureName
    period: str
    """A day in London (2026-05-01) or an ISO week (2026-W18)."""
    value: float | None
    """None is a gap: it was not counted, or there is nothing to compare it with."""
    as_of: Moment
    """The oldest of the counts that went into it; of no posts, the newest of its period."""
    complete: bool
    """Whether all of the district's accounts and posts went into it; the value of a period may still change."""
    definition_version: int = DEFINITION_VERSION


DISTRICT_MEASURED: Topic[Measured] = Topic(
    name="district.measured.v1",
    what="Measures of a district in a day or a week, for dashboards; the whole picture from the start.",
    writers=("metrics",),
    readers=("desk", "district dashboards"),
    partitions=3,
    kept=Kept("compact"),
    transitions={"district.measured": Measured},
    key=lambda measured: f"{measured.district}|{measured.platform}|{measured.measure}|{measured.period}",
    scope=lambda measured: f"{measured.district}|{measured.platform}|{measured.measure}|{measured.period}",
)
