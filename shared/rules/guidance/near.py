"""Words near words."""

from collections.abc import Iterator, Sequence

from shared.rules.guidance.looking import Found, Look
from shared.rules.guidance.phrases import Hit
from shared.rules.guidance.rules import Together, WordsRule
from shared.rules.guidance.words import Text

BEFORE = 6
"""Words within which a `do not` lifts what follows."""


def near(rule: WordsRule, look: Look) -> Iterator[Found]:
    """Where one of each list stands near the others."""
    if (rule.unless_address and look.text.of("address")) or (rule.picture and not _shows(rule, look)):
        return
    for text in {"text": (look.text,), "answered": (look.answered,), "pictures": look.shown}[rule.where]:
        for together in (rule, *rule.also):
            for hit in _together(together, rule, look, text):
                yield Found(text.words[hit.first].start, text.words[hit.last].end) if text is look.text else Found()


def _shows(rule: WordsRule, look: Look) -> bool:
    """Whether a picture that may be shown for ever shows what the rule is about."""
    return any(
        picture.expires_at is None and rule.picture.find(shown, look.names)
        for picture, shown in zip(look.draft.pictures, look.shown, strict=True)
    )


def _together(together: Together, rule: WordsRule, look: Look, text: Text) -> Iterator[Hit]:
    lists: list[list[Hit]] = []
    for phrases in together.all:
        lists.append(_counting(rule, look, text, phrases.find(text, look.names)))
        if not lists[-1]:
            return
    for start in lists[0]:
        grown = _grown(start, lists[1:], together, text)
        if grown is not None:
            yield grown


def _counting(rule: WordsRule, look: Look, text: Text, hits: Sequence[Hit]) -> list[Hit]:
    """The hits that nothing lifts."""
    if not hits:
        return []
    idle, lifting, despite = (each.find(text, look.names) for each in (rule.but_not, rule.negated_by, rule.despite))
    return [
        hit
        for hit in hits
        if not any(not hit.apart(each) for each in idle)
        and not any(_lifts(each, hit, despite, text) for each in lifting)
        and (rule.questions or text.words[hit.first].sentence not in text.asked)
    ]


def _lifts(no: Hit, hit: Hit, despite: Sequence[Hit], text: Text) -> bool:
    same = text.words[no.last].clause == text.words[hit.first].clause
    near_by = no.last < hit.first <= no.last + BEFORE
    return same and near_by and not any(no.last < each.first < hit.first for each in despite)


def _grown(start: Hit, others: Sequence[list[Hit]], together: Together, text: Text) -> Hit | None:
    """The words around `start` that hold one of every other list, or None."""
    first, last, taken = start.first, start.last, [start]
    for hits in others:
        fitting = [
            hit
            for hit in hits
            if all(hit.apart(each) for each in taken)
            and max(last, hit.last) - min(first, hit.first) < together.within
            and not (together.one_sentence and text.words[hit.first].sentence != text.words[start.first].sentence)
        ]
        if not fitting:
            return None
        nearest = min(fitting, key=lambda hit: max(last, hit.last) - min(first, hit.first))
        taken.append(nearest)
        first, last = min(first, nearest.first), max(last, nearest.last)
    return Hit(first, last)
