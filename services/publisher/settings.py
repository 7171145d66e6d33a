"""What the publisher needs to know beside the common settings, from `PUBLISHER_*`; durations are in seconds."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.publisher.domain.world import Policy

CrashPoint = Literal[
    "before_t0_commit",
    "after_t0",
    "before_change",
    "after_change",
    "before_upload",
    "after_upload",
    "before_t1",
    "after_t1",
    "before_call",
    "after_call",
    "before_t2",
    "after_t2",
    "before_takeover",
    "after_takeover",
    "before_look",
    "after_look",
    "before_settled",
    "after_settled",
    "before_delete_t1",
    "after_delete_t1",
    "before_delete",
    "after_delete",
    "before_delete_t2",
    "after_delete_t2",
    "before_report",
    "after_report",
]

CRASH_POINTS: Mapping[CrashPoint, str] = {
    "before_t0_commit": "a command is decided, and nothing of that is on Kafka",
    "after_t0": "what a command led to is committed",
    "before_change": "time or a hold has changed a delivery, and that is not on Kafka",
    "after_change": "that is committed",
    "before_upload": "a picture is read from the store, and the platform does not have it",
    "after_upload": "the platform has the picture, and no post names it",
    "before_t1": "a post is due, and the intent to send it is not on Kafka",
    "after_t1": "the intent is committed, and the call is not made",
    "before_call": "deadline and holds were looked at on the connection, and the request is not written",
    "after_call": "the platform has answered",
    "before_t2": "the outcome is known, and not on Kafka",
    "after_t2": "the outcome is committed",
    "before_takeover": "an account was taken over, and that what was under way is unknown is not on Kafka",
    "after_takeover": "that is committed",
    "before_look": "the timeline is about to be read",
    "after_look": "the timeline was read",
    "before_settled": "a post of unknown outcome was found there, and that is not on Kafka",
    "after_settled": "that is committed",
    "before_delete_t1": "a post is to be deleted, and the intent to ask for that is not on Kafka",
    "after_delete_t1": "the intent is committed, and the call is not made",
    "before_delete": "the connection is made, and the request to delete is not written",
    "after_delete": "the platform has answered",
    "before_delete_t2": "the outcome is known, and not on Kafka",
    "after_delete_t2": "the outcome is committed",
    "before_report": "how the accounts fare, and up to where holds are kept, is not on Kafka",
    "after_report": "that is committed",
}
"""In the order in which a post passes them: before and after each write and each call."""


class CrashSettings(BaseSettings):
    """What only tests set."""

    model_config = SettingsConfigDict(env_prefix="BLUELAMP_", frozen=True)

    crash_at: CrashPoint | None = Field(None, description="Where the process kills itself, in the sandbox only.")


class PublisherSettings(BaseSettings):
    """The defaults are for platforms as they are."""

    model_config = SettingsConfigDict(env_prefix="PUBLISHER_", frozen=True)

    health_port: int = Field(8414, ge=1, le=65_535, description="Port of health and metrics, on loopback.")
    accept_bad_records: bool = Field(
        default=False,
        description="For one start: however many commands in a row are bad, they go to the dead letters, and the "
        "publisher goes on.",
    )
    grace: float = Field(300, gt=0, description="A post that has a time goes out up to this much later, never after.")
    approval_lasts: float = Field(
        900, gt=0, description="From the post's time, or from the approval where it has none."
    )
    stale_after: float = Field(60, gt=0, description="A command older than this that finds no state sends nothing.")
    deadline: float = Field(5, gt=0, le=60, description="From the written intent to the request; not begun after it.")
    answer_within: float = Field(20, gt=0, le=300, description="How long a platform may take to answer.")
    barrier_within: float = Field(
        2, gt=0, description="How long reading staff and holds to their ends may take before each post."
    )
    report_every: float = Field(30, gt=0, description="How often each account's state is reported when it stays.")

    look_first: float = Field(2, gt=0, description="An unknown post is looked for after this, and again and again;")
    look_most: float = Field(600, gt=0, description="the waits double up to this.")
    again_first: float = Field(2, gt=0, description="Wait after a call that did not reach the platform;")
    again_most: float = Field(60, gt=0, description="doubled for each in a row, up to this.")
    probe_every: float = Field(300, gt=0, description="Between two tries with a key that the platform refuses.")

    review_within: float = Field(3600, gt=0, description="A second person looks at a take-down within this.")
    posts_per_window: int = Field(
        100, ge=1, description="So many posts of an account does the platform take in a window, unless it says itself;"
    )
    window: float = Field(900, gt=0, description="the window's length.")

    @property
    def policy(self) -> Policy:
        """What the domain's rules take of it; what an account may spend is the registry's to say."""
        return Policy(
            grace=timedelta(seconds=self.grace),
            approval_lasts=timedelta(seconds=self.approval_lasts),
            stale_after=timedelta(seconds=self.stale_after),
            deadline=timedelta(seconds=self.deadline),
            answer_within=timedelta(seconds=self.answer_within),
            review_within=timedelta(seconds=self.review_within),
            posts_per_window=self.posts_per_window,
            window=timedelta(seconds=self.window),
        )


class SandboxPublisherSettings(PublisherSettings):
    """The defaults beside a stand-in on the same machine: nothing there takes as long as at a platform."""

    answer_within: float = 3
    report_every: float = 10
    look_first: float = 0.5
    look_most: float = 5
    again_first: float = 0.5
    again_most: float = 5
    probe_every: float = 5
