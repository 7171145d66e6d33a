# ruff: noqa: RUF001
# The letters of other languages are the point of these tests.
"""The same words, in danger and out of it."""

import pytest

from services.triage.domain.labeller import Labeller, Question


def alert(labeller: Labeller, text: str, in_reply_to: str | None = None) -> bool:
    return labeller.label(Question(text, ("hastings",), in_reply_to)).alert


PAIRS = [
    ("man with a knife outside the pub now", "Man jailed for carrying a knife, court hears https://news.example/1"),
    ("my neighbour is being beaten by her husband", "my neighbour was beaten up last year, glad he got jailed"),
    ("he's going to kill me, please hurry", "my mum is going to kill me when she sees this phone bill lol"),
    ("someone is screaming for help next door", "I scream, you scream, we all scream for ice cream"),
    ("she has taken an overdose", "this series is an overdose of cute 😂"),
    ("house on fire in Ore, people inside", "the lads were on fire tonight, 4-0"),
    ("there's a fight outside, bottles flying", "who's watching the fight night on Sky?"),
    ("somebody has been stabbed on the seafront", "stabbed in the back by my own team again"),
    ("the tide's coming in and there's kids stuck on the rocks", "drowning in paperwork, send coffee"),
]


@pytest.mark.parametrize(("danger", "none"), PAIRS)
def test_words_of_danger_and_the_same_words_without(danger: str, none: str, labeller: Labeller) -> None:
    assert alert(labeller, danger)
    assert not alert(labeller, none)


@pytest.mark.parametrize(
    "text",
    [
        "pls cum quik theres a man wiv a nife",
        "HEEEELP hes got a GUN",
        "sum1 is tryin 2 brake in my back door im home alone",
        "ppl fiteing outside, sum1s been stabed",
    ],
)
def test_typos_and_text_speak_hide_no_danger(text: str, labeller: Labeller) -> None:
    assert alert(labeller, text)


@pytest.mark.parametrize(
    "text",
    [
        "Pomocy, ktoś ma nóż!",
        "Ajutor, mă bate soțul",
        "Допоможіть, у нього ніж",
        "Помогите, он меня убьет",
        "ساعدوني معه سكين",
        "সাহায্য করুন, ওর হাতে ছুরি",
        "İmdat, bıçaklı adam var",
        "Au secours, il a un couteau",
        "Auxilio, tiene un cuchillo",
        "Padėkite, jis turi peilį",
        "Socorro, ele tem uma faca",
    ],
)
def test_danger_is_understood_in_the_languages_of_sussex(text: str, labeller: Labeller) -> None:
    assert alert(labeller, text)


def test_a_short_answer_takes_its_meaning_from_the_thread(labeller: Labeller) -> None:
    assert alert(labeller, "He's back", "If your ex comes back with that knife call 999.")
    assert not alert(labeller, "He's back", "Our police dog Rex is back from his holiday!")


def test_what_goes_on_now_outweighs_what_was(labeller: Labeller) -> None:
    assert alert(labeller, "Thanks for coming yesterday but he's back now and he's got a knife, please help")


def test_a_danger_denied_is_none(labeller: Labeller) -> None:
    assert not alert(labeller, "No one was hurt in the crash at Ore")
    assert alert(labeller, "Crash at Ore, someone is badly hurt")


@pytest.mark.parametrize("text", ["", " ", "?!", "👍", "@sbx_hastings", "https://t.co/x", "\u202e\u200b", "a" * 20_000])
def test_nothing_to_read_is_no_danger_and_no_failure(text: str, labeller: Labeller) -> None:
    labels = labeller.label(Question(text, ()))
    assert not labels.alert
    assert labels.tags == ("chat",)


def test_a_long_message_is_read_to_its_end(labeller: Labeller) -> None:
    assert alert(labeller, "Lovely day on the pier. " * 1_000 + "There's a man with a knife here now, help")
