"""Templates of replies: proposed in the words of one person, approved by two others, or refused with what to mend."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import get_args

from services.desk.domain.composing import ASK_FOR_RIGHTS, Fits, may_draft
from services.desk.domain.order import Order
from services.desk.domain.refusal import Refused
from services.desk.domain.words import typed
from shared.contracts.labels import Tag
from shared.contracts.post_requested import Finding
from shared.contracts.work_changed import Template, TemplateApproval
from shared.registry import Registry, Route
from shared.rules.approving import why_not_settle
from shared.rules.templates import ENGLISH, LASTS, SLOTS, slots_of, why_not_approve_template, written

NAME_LIMIT = 80
"""Characters of a template's name: it is read in a list, on a phone."""
REASON_LIMIT = 300
"""Characters of why a template was withdrawn."""
WARN_BEFORE = timedelta(days=14)
"""Two people have to find the time to look at it again."""
NEEDS = ("deaf", "anonymous")
"""What a message may ask for beside what it is about, as the registry's routes have it."""

_LANGUAGE = re.compile(r"[a-z]{2}")
_LONGEST_HANDLE = "x" * 15


@dataclass(frozen=True, slots=True)
class DeskTemplate:
    """A template as the desk knows it, and the districts of the accounts that it is for."""

    template: Template
    audience: frozenset[str]

    @property
    def id(self) -> str:
        """The template's id."""
        return self.template.id


@dataclass(frozen=True, slots=True)
class Wording:
    """A template as somebody proposes it."""

    name: str
    accounts: Sequence[str]
    texts: Mapping[str, str]
    """By language, as ISO 639-1 has it."""
    use_for: Sequence[str]


Objections = Callable[[str, str], Sequence[Finding]]
"""(account, text) -> what the guidance check has against it as a reply that nobody looks at once more."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a template is judged by: the registry, what each platform takes, and the force's guidance."""

    registry: Registry
    fits: Mapping[str, Fits]
    objections: Objections

    def districts(self, template: Template) -> list[tuple[str, ...]]:
        """Of each of its accounts; an account that is not there any more serves none."""
        found = (self.registry.accounts.get(each) for each in template.accounts)
        return [account.districts if account else () for account in found]


def propose(wording: Wording, order: Order, ground: Ground, *, template: str) -> Template:
    """A new one, which two others have to approve before anybody uses it."""
    whole = _whole(wording, order, ground)
    return Template(id=template, author=order.by.id, written_at=order.at, at=order.at, **whole)


def change(before: Template, wording: Wording, order: Order, ground: Ground) -> Template:
    """Other words, by its author: every approval is void, and two others have to approve it again.

    Somebody else proposes one of their own: else two who wrote it between them could approve each other's words.
    """
    _still_there(before)
    if order.by.id != before.author:
        raise Refused("forbidden", "Somebody else wrote this template.", "Ask them to change it, or propose another.")
    return propose(wording, order, ground, template=before.id)


def approve(before: Template, order: Order, ground: Ground, *, seen: str) -> Template:
    """One of the two puts their name to exactly what they saw, anew where their last approval has grown old."""
    _still_there(before)
    if why := why_not_approve_template(order.by, before, ground.districts(before), order.today):
        raise Refused("forbidden", why, "Ask a colleague who may approve for all of its accounts.")
    if seen != before.hash:
        raise Refused("conflict", "This template was changed after you looked at it.", "Look at it as it stands now.")
    others = [each for each in before.approvals if each.hash == before.hash and each.by != order.by.id]
    own = next((each for each in before.approvals if each.hash == before.hash and each.by == order.by.id), None)
    if own and order.at < own.at + LASTS - WARN_BEFORE:
        raise Refused("conflict", "You have approved this template.", "Somebody else has to, beside you.")
    given = TemplateApproval(by=order.by.id, at=order.at, hash=before.hash)
    return before.model_copy(update={"approvals": (*others, given), "at": order.at})


def withdraw(before: Template, order: Order, ground: Ground, *, reason: str) -> Template:
    """Nobody uses it any more, from now on."""
    _still_there(before)
    whys = [why_not_settle(order.by, each, order.today) for each in ground.districts(before)]
    if order.by.id != before.author and all(whys):
        raise Refused("forbidden", whys[0] or "", ASK_FOR_RIGHTS)
    said = typed(reason)
    if len(said) > REASON_LIMIT:
        raise Refused("invalid", "The reason is too long.", f"Keep it to {REASON_LIMIT} characters.")
    gone = {"withdrawn_by": order.by.id, "withdrawn_at": order.at, "withdrawn_because": said, "at": order.at}
    return before.model_copy(update=gone)


