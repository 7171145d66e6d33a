"""Whether somebody may be in danger: the one decision behind the tag `emergency` and every alert."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from services.triage.domain.rules import Concepts, Finding, Rules

EMERGENCY_AT = 2.4
"""Points from which a message counts as an emergency: little more than one clear sign, because a doubt counts."""
ALERT_AT = 2.0
"""Points from which people are alerted: doubts just below an emergency are looked at as well."""
MOST = 5.2
"""Points that signs and cues reach at most: a story told at length is still a story when it is of last year."""
FURTHER_SIGN = 0.6
"""What each sign after the strongest adds, as a share of its weight."""
FURTHER_DOUBT = 0.4
"""What each reason against after the strongest takes away, as a share of its weight."""
PRESENT_WEAKENS = 0.35
"""What is left of `past`, `thanks`, `again and again` and `over` where the words say that it happens now."""
CUES = (("now", 0.7), ("urgent_help", 1.0), ("witness", 0.4), ("help", 0.4), ("afraid", 0.5))
"""What makes a sign of danger more pressing, in points; they mean nothing without one."""
STRONG_NOW = "strong_now"
OTHER = "other"
PLEA = "a cry for help"
GIVES_WAY_TO_PRESENT = frozenset(
    {"in the past", "thanks or praise", "again and again, not now", "over, or already in hands"}
)
NOT_BY_TIME = frozenset({"in the past", "again and again, not now"})
"""What does not speak against a steady danger: somebody missing since yesterday is still missing."""
THREAD = "the message it answers speaks of danger, and this says that it goes on"
GOES_ON = ("back", "strong_now", "urgent_help", "afraid", "yes", "out_alone", "handling", "hurt", "down_ill", "tablets")
SAFETY_CHECK = "safety_check"
"""The concept of a message that asks whether somebody is safe: what answers it may tell of danger."""
ENDS_THREAD = ("over", "joke")
"""What says that the danger of the message it answers does not go on."""


@dataclass(frozen=True, slots=True)
class Danger:
    """How much speaks for danger, and what."""

    points: float
    signs: tuple[Finding, ...]
    doubts: tuple[Finding, ...]
    thread: tuple[Finding, ...] = ()
    """Signs in the message that it answers, where this one says that the danger goes on."""
    from_thread: bool = False

    @property
    def emergency(self) -> bool:
        """Somebody may be in danger now."""
        return self.points >= EMERGENCY_AT

    @property
    def alert(self) -> bool:
        """People are alerted: for every emergency, and for doubts just below."""
        return self.points >= ALERT_AT

    @property
    def only_a_plea(self) -> bool:
        """Whether it cries for help without a word of what for."""
        return all(sign.rule.why == PLEA for sign in (*self.signs, *self.thread))

    @property
    def concern(self) -> str:
        """What most of the signs' weight is about; `other` only where nothing else is."""
        weights: dict[str, float] = {}
        for sign in (*self.signs, *self.thread):
            about = sign.rule.concern or OTHER
            weights[about] = weights.get(about, 0.0) + sign.rule.weight
        named = [about for about in weights if about != OTHER] or list(weights)
        return max(named, key=lambda about: weights[about], default=OTHER)


@dataclass(frozen=True, slots=True)
class DangerRules:
    """The signs of danger and the reasons against it, as the data files say."""

    signs: Rules
    doubts: Rules

    @property
    def wanted(self) -> frozenset[str]:
        """Every concept that may speak for danger."""
        needs = frozenset[str]().union(*(choice for sign in self.signs.all for choice in sign.needs))
        return needs | {cue for cue, _ in CUES} | {*GOES_ON, SAFETY_CHECK}

    @property
    def weighed(self) -> frozenset[str]:
        """Every concept on which the decision depends."""
        rules = (*self.signs.all, *self.doubts.all)
        return self.wanted.union(*(rule.named for rule in rules)) | {STRONG_NOW, *ENDS_THREAD}

    def judge(self, concepts: Concepts, thread: Concepts | None) -> Danger:
        """The danger in a message, read together with the one that it answers."""
        signs = self.signs.findings(concepts)
        doubts = self.doubts.findings(concepts) if signs else []
        points = _points(signs, concepts) - _against(signs, doubts, concepts)
        told = self._of_danger(thread) if thread is not None and concepts.any(*GOES_ON) else None
        goes_on = told is not None and not concepts.any(*ENDS_THREAD)
        if goes_on:
            points = max(points, EMERGENCY_AT)
        return Danger(points, tuple(signs), tuple(doubts), tuple(told or ()), from_thread=goes_on)

    def _of_danger(self, thread: Concepts) -> list[Finding] | None:
        """The signs in the message that is answered; None where it does not speak of danger."""
        signs = self.signs.findings(thread)
        strong = any(sign.rule.weight >= ALERT_AT for sign in signs)
        return signs if strong or SAFETY_CHECK in thread else None


def most_points(signs: Rules, names: AbstractSet[str]) -> float:
    """At most so many points has a message with these concepts, wherever they stand and whatever speaks against it."""
    by_reason: dict[str, float] = {}
    for sign in signs.all:
        if sign.may_hold(names):
            by_reason[sign.why] = max(by_reason.get(sign.why, 0.0), sign.weight)
    if not by_reason:
        return 0.0
    strongest, *others = sorted(by_reason.values(), reverse=True)
    return strongest + FURTHER_SIGN * sum(others) + sum(bonus for cue, bonus in CUES if cue in names)


def _points(signs: list[Finding], concepts: Concepts) -> float:
    if not signs:
        return 0.0
    strongest, *others = signs
    points = strongest.rule.weight + FURTHER_SIGN * sum(sign.rule.weight for sign in _apart(strongest, others))
    if all(sign.rule.why == PLEA for sign in signs):
        return points
    return min(MOST, points + sum(bonus for cue, bonus in CUES if cue in concepts))


def _apart(strongest: Finding, others: Iterable[Finding]) -> list[Finding]:
    """One sign for each reason: the same reason told twice adds nothing."""
    by_reason = {sign.rule.why: sign for sign in others if sign.rule.why != strongest.rule.why}
    return list(by_reason.values())


def _against(signs: list[Finding], doubts: list[Finding], concepts: Concepts) -> float:
    steady = bool(signs) and signs[0].rule.steady
    present = STRONG_NOW in concepts
    weights = sorted(
        (
            doubt.rule.weight * (PRESENT_WEAKENS if present and doubt.rule.why in GIVES_WAY_TO_PRESENT else 1.0)
            for doubt in doubts
            if not (steady and doubt.rule.why in NOT_BY_TIME)
        ),
        reverse=True,
    )
    return weights[0] + FURTHER_DOUBT * sum(weights[1:]) if weights else 0.0
