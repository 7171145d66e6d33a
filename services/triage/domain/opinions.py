"""What a message thinks of the police and of others: praise, complaint, abuse; and advertising."""

from services.triage.domain.concern import SURE
from services.triage.domain.reading import Reading

SPAM_SIGNS = 2
"""Words of advertising that make a message spam; one strong word suffices."""


def is_spam(reading: Reading) -> bool:
    """Whether it advertises, or begs for followers."""
    if reading.has("victim_of_scam", "police_only", "first_hand_loss"):
        return False
    return reading.has("spam_strong", "spam_made") or reading.count("spam") + min(
        reading.text.links, 1
    ) > SPAM_SIGNS - 1 + (0 if reading.has("spam") else SPAM_SIGNS)


def insults(reading: Reading) -> bool:
    """Whether it insults, threatens or hates somebody, and does not report that."""
    if reading.has("abuse_made") and not reading.has("past", "first_hand_loss", "joke", "abuse_report"):
        return True
    if not reading.has("abuse_insult") or (
        reading.has("abuse_report") and reading.has("past", "c_hate", "first_hand_loss", "incident_now")
    ):
        return False
    return reading.has("abuse_target") or len(reading.text.words) <= 6  # noqa: PLR2004 - so short a message is aimed at who it names


def complains(reading: Reading, *, insulted: bool) -> bool:
    """Whether it is dissatisfied with the police; an insult alone is no complaint."""
    if reading.has("f_complaint", "let_down_strong") or _unanswered(reading):
        return True
    if insulted:
        return False
    if reading.has("sarcasm"):
        return reading.has("sarcasm_sure", "let_down", "unanswered", "police_only", "police_topic")
    return reading.has("let_down") and not reading.has("not_police") and _about_police(reading)


def _unanswered(reading: Reading) -> bool:
    """Whether somebody waits in vain, and does not only mention it in thanks."""
    if not reading.has("unanswered"):
        return False
    return not reading.has("praise") or reading.has("sarcasm", "let_down", "police_only")


def _about_police(reading: Reading) -> bool:
    """Whether dissatisfaction is with the police: named, or addressed while nothing else is spoken of."""
    if reading.has("police_only", "police_topic"):
        return True
    something_else = bool(reading.topics) and reading.topics[0].score >= SURE
    return not something_else and reading.has("police") and not reading.has("joke")


def praises(reading: Reading) -> bool:
    """Whether it thanks or praises the police, and means it."""
    if reading.has("f_thanks"):
        return True
    if reading.has("praise_made") and not reading.has("sarcasm", "let_down", "sharing", "cynical", "joke"):
        return not _asks_for_something(reading)
    if not reading.has("praise") or reading.has("sarcasm", "thanks_reply", "sharing"):
        return False
    if reading.has("police_only"):
        return not (reading.has("praise_weak") and _asks_for_something(reading))
    if not reading.has("police") and not reading.has("praise_direct"):
        return False
    return not _asks_for_something(reading)


def _asks_for_something(reading: Reading) -> bool:
    """Whether the thanks only end a request or a report."""
    return (
        (reading.asks and reading.has("ask_info", "request_action"))
        or reading.has("report_plain")
        or reading.has("request_action")
    )
