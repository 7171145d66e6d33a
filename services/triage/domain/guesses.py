"""What a message probably is where no rule was sure: better a guess that a person sees than a message passed over."""

from services.triage.domain.reading import Reading
from shared.contracts.labels import Tag

SELLING = 2
"""Words of selling that make it likely that something is sold."""
SHORT = 9
"""Words up to which an insult without a target is aimed at whoever reads it."""

SIGNS: tuple[tuple[Tag, str, *tuple[tuple[str, ...], ...]], ...] = (
    ("complaint", "you_word_only", ("you_word_only",), ("failed_act", "let_down", "negative", "tweeting")),
    ("complaint", "failed_act", ("police_only",), ("failed_act", "let_down", "negative")),
    (
        "wrong_place_report",
        "misfortune",
        ("past", "incident_now", "f_past"),
        ("misfortune", "harm_ed", "loss", "break_act", "money"),
    ),
    ("wrong_place_report", "misfortune", ("my_trouble", "stalk_who"), ("misfortune", "stalk_act", "harm_ed")),
    (
        "community_concern",
        "habit",
        ("habit", "habit_sure"),
        ("place_cue", "road_thing", "waste", "nuisance_act", "loss", "hazard_thing"),
    ),
    (
        "community_concern",
        "grievance",
        ("grievance",),
        ("place_cue", "road_thing", "hazard_thing", "hazard_place", "park_place", "parked_thing"),
    ),
)
"""Tags by weak signs, the likeliest first: the concept to point at, and choices of which each has to be spoken of."""


def guess(reading: Reading) -> tuple[Tag, str] | None:
    """The likeliest tag and the concept that speaks for it; None where it is likeliest to be chat."""
    if reading.has("joke", "fiction", "news", "sharing", "thanks_reply"):
        return None
    if _sells(reading):
        return "spam", "selling"
    if reading.has("insult") and len(reading.text.words) <= SHORT and not reading.has("positive"):
        return "abuse", "insult"
    if (
        reading.has("good_word")
        and reading.has("police_who", "service", "praise_direct")
        and not reading.has("negative")
    ):
        return "praise", "good_word"
    if reading.has("positive") and not reading.has("negative", "let_down"):
        return None
    return _trouble(reading)


def _trouble(reading: Reading) -> tuple[Tag, str] | None:
    """A complaint, a report or a concern, by weak signs of each."""
    for tag, concept, *choices in SIGNS:
        if all(reading.has(*choice) for choice in choices):
            return tag, concept
    return None


def _sells(reading: Reading) -> bool:
    return reading.count("selling") >= SELLING and not reading.has("police_who", "past", "victim_of_scam", "misfortune")
