"""The fast path weighs words alone; labels stand on the very same weighing."""

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
PAIRED = 5


def questions() -> list[Question]:
    """Every case alone, with the message it answers, and as an answer to others."""
    cases = [case for name in FILES for case in read_cases(name)]
    alone = [Question(case.text, (), case.in_reply_to) for case in cases]
    paired = [
        Question(case.text, (), cases[(n * FAR_APART + k) % len(cases)].text)
        for n, case in enumerate(cases)
        for k in range(PAIRED)
    ]
    return [*alone, *paired, *(Question(text, (), answered) for text, answered in product(ODD, [None, *ODD]))]


def test_thousands_of_messages_alert_as_by_the_full_reading(labeller: Labeller) -> None:
    asked = questions()
    alarmed = [labeller.alarm(question) is not None for question in asked]
    assert len(asked) > 4_000
    assert alarmed == [labeller.read(question).danger.alert for question in asked]
    assert 0.05 < sum(alarmed) / len(asked) < 0.6


@pytest.mark.parametrize("text", [*ODD, *(question.text for question in questions()[:700])])
def test_the_line_alone_is_the_line_of_the_full_reading(text: str, registry: Registry) -> None:
    spelling = load(tuple(registry.concerns)).spelling
    lines = Lines(spelling)
    assert lines.line(text) == lines.line(text) == read(text, spelling).line


def test_an_alert_that_no_rule_knows_names_the_words_that_weigh_most(labeller: Labeller) -> None:
    text = "she's up on the ledge and she won't talk to anyone, hurry"
    alarm = labeller.alarm(Question(text, ()))
    assert alarm is not None
    spans = [(reason.start, reason.end) for reason in alarm[1] if reason.label == "emergency"]
    assert spans
    assert all(start is not None and end is not None and text[start:end].strip() for start, end in spans)


def test_words_of_other_languages_mean_nothing_in_english(registry: Registry) -> None:
    evidence = load(tuple(registry.concerns)).evidence
    assert "f_attack" in evidence.clues("Ratunku, on ma noz", None).concepts
    assert not {
        name
        for name in evidence.clues("I had a gun at the fair and it was the best day", None).concepts
        if name[:2] == "f_"
    }
