"""Authored messages as the product reads them: the question it is asked, and the labels that are right."""

from learning.mentions import Authored
from services.triage.domain.area import Area
from services.triage.domain.labeller import Question
from services.triage.refit.fitting import Given


def question_of(message: Authored, area: Area) -> Question:
    """What the labeller is asked; an account that the area does not know is a mistake in the line."""
    districts = area.served_by_name(message.account)
    if districts is None:
        raise ValueError(f"{message.id}: unknown account {message.account!r}")
    return Question(message.text, districts, message.in_reply_to)


def given_of(message: Authored) -> Given:
    """Its labels, as far as heads learn them."""
    expected = message.expected
    return Given(expected.tags, expected.concern, expected.urgency, expected.needs_reply, expected.sentiment)
