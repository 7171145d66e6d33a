"""Alternative texts that tell nobody what a picture shows."""

from collections.abc import Iterator

from shared.rules.guidance.looking import Found, Look
from shared.rules.guidance.rules import PictureRule


def pictures(rule: PictureRule, look: Look) -> Iterator[Found]:
    """One for each that is too short, too long, of a form that says nothing, the text once more, or out of date."""
    if rule.expired:
        yield from (Found() for each in look.draft.pictures if each.expires_at and each.expires_at <= look.goes_out)
    for text in look.alt_texts:
        said = text.strip()
        if not said:
            continue
        length = not rule.at_least <= len(said) <= rule.at_most
        again = rule.same_as_text and said.casefold() == look.draft.text.strip().casefold()
        if length or again or any(True for _ in rule.patterns.find(said)):
            yield Found()
