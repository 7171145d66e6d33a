"""The scenario is the one that is promised, and every difference from it is told."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from operations.demo.desk import Desk
from operations.demo.numbers import past_followers
from operations.demo.outcome import Outcome, differing
from operations.demo.scenario import load_scenario
from operations.demo.stage import Stage
from operations.exits import Stopped
from shared.contracts.labels import Labels
from shared.registry import load_registry
from shared.settings import CHECKOUT

SCENARIO = load_scenario()
KNIFE = SCENARIO.mention[3]


def _labels(**other: Any) -> Labels:  # noqa: ANN401 - whatever its fields take
    usual: dict[str, Any] = {
        "tags": ("emergency", "wrong_place_report"),
        "urgency": "immediate",
        "needs_reply": True,
        "district": "hastings",
        "language": "en",
        "sentiment": "negative",
        "alert": True,
    }
    return Labels(**usual | other)


def test_twenty_five_mentions_three_alarms_one_every_four_seconds() -> None:
    assert len(SCENARIO.mention) == 25
    assert [number for number, scene in enumerate(SCENARIO.mention, start=1) if scene.alert] == [4, 10, 18]
    assert (SCENARIO.at(1), SCENARIO.at(4), SCENARIO.at(25)) == (10, 22, 106)
    assert (SCENARIO.alarm[0].mention, SCENARIO.alarm[0].at, SCENARIO.alarm[0].reference) == (4, 40, "SBX-1")


def test_every_mention_goes_to_an_account_of_the_registry() -> None:
    handles = {account.handle for account in load_registry(CHECKOUT / "deploy" / "force").accounts.values()}
    assert {scene.to for scene in SCENARIO.mention} <= handles
    assert all(len(scene.author) <= 15 for scene in SCENARIO.mention)


def test_every_template_says_what_it_says_in_the_same_languages_and_names_the_emergency_number() -> None:
    assert len(SCENARIO.template) == 3
    for template in SCENARIO.template:
        assert list(template.texts) == ["en", "pl", "uk", "ro"], template.name
        assert all("999" in text for text in template.texts.values()), template.name


def test_labels_as_expected_differ_in_nothing() -> None:
    assert list(differing(KNIFE, _labels(), recovered=False)) == []


@pytest.mark.parametrize(
    ("labels", "says"),
    [
        (_labels(tags=("chat",)), "expected emergency, wrong_place_report, got chat"),
        (_labels(alert=False), "expected an alarm, got none"),
        (_labels(district="rother"), "expected district hastings, got rother"),
    ],
)
def test_every_difference_is_told(labels: Labels, says: str) -> None:
    assert list(differing(KNIFE, labels, recovered=False)) == [says]


def test_a_mention_that_the_stream_brought_was_not_recovered() -> None:
    lagoon = SCENARIO.mention[24]
    labels = _labels(tags=("community_concern",), alert=False)
    assert list(differing(lagoon, labels, recovered=True)) == []
    assert list(differing(lagoon, labels, recovered=False)) != []


async def test_labels_that_come_before_the_stand_ins_answer_are_told_after_it() -> None:
    said = io.StringIO()
    outcome = Outcome(SCENARIO.mention, Stage(1, said))
    outcome.labels["x:1"], outcome.recovered["x:1"] = _labels(tags=("spam",)), False
    assert said.getvalue() == ""
    outcome.sent(4, "x:1")
    assert "#4 NOT AS EXPECTED: expected emergency" in said.getvalue()
    assert outcome.unlike == 1


async def test_speed_squeezes_the_clock() -> None:
    stage = Stage(100, io.StringIO())
    await stage.until(20)
    assert 20 <= stage.seconds < 120


def test_a_link_without_a_token_says_what_to_do() -> None:
    with pytest.raises(Stopped, match="make run"):
        Desk("http://127.0.0.1:1", "http://127.0.0.1:1/sign-in")


@pytest.mark.parametrize("weekday", range(7))
def test_past_followers_are_the_scenarios_on_every_sunday_whatever_day_it_is(weekday: int) -> None:
    now = datetime(2026, 11, 16, 23, 30, tzinfo=UTC) + timedelta(days=weekday)
    counts = dict(past_followers(SCENARIO.numbers, now))
    sundays = [count for day, count in counts.items() if day.isoweekday() == 7]
    missing = now.date() - timedelta(days=SCENARIO.numbers.missing_days_ago)
    assert sundays == [count for count in SCENARIO.numbers.weeks if count in sundays]
    assert len(sundays) >= len(SCENARIO.numbers.weeks) - (missing.isoweekday() == 7)
    assert missing not in counts
    assert max(counts) == now.date() - timedelta(days=1)
    assert list(counts.values()) == sorted(counts.values())
    assert max(counts.values()) < SCENARIO.numbers.now


def test_the_post_is_tried_by_its_author_and_approved_by_somebody_else() -> None:
    post = SCENARIO.post
    assert post.author != post.approver
    assert post.drafted_at < post.tried_at < post.approved_at < post.engagement[0].at
    assert post.before["kind"] == "503_after_success"
    assert "{reference}" in post.text


def test_the_first_draft_is_tried_before_the_one_that_goes_out() -> None:
    assert SCENARIO.first_draft.at < SCENARIO.post.drafted_at
    assert SCENARIO.first_draft.objections == 2


def test_a_post_falls_due_while_the_hold_stands() -> None:
    held = SCENARIO.held
    assert held.approved_at < held.begins_at < held.due_at < held.released_at < held.looked_at
    assert held.account == "x_hastings"
    assert held.scope == "district:hastings"
