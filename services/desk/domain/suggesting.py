"""Replies that fit a message: approved templates, written out in its author's language, for a person to send or not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.desk.domain.mention import DeskMention
from services.desk.domain.refusal import Refused
from services.desk.domain.routes import fit, fitting, wanted_of
from services.desk.domain.templating import NEEDS
from shared.contracts.post_requested import TemplateUse
from shared.contracts.work_changed import Template
from shared.registry import Account, Route
from shared.rules.templates import ENGLISH, Now, slots_of, valid_until, why_not_approved, why_not_use, written

EMERGENCY = "emergency"
AT_MOST = 4
"""What somebody in a hurry can compare."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person has chosen of a reply; None is for the desk to propose."""

    language: str | None = None
    route: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A template written out for one message, and what else could be chosen."""

    template: Template
    account: Account
    use: TemplateUse
    text: str
    english: str | None
    """What it says, where the words are in another language."""
    until: datetime
    routes: Sequence[Route] = ()
    """Those that it could send people to, where it leaves room for one."""

    @property
    def closes_as(self) -> str:
        """Why the message is done once this is sent."""
        return "redirected" if self.routes else "answered"


def suggested(
    item: DeskMention, templates: Iterable[Template], account: Account, routes: Mapping[str, Route], now: Now
) -> list[Suggestion]:
    """The approved templates that fit, the most fitting first; to somebody in danger only what is for danger."""
    wanted = wanted_of(item)
    said = item.labels.language if item.labels else ENGLISH

    def last(each: Template) -> tuple[int, int, bool]:
        """What it does not fit: the message, a need that is none here, the language."""
        unasked = frozenset(each.use_for).intersection(NEEDS) - wanted
        return -fit(each.use_for, wanted), len(unasked), said not in each.texts

    ours = (each for each in templates if account.id in each.accounts and _safe(each, wanted))
    best = sorted((each for each in ours if fit(each.use_for, wanted)), key=last)
    made = (_written_out(item, each, account, routes, now) for each in best)
    return [each for each in made if each][:AT_MOST]


def write_out(
    item: DeskMention,
    template: Template,
    account: Account,
    routes: Mapping[str, Route],
    now: Now,
    choice: Choice | None = None,
) -> Suggestion:
    """The template for this message, as it was chosen; Refused says why it may not be used so."""
    choice = choice or Choice()
    language = choice.language or _language_of(item, template)
    text = template.texts.get(language, "")
    possible = _possible(text, item, routes, now)
    route = choice.route or (possible[0].id if possible else None)
    handle = item.mention.author.handle if "handle" in slots_of(text) else None
    use = TemplateUse(
        template=template.id,
        hash=template.hash,
        language=language,
        route=route if "route" in slots_of(text) else None,
        handle=handle,
    )
    if why := why_not_use(template, use, account.id, now):
        raise Refused("conflict", why, "Nothing was sent. Choose another, or write a reply and have it approved.")
    given = routes[use.route] if use.route else None
    beside = template.texts.get(ENGLISH) if language != ENGLISH else None
    return Suggestion(
        template=template,
        account=account,
        use=use,
        text=written(text, use.handle, given, language),
        english=written(beside, item.mention.author.handle, given) if beside else None,
        until=valid_until(template) or now.at,
        routes=possible,
    )


def _written_out(
    item: DeskMention, template: Template, account: Account, routes: Mapping[str, Route], now: Now
) -> Suggestion | None:
    if why_not_approved(template, now):
        return None
    try:
        return write_out(item, template, account, routes, now)
    except Refused:  # no route fits, or its author has a handle that cannot be written
        return None


def _language_of(item: DeskMention, template: Template) -> str:
    """The message's own, where the template has it."""
    said = item.labels.language if item.labels else ENGLISH
    return said if said in template.texts else ENGLISH


def _possible(text: str, item: DeskMention, routes: Mapping[str, Route], now: Now) -> list[Route]:
    if "route" not in slots_of(text):
        return []
    fits = fitting(routes.values(), item, now.today) or [each for each in routes.values() if each.usable(now.today)]
    return [each for each in fits if EMERGENCY in each.use_for or EMERGENCY not in wanted_of(item)]


def _safe(template: Template, wanted: frozenset[str]) -> bool:
    """Nobody in danger is sent to a form or to a number where they wait."""
    return EMERGENCY in template.use_for or EMERGENCY not in wanted
