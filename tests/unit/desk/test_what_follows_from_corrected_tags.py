"""Who corrects the tags alone gets labels that fit them; what contradicts the guide is refused by field and remedy."""

from datetime import UTC, datetime

import pytest

from services.desk.domain.correction import Change, Corrected, correct
from services.desk.domain.mention import DeskMention
from services.desk.domain.refusal import Refused
from shared.contracts.labels import Labels, Reason
from tests.support.desk import labels, mention

NOW = datetime(2026, 11, 22, 2, 14, tzinfo=UTC)
EMERGENCY = labels("emergency", "wrong_place_report", concern="violence")
CHAT = labels("chat", urgency="none")


def _said(was: Labels, *tags: str, **more: object) -> Corrected:
    item = DeskMention(mention("Racing again", NOW), frozenset({"hastings"}), labels=was)
    asked = Change(tags=tags or None, **more)  # type: ignore[arg-type]  # what a caller may send
    return correct(item, asked, by="sam", now=NOW, districts=("hastings", "rother"), concerns=("noise", "violence"))


def _outcome(was: Labels, *tags: str, **more: object) -> tuple[str, bool, str | None]:
    given = _said(was, *tags, **more).correction.labels
    return given.urgency, given.needs_reply, given.concern


@pytest.mark.parametrize(
    ("was", "tags", "expected"),
    [
        (EMERGENCY, ("chat",), ("none", False, None)),
        (EMERGENCY, ("wrong_place_report",), ("today", True, "violence")),
        (EMERGENCY, ("abuse", "spam"), ("none", False, None)),
        (EMERGENCY, ("appeal_response",), ("today", True, None)),
        (CHAT, ("emergency",), ("immediate", True, None)),
        (CHAT, ("appeal_response",), ("today", True, None)),
        (CHAT, ("question",), ("routine", True, None)),
        (labels("appeal_response", urgency="today"), ("question",), ("routine", True, None)),
        (labels("complaint", urgency="today"), ("question",), ("today", True, None)),
        (labels("question", needs_reply=False), ("question", "complaint"), ("routine", True, None)),
        (labels("question", "praise", needs_reply=False), ("question",), ("routine", False, None)),
        (labels("community_concern", concern="noise"), ("wrong_place_report",), ("routine", True, "noise")),
    ],
)
def test_what_nobody_said_follows_from_the_tags(
    was: Labels, tags: tuple[str, ...], expected: tuple[str, bool, str | None]
) -> None:
    assert _outcome(was, *tags) == expected


def test_what_somebody_said_stands_where_the_guide_allows_it() -> None:
    assert _outcome(EMERGENCY, "wrong_place_report", urgency="routine") == ("routine", True, "violence")
    assert _outcome(CHAT, "complaint", needs_reply=False, urgency="today") == ("today", False, None)
    assert _outcome(CHAT, "wrong_place_report", concern="noise") == ("routine", True, "noise")
    assert _outcome(labels("question"), urgency="none") == ("none", False, None)
    assert _outcome(labels("question", urgency="none", needs_reply=False), needs_reply=True)[:2] == ("routine", True)


@pytest.mark.parametrize(
    ("was", "tags", "more", "field", "remedy"),
    [
        (CHAT, ("wrong_place_report",), {}, "concern", "Choose which under Concern"),
        (EMERGENCY, (), {"concern": ""}, "concern", "Choose which under Concern"),
        (CHAT, ("question",), {"concern": "noise"}, "concern", "set the concern to None"),
        (EMERGENCY, ("emergency",), {"urgency": "today"}, "urgency", "take the tag Emergency away"),
        (CHAT, ("question",), {"urgency": "immediate"}, "urgency", "Tick Emergency"),
        (CHAT, ("appeal_response",), {"urgency": "routine"}, "urgency", "Today"),
        (CHAT, ("praise",), {"urgency": "today"}, "urgency", "Nothing to do"),
        (CHAT, ("question",), {"urgency": "none", "needs_reply": True}, "urgency", "to No as well"),
        (EMERGENCY, ("wrong_place_report",), {"urgency": "none"}, "urgency", "Routine or Today"),
        (EMERGENCY, (), {"needs_reply": False}, "needs_reply", "to Yes"),
        (CHAT, (), {"needs_reply": True}, "needs_reply", "to No"),
        (CHAT, ("chat", "praise"), {}, "tags", "Take chat away"),
        (CHAT, (), {"urgency": "soon"}, "urgency", "Choose from"),
        (CHAT, (), {"district": "kent"}, "district", "Choose one"),
    ],
)
def test_a_contradiction_is_refused_with_its_field_and_the_remedy(
    was: Labels, tags: tuple[str, ...], more: dict[str, object], field: str, remedy: str
) -> None:
    with pytest.raises(Refused, match=remedy) as refused:
        _said(was, *tags, **more)
    assert (refused.value.kind, refused.value.more) == ("invalid", {"field": field})


def test_the_person_is_told_what_followed_and_not_what_they_said() -> None:
    assert _said(EMERGENCY, "chat").followed == ("concern", "urgency", "needs_reply")
    assert _said(EMERGENCY, "wrong_place_report", urgency="routine").followed == ()
    assert _said(labels("question"), "complaint").followed == ()


def test_a_reason_goes_with_its_label_and_nothing_speaks_for_what_a_person_took_away() -> None:
    said = ("emergency", "wrong_place_report", "concern:violence", "district:hastings", "personal_data:phone")
    was = EMERGENCY.model_copy(update={"reasons": tuple(Reason(label=label, rule="words") for label in said)})
    given = _said(was, "community_concern", concern="noise", district="rother").correction.labels
    assert [(reason.label, reason.rule) for reason in given.reasons] == [
        ("personal_data:phone", "words"),
        ("community_concern", "A person said so"),
        ("concern:noise", "A person said so"),
        ("district:rother", "A person said so"),
    ]


def test_a_doubt_stands_until_somebody_speaks_of_the_tags() -> None:
    doubt = labels("question", alert=True, reasons=(Reason(label="alert", rule="words"),))
    moved = _said(doubt, district="rother").correction.labels
    assert (moved.alert, [reason.label for reason in moved.reasons]) == (True, ["alert", "district:rother"])
    calm = _said(doubt, "complaint").correction.labels
    assert (calm.alert, [reason.label for reason in calm.reasons]) == (False, ["complaint"])
