"""How groups of messages fare: by what makes them hard, language, author, length, district, thread."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from learning.evaluation.intervals import Figure, share
from learning.evaluation.labelling import Told
from learning.evaluation.scores import micro_f1
from learning.mentions import author_of

LENGTHS = ((5, "1 to 5 words"), (15, "6 to 15 words"), (30, "16 to 30 words"))
LONGER = "more than 30 words"
GROUPINGS: dict[str, Callable[[Told], str]] = {
    "what makes it easy or hard": lambda told: told.message.slice,
    "language": lambda told: told.message.expected.language,
    "author": lambda told: author_of(told.message),
    "length": lambda told: length_of(told.message.text),
    "district": lambda told: told.message.expected.district,
    "thread": lambda told: "answers a message" if told.message.in_reply_to else "stands by itself",
}
"""How the messages are put into groups."""


@dataclass(frozen=True, slots=True)
class Group:
    """What came of the messages of one group."""

    name: str
    lines: int
    found: Figure
    """Dangers that alert."""
    false: Figure
    """Harmless messages that alert."""
    tags: float
    """The F1 of all tags taken together: groups are too small for a mean over tags."""


def groups_of(told: Sequence[Told]) -> dict[str, list[Group]]:
    """Every grouping, the largest groups first."""
    return {name: _grouped(told, grouping) for name, grouping in GROUPINGS.items()}


def _grouped(told: Sequence[Told], grouping: Callable[[Told], str]) -> list[Group]:
    groups: dict[str, list[Told]] = defaultdict(list)
    for each in told:
        groups[grouping(each)].append(each)
    return [_group(name, members) for name, members in sorted(groups.items(), key=lambda g: (-len(g[1]), g[0]))]


def _group(name: str, members: Sequence[Told]) -> Group:
    alerts = Counter((each.wanted.danger, each.whole.alert) for each in members)
    return Group(
        name=name,
        lines=len(members),
        found=share(alerts[True, True], alerts[True, True] + alerts[True, False]),
        false=share(alerts[False, True], alerts[False, True] + alerts[False, False]),
        tags=micro_f1([each.wanted for each in members], [each.whole for each in members]),
    )


def length_of(text: str) -> str:
    """In which group of lengths a text belongs."""
    words = len(text.split())
    return next((name for most, name in LENGTHS if words <= most), LONGER)
