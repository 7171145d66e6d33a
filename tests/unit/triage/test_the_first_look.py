"""The fast path's first look lets go only what raises no alert by a full reading."""

from itertools import product

import pytest

from services.triage.data import load
from services.triage.domain.labeller import Labeller, Question
from services.triage.domain.text import Lines, read
from shared.registry import Registry
from tests.unit.triage.cases import read_cases
from tests.unit.triage.figures import FILES

ODD = [
    "",
    "#",
    "##HelpMe now",
    "#SOS",
    "#https://t.co/x y",
    "@sbx help@home",
    "www.x.y #Knife*",
    "🔪🔪",
    "a.@b",
    "İ#",
    "##",
]
FAR_APART = 7
"""From a case to those that it is read with as an answer: enough of them, and not the same ones."""


def questions() -> list[Question]:
    """Every case alone, with the message it answers, and as an answer to many others."""
    cases = [case for name in FILES for case in read_cases(name)]
    alone = [Question(case.text, (), case.in_reply_to) for case in cases]
    other = [
        Question(case.text, (), cases[(n * FAR_APART + k) % len(cases)].text)
        for n, case in enumerate(cases)
        for k in range(5)
    ]
    return [*alone, *other, *(Question(text, (), answered) for text, answered in product(ODD, [None, *ODD]))]


def test_thousands_of_messages_alert_as_by_the_full_reading(labeller: Labeller) -> None:
    asked = questions()
    alarmed = [labeller.alarm(question) is not None for question in asked]
    assert len(asked) > 4_000
    assert alarmed == [labeller.read(question).danger.alert for question in asked]
    assert 0.05 < sum(alarmed) / len(asked) < 0.6


def test_most_messages_are_let_go_at_the_first_look(registry: Registry) -> None:
    look = load(tuple(registry.concerns)).first_look
    harmless = [case for name in FILES for case in read_cases(name) if not case.dangerous]
    passed = [case for case in harmless if look.may_alert(case.text, case.in_reply_to)]
    assert len(passed) < len(harmless) * 0.4


@pytest.mark.parametrize("text", [*ODD, *(question.text for question in questions()[:700])])
def test_the_line_alone_is_the_line_of_the_full_reading(text: str, registry: Registry) -> None:
    spelling = load(tuple(registry.concerns)).spelling
    lines = Lines(spelling)
    assert lines.line(text) == lines.line(text) == read(text, spelling).line
