"""Whether somebody may be in danger: the one decision behind the tag `emergency` and every alert."""

from dataclasses import dataclass
from functools import cached_property

from services.triage.domain.rules import Concepts, Finding, Rules

STRONG_AT = 2.0
"""Weight from which a sign in the message that is answered tells of danger by itself."""
OTHER = "other"
PLEA = "a cry for help"
THREAD = "the message it answers speaks of danger, and this says that it goes on"
GOES_ON = ("back", "strong_now", "urgent_help", "afraid", "yes", "out_alone", "handling", "hurt", "down_ill", "tablets")
SAFETY_CHECK = "safety_check"
"""The concept of a message that asks whether somebody is safe: what answers it may tell of danger."""
FEARED = "feared"
"""The concept of somebody whom others are told to fear: an ex, a stalker."""
CRIES = ("help", "urgent_help")
ENDS_THREAD = ("over", "joke")
"""What says that the danger of the message it answers does not go on."""


@dataclass(frozen=True, slots=True)
class Danger:
    """How much speaks for danger, and what."""

    points: float
    """Log-odds of the words above the threshold of alerts."""
    signs: tuple[Finding, ...]
    doubts: tuple[Finding, ...]
    thread: tuple[Finding, ...] = ()
    """Signs in the message that it answers, where this one says that the danger goes on."""
    from_thread: bool = False
    named: bool = False
    """Whether a word of it names a danger by itself, or cries for help, whatever the others say."""

    @property
    def alert(self) -> bool:
        """People are alerted, as somebody may be in danger now: a doubt counts."""
        return self.points >= 0

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


@dataclass(frozen=True)
class DangerRules:
    """The signs of danger and the reasons against it, as the data files say."""

    signs: Rules
    doubts: Rules

    @cached_property
    def _plain(self) -> frozenset[str]:
        """Those that name a danger rather than whom to fear, or a question whether somebody is safe."""
        return self.named_alone - {SAFETY_CHECK, FEARED}

    @cached_property
    def named_alone(self) -> frozenset[str]:
        """Every concept that is a sign of danger by itself, or asks for one."""
        return frozenset({SAFETY_CHECK, FEARED}).union(
            *(rule.needs[0] for rule in self.signs.all if not rule.needs[1:])
        )

    @property
    def named(self) -> frozenset[str]:
        """Every concept that a sign asks for, or is kept back by."""
        return frozenset({*GOES_ON, SAFETY_CHECK, *ENDS_THREAD}).union(*(rule.named for rule in self.signs.all))

    def judge(self, points: float, concepts: Concepts, thread: Concepts | None) -> Danger:
        """The danger in a message whose words weigh so much, with what speaks for it and against it."""
        signs = self.signs.findings(concepts)
        doubts = self.doubts.findings(concepts) if signs else []
        told = self._of_danger(thread) if thread is not None and concepts.any(*GOES_ON) else None
        goes_on = told is not None and not concepts.any(*ENDS_THREAD)
        named = bool(signs) or concepts.any(*CRIES) or not self._plain.isdisjoint(concepts.names)
        return Danger(points, tuple(signs), tuple(doubts), tuple(told or ()), from_thread=goes_on, named=named)

    def _of_danger(self, thread: Concepts) -> list[Finding] | None:
        """The signs in the message that is answered; None where it does not speak of danger."""
        signs = self.signs.findings(thread)
        strong = any(sign.rule.weight >= STRONG_AT for sign in signs)
        return signs if strong or SAFETY_CHECK in thread else None
