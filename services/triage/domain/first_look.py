"""A first look at a message: whether it may raise an alert at all. Most may not, and are read no further.

It knows which concepts a message names, but not where, nor what is denied, a figure of speech, or doubted. So it can
only think worse of a message than the full reading does: what it lets go raises no alert by any reading.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from services.triage.domain.danger import ALERT_AT, GOES_ON, SAFETY_CHECK, DangerRules, most_points
from services.triage.domain.lexicon import Lexicon
from services.triage.domain.rules import Rule, needed_by
from services.triage.domain.spelling import REMEMBERED, Spelling
from services.triage.domain.text import Lines


@dataclass(frozen=True, slots=True)
class Outlook:
    """What may become of a message with certain concepts."""

    alerts: bool
    """By its own words."""
    goes_on: bool
    """Where the message that it answers tells of danger."""
    tells_of_danger: bool
    """To those who answer it."""


class FirstLook:
    """Lets go of messages that cannot alert; a set of concepts is a number, one bit for each."""

    def __init__(self, spelling: Spelling, lexicon: Lexicon, derived: Sequence[Rule], danger: DangerRules) -> None:
        self._danger = danger
        wanted = needed_by(danger.wanted, derived)
        self._derived = [rule for rule in derived if rule.label in wanted]
        self._names = sorted(wanted)
        bit = {name: 1 << place for place, name in enumerate(self._names)}
        phrases = {phrase: found & wanted for phrase, found in lexicon.phrases.items() if found & wanted}
        self._bits = [sum(bit[name] for name in found) for found in phrases.values()]
        self._automaton = AhoCorasick(list(phrases), matchkind=MatchKind.Standard)
        self._lines = Lines(spelling)
        self._outlooks: dict[int, Outlook] = {}

    def may_alert(self, text: str, answered: str | None) -> bool:
        """False only where no reading of the message, as an answer to the other one, alerts."""
        outlook = self._outlook(text)
        if outlook.alerts or not answered or not outlook.goes_on:
            return outlook.alerts
        return self._outlook(answered).tells_of_danger

    def _outlook(self, text: str) -> Outlook:
        bits, concepts = self._bits, 0
        for index, _, _ in self._automaton.find_matches_as_indexes(self._lines.line(text), overlapping=True):
            concepts |= bits[index]
        known = self._outlooks.get(concepts)
        if known is None:
            if len(self._outlooks) >= REMEMBERED:
                self._outlooks.clear()
            known = self._outlooks[concepts] = self._judge(concepts)
        return known

    def _judge(self, concepts: int) -> Outlook:
        names = {name for place, name in enumerate(self._names) if concepts >> place & 1}
        for rule in self._derived:
            if rule.may_hold(names):
                names.add(rule.label)
        points = most_points(self._danger.signs, names)
        return Outlook(
            alerts=points >= ALERT_AT,
            goes_on=not names.isdisjoint(GOES_ON),
            tells_of_danger=points > 0 or SAFETY_CHECK in names,
        )
