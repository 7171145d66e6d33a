"""How labelling fares, judged from a few facts: what the desk's banner and the status page go by."""

from dataclasses import dataclass
from datetime import datetime

from shared.contracts.labelling_reported import LabellingState

LATE_S = 60.0
"""A mention is labelled within a second; who waits for a minute has to be told."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known at one moment."""

    stopped: bool = False
    """The labels loop waits for a person."""
    away_since: datetime | None = None
    """Since when there is no encoder."""
    given_up: bool = False
    """Whether labels are made without it because of that."""
    shedding: bool = False
    """Whether labels are made without it because they came late."""
    owed_since: datetime | None = None
    """When the oldest labels were made that are to be made again."""
    behind_s: float = 0.0
    why: str = ""
    """Why there is no encoder, or no labelling."""


def state_of(facts: Facts) -> LabellingState:
    """The worst that is the case."""
    if facts.stopped:
        return "stopped"
    if facts.away_since is not None:
        return "without_encoder" if facts.given_up else "waiting"
    if facts.shedding:
        return "shedding"
    return "whole" if facts.owed_since is None else "catching_up"


def needs_looking_at(facts: Facts) -> str:
    """What somebody who runs the system should know, in one sentence; empty where all is as it should be."""
    state = state_of(facts)
    if state == "without_encoder":
        return f"mentions are labelled without the language model, alerts by words work: {facts.why}"
    if state == "shedding":
        return (
            "more comes in than the language model can read: some mentions are labelled without it, and again later; "
            "alerts by words work"
        )
    if facts.behind_s > LATE_S:
        return f"labels are {facts.behind_s:.0f} s behind, alerts by words work"
    return ""
