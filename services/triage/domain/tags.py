"""Which tags a message gets: each rule of the labelling guide as a function of what was read."""

from collections.abc import Callable
from dataclasses import dataclass, field

from services.triage.domain.concern import SURE, ConcernTable, Topic
from services.triage.domain.reading import Reading
from shared.contracts.labels import Reason, Tag

OWN_DESPAIR = frozenset({"somebody may harm themselves", "an overdose"})
OTHER_PEOPLE = frozenset(
    "he she hes shes him her his they theyre them someone man woman girl boy lad mate friend flatmate son daughter".split()  # noqa: SIM905 - words read best as words
)
SPAM_SIGNS = 2
"""Words of advertising that make a message spam; one strong word suffices."""
PERSONAL_LOSS = ("first_hand_loss", "incident_now", "past", "f_past")


@dataclass
class Tags:
    """The tags given so far, each with its reason; and what the message is about."""

    reading: Reading
    given: list[Tag] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    topic: Topic | None = None

    def give(self, tag: Tag, rule: str, *concepts: str) -> None:
        """Give a tag, and say why."""
        if tag in self.given:
            return
        self.given.append(tag)
        present = next((concept for concept in concepts if self.reading.has(concept)), "")
        self.reasons.append(self.reading.reason(tag, rule, present))


Judge = Callable[[Reading, ConcernTable], Tags]


def tags_of(reading: Reading, table: ConcernTable) -> Tags:
    """The tags of a message: danger first, then what it is for, then what it is about; `chat` where nothing fits."""
    tags = Tags(reading)
    if reading.danger.emergency:
        _emergency(tags)
        return tags
    if _is_spam(reading):
        tags.give("spam", "advertising or engagement bait", "spam_strong", "spam")
        return tags
    if _answers_appeal(reading):
        tags.give("appeal_response", "answers an appeal with something seen or known", "sighting", "appeal_named")
        return tags
    _opinions(tags)
    _question(tags)
    _what_it_is_about(tags, table)
    if not tags.given:
        tags.give("chat", "nothing to act on was found")
    return tags


def _emergency(tags: Tags) -> None:
    reading = tags.reading
    for sign in reading.danger.signs:
        span = reading.text.span(sign.first, sign.last)
        tags.reasons.append(Reason(label="emergency", rule=sign.rule.why, start=span.start, end=span.end))
    if reading.danger.from_thread:
        tags.reasons.append(Reason(label="emergency", rule="goes on from the danger in the message that it answers"))
    tags.given.append("emergency")
    if not _own_despair(reading):
        tags.give("wrong_place_report", "an emergency reported here instead of by 999")


def _own_despair(reading: Reading) -> bool:
    """Whether the writer speaks of themselves: that is no report of an incident."""
    signs = {sign.rule.why for sign in reading.danger.signs}
    words = set(reading.text.words)
    return bool(signs & OWN_DESPAIR) and not words & OTHER_PEOPLE and not reading.has("urgent_help")


def _is_spam(reading: Reading) -> bool:
    if reading.has("victim_of_scam", "police_only", "first_hand_loss"):
        return False
    return reading.has("spam_strong") or reading.count("spam") + min(reading.text.links, 1) > SPAM_SIGNS - 1 + (
        0 if reading.has("spam") else SPAM_SIGNS
    )


def _answers_appeal(reading: Reading) -> bool:
    if not reading.has("sighting"):
        return False
    in_thread = reading.thread is not None and "appeal_thread" in reading.thread and "appeal_over" not in reading.thread
    if reading.text.words[:1] == ("rt",) or (reading.has("sharing") and not reading.has("seen_oneself")):
        return False
    return in_thread or (reading.has("appeal_named") and reading.has("seen_oneself"))


def _opinions(tags: Tags) -> None:
    """Praise, complaint and abuse."""
    reading = tags.reading
    if _insults(reading):
        tags.give("abuse", "an insult, a threat or hate at somebody", "abuse_insult")
    if _complains(reading, insulted="abuse" in tags.given):
        tags.give("complaint", "dissatisfied with the police", "unanswered", "sarcasm", "let_down", "f_complaint")
    if not tags.given and _praises(reading):
        tags.give("praise", "thanks or praise for the police", "praise", "f_thanks")


