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


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello there",
        "Hastings",
        "the man",
        "my lad",
        "1 2 3",
        "red car",
        "see pic",
        "new profile picture",
        "Polegate",
        "a bench",
        "🙂",
    ],
)
def test_a_few_words_that_tell_nothing_raise_no_alert(text: str, labeller: Labeller) -> None:
    assert labeller.alarm(Question(text, ())) is None


LEAD = (
    "Thank you for the talk at our library last week, everybody learnt a lot about locks and the cakes were lovely too",
    "We all walked along the prom on Saturday and the children had ice cream",
)


@pytest.mark.parametrize("lead", [1, 5, 40])
@pytest.mark.parametrize("danger", ["My dad has stopped breathing", "There is a man with a knife in our hall now"])
def test_danger_in_a_sentence_of_its_own_is_heard_among_any_number_of_others(
    danger: str, lead: int, labeller: Labeller
) -> None:
    calm = ". ".join((LEAD * lead)[:lead])
    alarm = labeller.alarm(Question(f"{calm}. {danger}!", ()))

    assert labeller.alarm(Question(f"{calm}.", ())) is None
    assert alarm is not None
    assert labeller.read(Question(f"{calm}. {danger}!", ())).danger.alert


@pytest.mark.parametrize(
    "text",
    [
        "The knife amnesty bin was full. Well done everybody. See you at the next one.",
        "Read about the man who was stabbed in 1998. Very sad. The book is in our shop.",
    ],
)
def test_a_sentence_that_only_names_a_danger_is_no_alert_by_itself(text: str, labeller: Labeller) -> None:
    assert labeller.alarm(Question(text, ())) is None


def test_words_that_tell_nobody_why_are_no_reason(labeller: Labeller) -> None:
    text = "he is here and she is at the back of it, he is up on the ledge"
    alarm = labeller.alarm(Question(text, ()))
    assert alarm is not None
    told = [text[reason.start : reason.end] for reason in alarm.reasons if reason.start is not None]
    assert told
    assert not {"he", "is", "she", "the", "it", "at"} & set(told)
