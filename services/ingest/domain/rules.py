"""What X is asked for: rules of the filtered stream and queries of search, within the lengths that X allows.

Only mentions of the force's own accounts, never a word or a place: X's terms forbid to watch people or events.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

PLATFORM = "x"
"""X, in ids and in metrics."""

LONGEST_RULE = 1_024
"""Characters of a stream rule, self-serve."""

LONGEST_QUERY = 512
"""Characters of a search query, self-serve."""

NO_REPOSTS = " -is:retweet"
"""Search does not give reposts; without this the stream would, and the two could not be compared."""


@dataclass(frozen=True, slots=True)
class StandingRule:
    """A rule as the platform holds it."""

    id: str
    value: str
    tag: str | None


@dataclass(frozen=True, slots=True)
class RuleChanges:
    """What to add (values) and what to delete (ids), in this order, so that nothing is missed between the two."""

    add: tuple[str, ...]
    delete: tuple[str, ...]


def tag_of(force: str) -> str:
    """Every rule of ours has it; a rule without it belongs to somebody else and is left alone."""
    return f"bluelamp:{force}"


def rules_for(handles: Iterable[str]) -> tuple[str, ...]:
    """Values of the rules that together match every mention of the handles."""
    return tuple(_packed(handles, LONGEST_RULE))


def queries_for(handles: Iterable[str]) -> tuple[str, ...]:
    """Queries that together find what the rules match."""
    return tuple(_packed(handles, LONGEST_QUERY))


def changes(standing: Iterable[StandingRule], wanted: Iterable[str], tag: str) -> RuleChanges:
    """How to come from what stands to what is wanted; X tells rules apart by value alone."""
    rules = tuple(standing)
    wanted = tuple(wanted)
    stand_already = {rule.value for rule in rules}
    return RuleChanges(
        add=tuple(value for value in wanted if value not in stand_already),
        delete=tuple(rule.id for rule in rules if rule.tag == tag and rule.value not in wanted),
    )


def _packed(handles: Iterable[str], longest: int) -> Iterator[str]:
    terms: list[str] = []
    for term in (f"@{handle}" for handle in handles):
        if terms and len(_any_of([*terms, term])) > longest:
            yield _any_of(terms)
            terms = []
        terms.append(term)
    if terms:
        yield _any_of(terms)


def _any_of(terms: list[str]) -> str:
    return (f"({' OR '.join(terms)})" if len(terms) > 1 else terms[0]) + NO_REPOSTS