def _insults(reading: Reading) -> bool:
    if not reading.has("abuse_insult") or (
        reading.has("abuse_report") and reading.has("past", "c_hate", "first_hand_loss", "incident_now")
    ):
        return False
    return reading.has("abuse_target") or len(reading.text.words) <= 6  # noqa: PLR2004 - so short a message is aimed at who it names


def _complains(reading: Reading, *, insulted: bool) -> bool:
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


def _praises(reading: Reading) -> bool:
    if reading.has("f_thanks"):
        return True
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


def _question(tags: Tags) -> None:
    reading = tags.reading
    if tags.given and tags.given != ["praise"]:
        return
    if reading.has("rhetorical", "joke", "fiction", "sport") and not reading.has("ask_report"):
        return
    english = reading.has("ask_info") and (reading.asks or reading.has("ask_opening"))
    foreign = reading.has("f_ask") and reading.asks
    if (english and not _only_a_request(reading)) or foreign:
        if "praise" in tags.given and not reading.has("ask_report"):
            return
        tags.give("question", "asks something that can be answered", "ask_info", "f_ask")


def _only_a_request(reading: Reading) -> bool:
    """Whether it asks for something to be done, not to be told something."""
    return reading.has("request_action") and not reading.has("ask_report")


def _what_it_is_about(tags: Tags, table: ConcernTable) -> None:
    """A report of an incident here, a concern of the community, or both."""
    reading = tags.reading
    topic = reading.topics[0] if reading.topics else None
    if topic is None or _not_about_here(reading, topic):
        return
    report, community = _report_or_concern(reading, topic, of_places=topic.concern in table.of_places)
    if set(tags.given) & {"praise", "abuse"}:
        return
    if "complaint" in tags.given:
        report = report and reading.has("report_plain")
        community = community and _again(reading) and topic.score >= SURE
    if "question" in tags.given:
        report = report and _own_incident(reading)
        community = community and _again(reading) and not report
    if report or community:
        tags.topic = topic
    if report:
        tags.give(
            "wrong_place_report",
            "a particular incident, told here",
            "report_plain",
            "incident_now",
            "first_hand_loss",
            "past",
        )
    if community:
        tags.give(
            "community_concern",
            "something that affects where people live",
            "habit",
            "f_habit",
            *table.concepts[topic.concern],
        )


def _not_about_here(reading: Reading, topic: Topic) -> bool:
    """News, stories, jokes, good endings and passing words are about no incident of here."""
    if reading.has("news", "fiction", "joke", "sport") and not reading.has("report_plain", "request_action"):
        return True
    if (reading.has("over") or (reading.has("sharing") and (reading.thread or topic.score < SURE))) and not reading.has(
        "report_plain", "first_hand_loss"
    ):
        return True
    if reading.has("exercise") and topic.score < SURE:
        return True
    return topic.score < SURE and not reading.has(
        "habit", "f_habit", "incident_now", "past", "report_plain", "place_cue", "request_action"
    )


def _again(reading: Reading) -> bool:
    return reading.has("habit", "f_habit")


def _own_incident(reading: Reading) -> bool:
    return reading.has("first_hand_loss", "report_plain") and reading.has(
        "past", "incident_now", "was_done", "report_plain"
    )


def _report_or_concern(reading: Reading, topic: Topic, *, of_places: bool) -> tuple[bool, bool]:
    """Whether it reports an incident, and whether it tells of a concern."""
    plate = any(item.kind == "vehicle_registration" for item in reading.personal)
    incident = plate or reading.has("incident_now", "past", "f_past", "report_plain")
    again = _again(reading)
    if of_places:
        return (incident and (not again or plate or reading.has("report_plain"))), True
    if again and not (incident or reading.has("was_done")) and not reading.has("my_trouble"):
        return False, True
    known = (
        incident
        or reading.has("first_hand_loss", "report_words", "was_done", "my_trouble")
        or "f_stolen" in reading.concepts
    )
    return known or topic.score >= SURE, again and not reading.has("my_trouble", "first_hand_loss")
