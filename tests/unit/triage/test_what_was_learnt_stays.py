"""The cases that the rules were tuned on: a change of the tables must not lose them unnoticed."""

import pytest

from services.triage.domain.area import Area
from services.triage.domain.labeller import Labeller, Question
from shared.contracts.labels import Labels
from tests.unit.triage.cases import Case, read_cases

FILES = ("tune", "held", "fresh", "fresh2", "fresh3", "last")
CASES = tuple(case for name in FILES for case in read_cases(name))
Labelled = list[tuple[Case, Labels]]


@pytest.fixture(scope="module")
def labelled(labeller: Labeller, area: Area) -> Labelled:
    return [
        (case, labeller.label(Question(case.text, area.served_by_name(case.account) or (), case.in_reply_to)))
        for case in CASES
    ]


def test_danger_is_seen(labelled: Labelled) -> None:
    missed = [case.text for case, labels in labelled if case.dangerous and not labels.alert]
    assert len(missed) <= 2, missed


def test_few_messages_alarm_for_nothing(labelled: Labelled) -> None:
    harmless = [(case, labels) for case, labels in labelled if not case.dangerous]
    false = [case.text for case, labels in harmless if labels.alert]
    assert len(false) <= 0.07 * len(harmless), false


def test_tags_are_mostly_exactly_right(labelled: Labelled) -> None:
    right = sum(sorted(labels.tags) == case.expected["tags"] for case, labels in labelled)
    assert right >= 0.9 * len(labelled)


def test_a_wrong_district_is_rare(labelled: Labelled) -> None:
    wrong = [case.text for case, labels in labelled if labels.district not in {case.expected["district"], "unknown"}]
    assert len(wrong) <= 2, wrong


def test_every_emergency_alerts_and_is_immediate(labelled: Labelled) -> None:
    for _, labels in labelled:
        assert labels.alert or "emergency" not in labels.tags
        assert ("emergency" in labels.tags) == (labels.urgency == "immediate")


def test_reports_and_concerns_say_what_about(labelled: Labelled) -> None:
    for case, labels in labelled:
        if {"wrong_place_report", "community_concern"} & set(labels.tags):
            assert labels.concern is not None, case.text


def test_chat_stands_alone(labelled: Labelled) -> None:
    assert all(labels.tags == ("chat",) for _, labels in labelled if "chat" in labels.tags)


def test_reasons_point_into_the_text(labelled: Labelled) -> None:
    for case, labels in labelled:
        assert labels.reasons
        for reason in labels.reasons:
            if reason.start is not None and reason.end is not None:
                assert 0 <= reason.start < reason.end <= len(case.text)


def test_the_fast_path_decides_as_the_labels_do(labelled: Labelled, labeller: Labeller, area: Area) -> None:
    for case, labels in labelled:
        question = Question(case.text, area.served_by_name(case.account) or (), case.in_reply_to)
        alarm = labeller.alarm(question)
        assert (alarm is not None) == labels.alert, case.text
        if alarm:
            assert alarm[0].district == labels.district


def test_the_same_words_get_the_same_labels(labelled: Labelled, labeller: Labeller, area: Area) -> None:
    for case, labels in labelled[::10]:
        question = Question(case.text, area.served_by_name(case.account) or (), case.in_reply_to)
        assert labeller.label(question) == labels
