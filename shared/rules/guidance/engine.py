"""The check: every rule that counts for the draft, each with at most one finding."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from shared.contracts.post_requested import Finding
from shared.rules.guidance.blocked import blocked
from shared.rules.guidance.counting import counted, too_long
from shared.rules.guidance.draught import Around, Draughted
from shared.rules.guidance.hosts import hosts
from shared.rules.guidance.looking import Found, Look
from shared.rules.guidance.near import near
from shared.rules.guidance.phones import phones
from shared.rules.guidance.pictures import pictures
from shared.rules.guidance.rules import Guidance, PatternRule, Rule
from shared.rules.guidance.times import times


def check(draft: Draughted, rules: Guidance, around: Around) -> tuple[Finding, ...]:
    """What the rules say of the draft, in their order; a text in form NFC gets places that fit it."""
    look = Look(draft, rules.names, around)
    return tuple(
        Finding(rule=rule.id, level=rule.level, says=rule.reason, source=rule.source, start=found.start, end=found.end)
        for rule in rules.rules
        if _counts(rule, look) and (found := next(_KINDS[rule.kind](rule, look), None))
    )


def _counts(rule: Rule, look: Look) -> bool:
    """Whether the rule is for such a draft at all: its kind, its district, its day, and nothing that lifts it."""
    draft = look.draft
    if not rule.enabled or rule.applies_to == ("posts" if draft.is_reply else "replies"):
        return False
    if rule.districts and set(rule.districts).isdisjoint(look.around.districts_of(draft)):
        return False
    day = look.goes_out.date()
    if rule.during is not None and not any(each.first <= day <= each.last for each in rule.during):
        return False
    return not (rule.unless and rule.unless.find(look.text, look.names))


def _patterns(rule: PatternRule, look: Look) -> Iterator[Found]:
    if rule.where == "text":
        for start, end in rule.patterns.find(look.written):
            yield Found(start, end)
    elif any(True for text in look.alt_texts for _ in rule.patterns.find(text)):
        yield Found()


_KINDS: Mapping[str, Callable[[Any, Look], Iterator[Found]]] = {
    "words": near,
    "pattern": _patterns,
    "phone": phones,
    "host": hosts,
    "count": counted,
    "length": too_long,
    "time": times,
    "picture": pictures,
    "blocked": blocked,
}
