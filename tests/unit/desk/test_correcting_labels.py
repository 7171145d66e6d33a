"""A person's labels are whole and consistent, whatever was asked."""

from datetime import UTC, datetime

import pytest

from services.desk.domain.correction import BY_A_PERSON, Change, correct
from services.desk.domain.mention import DeskMention
from services.desk.domain.refusal import Refused
from shared.contracts.labels import Labels, Reason
from shared.contracts.work_changed import Correction
from tests.support.desk import A_QUEENS_ROAD, labels, mention

NOW = datetime(2026, 11, 22, 2, 14, tzinfo=UTC)
DISTRICTS = ("hastings", "rother")
CONCERNS = ("noise", "other")


def _correct(was: Labels | None, **change: object) -> Correction:
    item = DeskMention(mention("Racing again", NOW), frozenset({"hastings"}), labels=was)
    asked = Change(**change)  # type: ignore[arg-type]  # what a caller may send
    return correct(item, asked, by="sam", now=NOW, districts=DISTRICTS, concerns=CONCERNS).correction


def test_what_is_not_asked_stays() -> None:
    was = labels("community_concern", concern="noise", place=A_QUEENS_ROAD)
    given = _correct(was, needs_reply=False).labels
    assert given == was.model_copy(update={"needs_reply": False})


def test_an_emergency_is_immediate_and_nothing_else_is() -> None:
    assert _correct(labels("question"), tags=("emergency",)).labels.urgency == "immediate"
    calm = _correct(labels("emergency"), tags=("question",)).labels
    assert (calm.urgency, calm.alert) == ("today", False)


def test_a_concern_has_a_kind_and_other_tags_have_none() -> None:
    with pytest.raises(Refused, match="no kind of concern"):
        _correct(labels("chat"), tags=("community_concern",), concern="ghosts")
    assert _correct(labels("community_concern"), tags=("praise",)).labels.concern is None


def test_chat_stands_alone_and_there_is_always_a_tag() -> None:
    with pytest.raises(Refused, match="alone"):
        _correct(labels("chat"), tags=("chat", "praise"))
    with pytest.raises(Refused, match="at least one"):
        _correct(labels("chat"), tags=())
    with pytest.raises(Refused, match="is no tag"):
        _correct(labels("chat"), tags=("suspect",))


def test_another_district_forgets_the_place() -> None:
    given = _correct(labels("question", place=A_QUEENS_ROAD), district="rother").labels
    assert (given.district, given.place) == ("rother", None)
    with pytest.raises(Refused, match="no district"):
        _correct(labels("question"), district="kent")


def test_reasons_of_labels_that_went_go_with_them() -> None:
    was = labels(
        "question", reasons=(Reason(label="question", rule="Asks"), Reason(label="district:hastings", rule="x"))
    )
    given = _correct(was, tags=("praise",)).labels
    assert [(reason.label, reason.rule) for reason in given.reasons] == [
        ("district:hastings", "x"),
        ("praise", BY_A_PERSON),
    ]


def test_triage_learns_whether_a_concern_stood() -> None:
    assert _correct(labels("community_concern"), tags=("praise",)).was_concern
    assert not _correct(labels("question"), tags=("praise",)).was_concern


def test_a_person_may_label_what_triage_has_not_labelled_yet() -> None:
    given = _correct(None, tags=("community_concern",), concern="noise")
    assert (given.labels.tags, given.labels.concern, given.labels.urgency) == (
        ("community_concern",),
        "noise",
        "routine",
    )
    assert not given.was_concern
    assert _correct(None, tags=("emergency",)).labels.alert
    assert _correct(None, tags=("chat",)).labels.tags == ("chat",)


def test_without_labels_the_tags_have_to_be_said() -> None:
    with pytest.raises(Refused, match="no labels yet"):
        _correct(None, needs_reply=True)


def test_a_correction_that_changes_nothing_is_refused() -> None:
    was = labels("question", "praise")
    for nothing in ({}, {"tags": ("praise", "question")}, {"district": "hastings", "needs_reply": True}):
        with pytest.raises(Refused, match="changes no label"):
            _correct(was, **nothing)