def known_uses(registry: Registry) -> list[str]:
    """Everything that a template may be for."""
    return [*get_args(Tag), *(f"concern:{each}" for each in registry.concerns), *NEEDS]


def _whole(wording: Wording, order: Order, ground: Ground) -> dict[str, object]:
    accounts = list(dict.fromkeys(wording.accounts))
    if not accounts:
        raise Refused("invalid", "A template is for one account at least.", "Choose those that may use it.")
    for each in accounts:
        may_draft(each, order, ground.registry.accounts)
    uses = dict.fromkeys(wording.use_for)
    if not uses:
        raise Refused("invalid", "A template is for something.", "Choose at least one kind of message that it fits.")
    if strange := [each for each in uses if each not in known_uses(ground.registry)]:
        raise Refused("invalid", f"There is no kind of message {strange[0]}.", "Choose from the list.")
    texts = {language: _text(language, text) for language, text in wording.texts.items() if text.strip()}
    _in_all_languages(texts)
    _fit(texts, {ground.registry.accounts[each].platform for each in accounts}, ground)
    _suit(texts, accounts, ground)
    return {"name": _name(wording.name), "accounts": tuple(accounts), "texts": texts, "use_for": tuple(uses)}


def _name(name: str) -> str:
    words = " ".join(typed(name).split())
    if not words or len(words) > NAME_LIMIT:
        wrong = "The name is too long." if words else "The template has no name."
        raise Refused("invalid", wrong, f"Say in a few words what it is for (up to {NAME_LIMIT} characters).")
    return words


def _text(language: str, text: str) -> str:
    if not _LANGUAGE.fullmatch(language):
        raise Refused("invalid", f"There is no language {language}.", "Name it by its two letters, such as pl.")
    words = unicodedata.normalize("NFC", typed(text))
    left = words
    for slot in SLOTS:
        left = left.replace(f"{{{slot}}}", "")
    if strange := slots_of(left):
        raise Refused(
            "invalid",
            f"Nothing is filled in for {{{min(strange)}}}.",
            "Only {handle} and {route} are; write everything else as it is to stand.",
        )
    if "{" in left or "}" in left:
        raise Refused("invalid", "A curly bracket stands alone.", "They are for {handle} and {route} only.")
    return words


def _in_all_languages(texts: Mapping[str, str]) -> None:
    """In English too, which its approvers read, and sending people somewhere in every language or in none."""
    if ENGLISH not in texts:
        raise Refused("invalid", "The English words are missing.", "Write them beside every translation.")
    sends = "route" in slots_of(texts[ENGLISH])
    if other := [each for each, text in texts.items() if ("route" in slots_of(text)) != sends]:
        raise Refused(
            "invalid",
            f"The words in {other[0]} and in English do not send people to the same place.",
            "Put {route} into all of them, or into none.",
        )


def _fit(texts: Mapping[str, str], platforms: Iterable[str], ground: Ground) -> None:
    """Whatever can come of it has to be taken by each platform, whichever route is chosen."""
    for language, text, platform in ((*each, platform) for each in texts.items() for platform in platforms):
        for route in _routes(text, ground):
            if why := ground.fits[platform](written(text, _LONGEST_HANDLE, route, language)):
                where = f" with the route {route.name}" if route else ""
                raise Refused("invalid", f"In {language}{where}: {why}", "Say it in fewer words.")


def _suit(texts: Mapping[str, str], accounts: Sequence[str], ground: Ground) -> None:
    """The guidance has nothing against it: rules are of English words, so that one account stands for the others."""
    for language, text in texts.items():
        for account in accounts if language == ENGLISH else accounts[:1]:
            said = written(text, _LONGEST_HANDLE, _routes(text, ground)[0], language)
            if found := ground.objections(account, said):
                told = f"In {language}, the guidance check keeps it back: {found[0].says}"
                raise Refused("invalid", told, "Reword it: nobody looks at the replies that come of it once more.")


def _routes(text: str, ground: Ground) -> Sequence[Route | None]:
    return ([*ground.registry.routes.values()] if "route" in slots_of(text) else []) or [None]


def _still_there(template: Template) -> None:
    if template.withdrawn_at:
        raise Refused("conflict", "This template was withdrawn.", "Propose another.")
