"""Texts of one post that are too much alike for two accounts, and how they could be worded apart."""

from collections.abc import Collection, Sequence
from itertools import combinations

from services.desk.domain.composing import bare_words
from services.desk.domain.refusal import Refused
from shared.contracts.post_requested import Content
from shared.registry import Registry
from shared.rules import similar

Said = tuple[str, str]
"""An account and its text."""

_OWN_WAY = "Platforms do not allow that: word each its own way, with what matters to the people of that place."
_BEGINNING = "What is offered is a beginning only: go on in your own words."


def pairs(said: Sequence[Said]) -> list[tuple[str, str, bool]]:
    """Each account whose text is too much like that of one before it: both, and whether they are the same.

    The parts of a thread, on one account, may be alike.
    """
    found: dict[str, tuple[str, str, bool]] = {}
    for (other, before), (account, text) in combinations(said, 2):
        same = bare_words(before) == bare_words(text)
        if account != other and account not in found and (same or similar.too_alike(before, text)):
            found[account] = account, other, same
    return list(found.values())


def worded_apart(made: Sequence[Content], registry: Registry) -> None:
    """Return where every account says it its own way, as all platforms ask; else Refused, with other wordings."""
    said = [(each.account, each.text) for each in made]
    accounts = registry.accounts
    if found := pairs(said):
        account, other, same = found[0]
        wanted = {each for each, _, _ in found}
        begun = beginnings(said, wanted, registry)
        raise Refused(
            "invalid",
            f"The texts for {accounts[other].name} and {accounts[account].name} are "
            f"{'the same' if same else 'nearly the same'}.",
            f"{_OWN_WAY} {_BEGINNING if begun else ''}".strip(),
            field="text",
            variants=variants(said, wanted, registry),
            beginnings=begun,
        )
    thread = [(each.account, bare_words(each.text)) for each in made]
    if len(set(thread)) < len(thread):
        raise Refused("invalid", "Two parts of it are the same.", "Word each its own way.", field="text")


def variants(said: Sequence[Said], wanted: Collection[str], registry: Registry) -> dict[str, tuple[str, ...]]:
    """Other wordings for each of these accounts, to begin with; the first account's own where it is among them."""
    return {each.account: (each.text,) for each in _offered(said, wanted, registry)}


def beginnings(said: Sequence[Said], wanted: Collection[str], registry: Registry) -> tuple[str, ...]:
    """Those accounts whose wording is too much like another's still, so that somebody has to go on with it."""
    return tuple(each.account for each in _offered(said, wanted, registry) if not each.ready)


def _offered(said: Sequence[Said], wanted: Collection[str], registry: Registry) -> list[similar.Variant]:
    if not said:
        return []
    first, text = said[0]
    now, others = dict(said), [account for account, _ in said if account in wanted and account != first]
    order = [first, *dict.fromkeys(others)]
    offered = similar.variants(text, order, registry.accounts, registry.districts).offered
    if first in wanted:
        offered += similar.variants(text, ["", first], registry.accounts, registry.districts).offered
    return [each for each in offered if each.text != now[each.account]]
