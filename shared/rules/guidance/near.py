"""Words near words."""

from collections.abc import Iterator, Sequence

from shared.rules.guidance.looking import Found, Look
from shared.rules.guidance.phrases import Hit
from shared.rules.guidance.rules import WordsRule
from shared.rules.guidance.words import Text

BEFORE = 4
"""Words within which a `do not` lifts what follows."""


def near(rule: WordsRule, look: Look) -> Iterator[Found]:
    """Where one of each list stands near the others."""
    if rule.needs_picture and not any(each.expires_at is None for each in look.draft.pictures):
        return
    for text in {"text": (look.text,), "answered": (look.answered,), "pictures": look.shown}[rule.where]:
        for hit in _together(rule, look, text):
            spans = text is look.text
            yield Found(text.words[hit.first].start, text.words[hit.last].end) if spans else Found()


def _together(rule: WordsRule, look: Look, text: Text) -> Iterator[Hit]:
    lists = [_counting(rule, look, text, phrases.find(text, look.names)) for phrases in rule.all]
    if not all(lists):
        return
    for start in lists[0]:
        grown = _grown(start, lists[1:], rule, text)
        if grown is not None:
            yield grown


def _counting(rule: WordsRule, look: Look, text: Text, hits: Sequence[Hit]) -> list[Hit]:
    """The hits that nothing lifts."""
    idle = rule.but_not.find(text, look.names) if rule.but_not else []
    lifted = rule.negated_by.find(text, look.names) if rule.negated_by else []
    return [
        hit
        for hit in hits
        if not any(not hit.apart(each) for each in idle)
        and not any(_lifts(each, hit, text) for each in lifted)
        and (rule.questions or text.words[hit.first].sentence not in text.asked)
    ]


def _lifts(no: Hit, hit: Hit, text: Text) -> bool:
    same = text.words[no.last].sentence == text.words[hit.first].sentence
    return same and no.last < hit.first <= no.last + BEFORE


def _grown(start: Hit, others: Sequence[list[Hit]], rule: WordsRule, text: Text) -> Hit | None:
    """The words around `start` that hold one of every other list, or None."""
    first, last, taken = start.first, start.last, [start]
    for hits in others:
        fitting = [
            hit
            for hit in hits
            if all(hit.apart(each) for each in taken)
            and max(last, hit.last) - min(first, hit.first) < rule.within
            and not (rule.one_sentence and text.words[hit.first].sentence != text.words[start.first].sentence)
        ]
        if not fitting:
            return None
        nearest = min(fitting, key=lambda hit: abs(hit.first - start.first))
        taken.append(nearest)
        first, last = min(first, nearest.first), max(last, nearest.last)
    return Hit(first, last)
