"""What became of deliveries that were approved: counted on the platform, and held against what people were told."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from tests.faults.ledger import Ledger
from tests.faults.paper_desk import Asked

TOLD = frozenset({"refused", "void", "missed", "returned"})
"""It is not on the platform, and a person reads why."""
OPEN = frozenset({"unknown", "abandoned", "delete_unknown"})
"""Nobody knows, and a person was told so; `abandoned` is what the person made of it."""


@dataclass
class Count:
    """One row of the table."""

    injected: int = 0
    once: int = 0
    told: int = 0
    shown: int = 0
    settled: int = 0
    doubled: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    untrue: list[str] = field(default_factory=list)
    """On the platform, and people were told that it is not."""
    recovered: list[float] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    """Cases whose fault never came about."""
    cases: int = 0

    def add(self, other: "Count") -> None:
        """Both together."""
        self.injected += other.injected
        self.once += other.once
        self.told += other.told
        self.shown += other.shown
        self.settled += other.settled
        self.cases += other.cases
        for name in ("doubled", "lost", "untrue", "recovered", "missed"):
            getattr(self, name).extend(getattr(other, name))

    @property
    def recovery(self) -> float | None:
        """The median of the times until posts went out again."""
        return median(self.recovered) if self.recovered else None

    @property
    def broken(self) -> list[str]:
        """What must not be."""
        return [
            *(f"doubled: {each}" for each in self.doubled),
            *(f"lost: {each}" for each in self.lost),
            *(f"said wrongly: {each}" for each in self.untrue),
        ]


@dataclass(frozen=True)
class Held:
    """How often a text is on the platform, and how often it was deleted there."""

    there: int
    deleted: int

    @property
    def made(self) -> int:
        """How often it was posted."""
        return self.there + self.deleted


def held_by(posts: Iterable[Mapping[str, Any]]) -> dict[str, Held]:
    """By text, from what the platform's control call gives."""
    there, deleted = Counter[str](), Counter[str]()
    for post in posts:
        (deleted if post["deleted"] else there)[str(post["text"])] += 1
    return {text: Held(there[text], deleted[text]) for text in (*there, *deleted)}


NOWHERE = Held(0, 0)


def is_over(asked: Asked, ledger: Ledger, held: Mapping[str, Held]) -> bool:
    """Nothing more comes by itself: it is posted or deleted, a person was told, or is asked what became of it."""
    state, ours = ledger.state(asked.delivery), held.get(asked.text, NOWHERE)
    if asked.taken_down:
        return state == "deleted" or ledger.refused_to_delete(asked.delivery)
    if state == "unknown":
        return ours.made <= asked.by_hand
    if state == "approved" and asked.follows:
        return ledger.state(asked.follows) == "unknown"  # a person's word on that one moves this one
    return state == "posted" or state in TOLD or state == "abandoned"


def judge(asked: Sequence[Asked], ledger: Ledger, held: Mapping[str, Held]) -> Count:
    """One by one."""
    count = Count(injected=len(asked))
    for each in asked:
        state, ours = ledger.state(each.delivery), held.get(each.text, NOWHERE)
        say = f"{each.text!r} on {each.account} ({each.delivery}): {state or 'nothing said'}, made {ours.made} times"
        if ours.made > each.by_hand + 1:
            count.doubled.append(say)
        elif each.taken_down:
            _judge_deletion(count, state, ours, say, refused=ledger.refused_to_delete(each.delivery))
        else:
            _judge_post(count, state, ours.made - each.by_hand, say)
        count.settled += state in {"posted", "deleted"} and each.delivery in ledger.were_unknown
    return count


def _judge_post(count: Count, state: str, made: int, say: str) -> None:
    if state == "posted" and made >= 1:
        count.once += 1
    elif state in OPEN:
        count.shown += 1
    elif state in TOLD and made < 1:
        count.told += 1
    else:
        (count.untrue if state in TOLD else count.lost).append(say)


def _judge_deletion(count: Count, state: str, ours: Held, say: str, *, refused: bool) -> None:
    if state == "deleted" and not ours.there:
        count.once += 1
    elif state in OPEN:
        count.shown += 1
    elif refused and ours.there:
        count.told += 1
    else:
        (count.untrue if refused else count.lost).append(say)
