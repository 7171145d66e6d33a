"""An alert always shows words, also where danger is not likely enough for its tag."""

import numpy as np
import pytest

from services.triage.domain.alerting import alert_by_model
from services.triage.domain.area import Area
from services.triage.domain.heads import BRIEF, WHOLE, Heads
from services.triage.domain.judging import Learnt
from services.triage.domain.labeller import Labeller, Question
from services.triage.domain.outputs import OUTPUTS, TAGS
from services.triage.domain.terms import Terms
from services.triage.domain.triaging import labels_of, triaged_of
from shared.contracts.labels import Labels
from tests.unit.triage.mentions import AT, mention

PLAIN = "someone help hes got a knife"
CALM = "nobody has drawn her curtains since Sunday"


def _heads(inputs: int, danger: float) -> Heads:
    """Heads for which every message is chat, and danger as likely as said."""
    bias = np.full(OUTPUTS, -6.0, np.float32)
    bias[TAGS.index("chat")] = 6.0
    bias[TAGS.index("emergency")] = np.log(danger / (1 - danger))
    return Heads("h", "d", np.zeros((inputs, OUTPUTS), np.float32), bias, dict.fromkeys(TAGS, 0.5), alert_at=0.3)


@pytest.fixture
def doubting(labeller: Labeller) -> Labeller:
    """It knows one term of the calm message, and finds danger in everything: a little, not enough for the tag."""
    weights = np.zeros((1, OUTPUTS), np.float32)
    weights[0, TAGS.index("emergency")] = 2.0
    terms = Terms({"curtains": 0}, np.ones(1, np.float32), weights, np.zeros(OUTPUTS, np.float32))
    learnt = Learnt("m", terms, _heads(WHOLE, 0.4), _heads(BRIEF, 0.4))
    return Labeller(labeller._vocabulary, labeller._languages, learnt)


def _shown(labels: Labels, text: str) -> list[str]:
    return [text[each.start : each.end] for each in labels.reasons if each.label == "alert" and each.start is not None]


@pytest.mark.parametrize(("text", "word"), [(PLAIN, "knife"), (CALM, "curtains")])
def test_an_alert_without_the_tag_shows_the_words_that_raised_it(doubting: Labeller, text: str, word: str) -> None:
    labels = doubting.label(Question(text, ()))

    assert labels.alert
    assert "emergency" not in labels.tags
    assert word in " ".join(_shown(labels, text))


def test_the_alert_itself_carries_them(doubting: Labeller, area: Area) -> None:
    said = mention(CALM)
    alert = alert_by_model(said, triaged_of(said, *labels_of(doubting, said, area), AT))

    assert [CALM[each.start : each.end] for each in alert.reasons if each.label == "alert"] == ["curtains"]


def test_nothing_speaks_for_an_alert_where_there_is_none(labeller: Labeller) -> None:
    assert not _shown(labeller.label(Question("Lovely morning on the front", ())), "")


@pytest.mark.parametrize("text", ["", "the pier", "a man", "my son", "in there", "Polegate", "🚔", "red car"])
def test_a_word_or_two_that_name_no_danger_are_no_alert_whatever_is_guessed(doubting: Labeller, text: str) -> None:
    labels = doubting.label(Question(text, ()))

    assert not labels.alert
    assert "emergency" not in labels.tags


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("help me", None),
        ("overdose", None),
        ("took all of them", None),
        ("the pier", "Where is he?"),
        ("他在打她快来人", None),
    ],
)
def test_few_words_that_do_tell_something_are_judged_like_any_others(
    doubting: Labeller, text: str, answered: str | None
) -> None:
    assert doubting.label(Question(text, (), answered)).alert
