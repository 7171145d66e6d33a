"""How labelling fares is said in one word for the desk, and in one sentence for who runs the system."""

from datetime import timedelta

import pytest

from services.triage.domain.faring import Facts, needs_looking_at, state_of
from services.triage.reports import report_of
from shared.contracts.labelling_reported import LabellingState
from tests.unit.triage.mentions import AT

SHEDS = (
    "more comes in than the language model can read: some mentions are labelled without it, and again later; "
    "alerts by words work"
)


@pytest.mark.parametrize(
    ("facts", "state", "sentence"),
    [
        (Facts(), "whole", ""),
        (Facts(behind_s=61), "whole", "labels are 61 s behind, alerts by words work"),
        (Facts(owed_since=AT), "catching_up", ""),
        (Facts(away_since=AT, why="it died"), "waiting", ""),
        (
            Facts(away_since=AT, given_up=True, why="it died", shedding=True),
            "without_encoder",
            "mentions are labelled without the language model, alerts by words work: it died",
        ),
        (
            Facts(shedding=True, owed_since=AT),
            "shedding",
            SHEDS,
        ),
        (Facts(stopped=True, away_since=AT, given_up=True, why="5 bad records"), "stopped", ""),
    ],
)
def test_the_worst_is_said(facts: Facts, state: LabellingState, sentence: str) -> None:
    assert (state_of(facts), needs_looking_at(facts)) == (state, sentence)


def test_a_state_is_as_old_as_its_first_report_and_an_absence_as_old_as_it_is() -> None:
    later = AT + timedelta(seconds=40)
    away = Facts(away_since=AT, given_up=True)
    first = report_of("triage-a-1", away, None, later)
    second = report_of("triage-a-1", away, first, later + timedelta(minutes=1))
    back = report_of("triage-a-1", Facts(behind_s=0.04), second, later + timedelta(minutes=2))
    assert (first.since, second.since) == (AT, AT)
    assert (back.state, back.since, back.behind_s) == ("whole", back.reported_at, 0.0)
