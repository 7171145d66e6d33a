"""A form of Write as somebody has it before them, with all that can be said of it: counts, findings, likeness."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from services.desk.acts.looking_over import Looked, look_over
from services.desk.acts.office import Acting
from services.desk.domain import answering, checking
from services.desk.domain.delivery import DeskDelivery
from services.desk.domain.mention import DeskMention
from services.desk.domain.refusal import Refused
from services.desk.pages.site import Site, Visitor
from services.desk.pages.typed_post import Faults, Form, faults_in_times
from services.desk.readmodel import deliveries, holds, mentions
from shared.clock import LONDON
from shared.contracts.post_requested import Finding
from shared.registry import Account
from shared.rules.approving import why_not_draft
from shared.rules.holding import parts_of
from shared.rules.seeing import may_see

AROUND = 40
"""Characters before and after the words that led to a finding: enough to know the place again."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a rule found something: the words, and what stands around them; no words where it is about the whole."""

    account: str
    part: int
    before: str
    words: str
    after: str

    @classmethod
    def of(cls, finding: Finding, text: str, account: str, part: int) -> "Place":
        """The place in that text."""
        if finding.start is None or finding.end is None:
            return cls(account, part, "", "", "")
        start, end = finding.start, finding.end
        cut = "\u2026" if start > AROUND else "", "\u2026" if end + AROUND < len(text) else ""
        before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
        return cls(account, part, cut[0] + before, text[start:end], after + cut[1])


@dataclass(slots=True)
class Raised:
    """What one rule says of the whole post."""

    finding: Finding
    rule: str
    places: list[Place] = field(default_factory=list)
    open: bool = False
    """It keeps the post back."""


class Writing:
    """A form as somebody has it before them, and what can be said of it."""

    def __init__(self, site: Site, visitor: Visitor, form: Form) -> None:
        self.site, self.visitor = site, visitor
        self.accounts, self.why_none = _accounts_for(site, visitor.acting, form)
        only = self.accounts[0].id if len(self.accounts) == 1 else ""
        self.form = form if form.account or not only else replace(form, account=only)

    @cached_property
    def looked(self) -> Looked:
        """What platform, guidance and other posts say of its texts."""
        form = self.form
        return look_over(
            self.site.office,
            self.visitor.acting,
            form.asked(self.due_at).parts,
            not_before=self.due_at,
            reply_to=form.reply_to or None,
            but={form.replaces},
        )

    @cached_property
    def time_faults(self) -> Faults:
        """What is wrong with its times."""
        return faults_in_times(self.form, self.site.office.now())

    @property
    def text_faults(self) -> Faults:
        """What is no text at all."""
        return {"text": one.fault} if (one := self.looked.parts[0]).fault and not one.shown else {}

    @property
    def due_at(self) -> datetime | None:
        """When it is to go out; None is as soon as it is approved, or a time that is none."""
        try:
            return self.form.due_at(self.site.office.now())
        except Refused:
            return None

    @cached_property
    def answered(self) -> DeskMention | None:
        """The mention that it answers, where this person may see it; None where it is gone, or it answers none."""
        db = self.site.office.model.store.db
        item = mentions.find(db, self.form.reply_to) if self.form.reply_to else None
        return item if item and may_see(self.visitor.acting.person, item.audience) else None

    @property
    def why_not_answer(self) -> str:
        """Why it cannot be answered now, from any account; empty where it can, or where it answers none."""
        form, office = self.form, self.site.office
        account = office.registry.accounts.get(form.account) or next(iter(self.accounts), None)
        if not form.reply_to or account is None:
            return ""
        person, now = self.visitor.acting.person, office.now()
        why = answering.why_not_answer(self.answered, account, person, now, office.names)
        return f"{why.title} {why.detail}" if why else ""

    @cached_property
    def newer(self) -> DeskMention | None:
        """What the same author has written since, where this person may see it."""
        if self.answered is None:
            return None
        db, person = self.site.office.model.store.db, self.visitor.acting.person
        thread = mentions.thread(db, self.answered.mention.conversation)
        return answering.newer_of_its_author(self.answered, [each for each in thread if may_see(person, each.audience)])

    @cached_property
    def before(self) -> DeskDelivery | None:
        """The delivery that this is a new version of; a forged one of other districts is nothing here."""
        db, form = self.site.office.model.store.db, self.form
        found = deliveries.find(db, form.replaces) if form.replaces else None
        return found if found and may_see(self.visitor.acting.person, found.audience) else None

    @property
    def same(self) -> DeskDelivery | None:
        """Another post of the account that says the same."""
        office, form, text = self.site.office, self.form, self.looked.parts[0].shown
        if not form.account or not text:
            return None
        db, viewer = office.model.store.db, self.visitor.acting.viewer
        return deliveries.same_words(db, viewer, form.account, text, office.now(), but={form.replaces})

    @cached_property
    def raised(self) -> list[Raised]:
        """What the guidance check found, each rule once, with every text that raised it."""
        by_rule: dict[str, Raised] = {}
        for number, part in enumerate(self.looked.parts):
            for each in part.findings:
                one = by_rule.setdefault(each.rule, Raised(each, each.rule))
                one.places.append(Place.of(each, part.shown, part.account if self.form.others else "", number))
                one.open |= each in part.open
        return list(by_rule.values())

    @property
    def incidents(self) -> list[str]:
        """The incidents of the holds that stand on accounts that this person may write for."""
        office = self.site.office
        parts, mine = parts_of(office.registry), {each.id for each in self.accounts}
        standing = (each.hold for each in holds.standing(office.model.store.db))
        return sorted({each.incident for each in standing if each.incident and mine & parts.of_scope(each.scope)})

    @property
    def may_override(self) -> bool:
        """Whether this person may let pass what blocks, on every account that it is for."""
        registry, person = self.site.office.registry, self.visitor.acting.person
        named = [registry.accounts[each.account] for each in self.looked.parts if each.account in registry.accounts]
        return bool(named) and all(checking.may_override(person, each.districts) for each in named)


def _accounts_for(site: Site, acting: Acting, form: Form) -> tuple[list[Account], str]:
    """The accounts that this person may write for, or answer this mention from; where there are none, why."""
    office, person, now = site.office, acting.person, site.office.now()
    mine = [each for each in office.registry.accounts.values() if each.status == "active"]
    why = {each.id: why_not_draft(person, each.districts, now.astimezone(LONDON).date()) for each in mine}
    item = mentions.find(office.model.store.db, form.reply_to) if form.reply_to else None
    if item:
        return answering.accounts_for(item, office.registry.accounts, person, now), "It named none of yours."
    in_sight = [each for each in mine if may_see(person, each.districts)]
    none = (why[in_sight[0].id] or "") if in_sight else "None serves your district."
    return [each for each in mine if not why[each.id]], none
