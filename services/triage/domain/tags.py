"""Which tags a message gets: each rule of the labelling guide as a function of what was read."""

from dataclasses import dataclass, field

from services.triage.domain.concern import SURE, ConcernTable, Topic
from services.triage.domain.guesses import guess
from services.triage.domain.lexicon import Hit
from services.triage.domain.opinions import complains, insults, is_spam, praises
from services.triage.domain.reading import Reading
from shared.contracts.labels import Reason, Tag

OWN_DESPAIR = frozenset({"somebody may harm themselves", "an overdose"})
OTHER_PEOPLE = frozenset(
    "he she hes shes him her his they theyre them man woman girl boy lad mate friend flatmate son daughter".split()
)
NOWHERE = Hit("", 0, 0)
TELLING = 5
"""Words that an answer to an appeal has at least, to tell something."""
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


def tags_of(reading: Reading, table: ConcernTable) -> Tags:
    """The tags of a message: danger first, then what it is for, then what it is about; `chat` where nothing fits."""
    tags = Tags(reading)
    if reading.danger.alert:
        _emergency(tags)
        return tags
    if is_spam(reading):
        tags.give("spam", "advertising or engagement bait", "spam_strong", "spam")
        return tags
    if _answers_appeal(reading):
        tags.give("appeal_response", "answers an appeal with something seen or known", "sighting", "appeal_named")
        return tags
    _opinions(tags)
    _question(tags)
    _what_it_is_about(tags, table)
    if not tags.given:
        _guess(tags)
    if not tags.given:
        tags.give("chat", "nothing to act on was found")
    return tags


def _guess(tags: Tags) -> None:
    """What it probably is, where nothing was sure; of no kind of concern in particular unless a word speaks for one."""
    guessed = guess(tags.reading)
    if guessed is None:
        return
    tag, concept = guessed
    tags.give(tag, "probably: no rule was sure", concept)
    if tag in {"wrong_place_report", "community_concern"}:
        tags.topic = tags.reading.topics[0] if tags.reading.topics else Topic("other", 0.0, NOWHERE)


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


def _answers_appeal(reading: Reading) -> bool:
    if reading.has("appeal_told") and not reading.has("sharing", "thanked"):
        return True
    if _tells_in_thread(reading):
        return True
    if not reading.has("sighting"):
        return False
    in_thread = reading.thread is not None and "appeal_thread" in reading.thread and "appeal_over" not in reading.thread
    if reading.text.words[:1] == ("rt",) or (reading.has("sharing") and not reading.has("seen_oneself")):
        return False
    return in_thread or (reading.has("appeal_named") and reading.has("seen_oneself"))


def _tells_in_thread(reading: Reading) -> bool:
    """Whether it answers an appeal with something about somebody: anything but a question, sharing or good wishes."""
    if reading.thread is None or "appeal_thread" not in reading.thread or "appeal_over" in reading.thread:
        return False
    if reading.asks or reading.has("sharing", "abuse_insult", "let_down", "thanks_reply", "joke"):
        return False
    return (
        len(reading.text.words) >= TELLING and reading.has("third") and reading.has("knows", "sighting", "seen_oneself")
    )


def _opinions(tags: Tags) -> None:
    """Praise, complaint and abuse."""
    reading = tags.reading
    if insults(reading):
        tags.give("abuse", "an insult, a threat or hate at somebody", "abuse_insult")
    if complains(reading, insulted="abuse" in tags.given):
        tags.give("complaint", "dissatisfied with the police", "unanswered", "sarcasm", "let_down", "f_complaint")
    if not tags.given and praises(reading):
        tags.give("praise", "thanks or praise for the police", "praise", "f_thanks")


def _question(tags: Tags) -> None:
    reading = tags.reading
    if tags.given and tags.given != ["praise"]:
        return
    if reading.has("rhetorical", "joke", "fiction") and not reading.has("ask_report"):
        return
    english = (reading.has("ask_info") and (reading.asks or reading.has("ask_opening"))) or _opens_a_question(reading)
    foreign = reading.has("f_ask") and reading.asks
    if (english and not _only_a_request(reading)) or foreign:
        if "praise" in tags.given and not reading.has("ask_report"):
            return
        tags.give("question", "asks something that can be answered", "ask_info", "f_ask")


def _opens_a_question(reading: Reading) -> bool:
    """Whether a clause begins like a question and its sentence ends with the mark, or begins as only questions do."""
    text = reading.text
    first = {clause: word for word, clause in reversed(list(enumerate(text.clauses)))}
    openings = {hit.first for hit in reading.concepts.of(["wh_open"])}
    sure = {hit.first for hit in reading.concepts.of(["wh_sure"])}
    return any(
        word in sure or word - 1 in sure or (text.sentences[word] in text.asked and word in openings)
        for word in first.values()
    )


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
    if reading.has("news", "fiction", "joke", "link") and not reading.has("report_plain", "request_action"):
        return not (reading.has("link") and reading.has("first_person"))
    if (reading.has("over") or (reading.has("sharing") and (reading.thread or topic.score < SURE))) and not reading.has(
        "report_plain", "first_hand_loss"
    ):
        return True
    if (
        topic.hit.made
        and reading.has("positive")
        and not reading.has("negative", "report_plain", "past", "incident_now")
    ):
        return True
    if reading.has("exercise") and topic.score < SURE:
        return True
    return topic.score < SURE and not reading.has(
        "habit", "f_habit", "incident_now", "past", "report_plain", "place_cue", "request_action"
    )


def _again(reading: Reading) -> bool:
    return reading.has("habit", "habit_sure", "f_habit")


def _own_incident(reading: Reading) -> bool:
    """Whether a question comes with an incident of the writer's own, and is not asked in general."""
    told = reading.has("first_hand_loss", "report_plain", "was_done", "my_trouble")
    return told and reading.has("past", "incident_now", "was_done", "report_plain", "my_trouble", "first_hand_loss")


def _report_or_concern(reading: Reading, topic: Topic, *, of_places: bool) -> tuple[bool, bool]:
    """Whether it reports an incident, and whether it tells of a concern."""
    plate = any(item.kind == "vehicle_registration" for item in reading.personal)
    incident = plate or reading.has("incident_now", "past", "f_past", "report_plain")
    again = _again(reading)
    if of_places:
        return (incident and (not again or plate or reading.has("report_plain", "strong_fresh"))), True
    if again and not (incident or reading.has("was_done")) and not reading.has("my_trouble"):
        return False, True
    known = (
        incident
        or reading.has("first_hand_loss", "report_words", "was_done", "my_trouble")
        or "f_stolen" in reading.concepts
    )
    return known or topic.score >= SURE, again and not reading.has("my_trouble", "first_hand_loss")
