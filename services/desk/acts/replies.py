"""Replies from approved templates: proposed by the desk, sent by one person, in one step with the claim and the end."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from services.desk.acts.asking import Ids, Submitted, submitted
from services.desk.acts.deed import Deed
from services.desk.acts.mentions import open_mention
from services.desk.acts.office import Acting, Office
from services.desk.acts.templates import ground_of, objections
from services.desk.domain import commands, posting
from services.desk.domain.answering import accounts_for, still_the_last, summons_of, why_not_answer
from services.desk.domain.composing import bare_words
from services.desk.domain.delivery import expected
from services.desk.domain.mention import DeskMention
from services.desk.domain.order import Order
from services.desk.domain.refusal import Refused
from services.desk.domain.suggesting import Choice, Suggestion, suggested, write_out
from services.desk.readmodel import deliveries, mentions, replies, staff, templates
from shared.contracts.fact import Fact
from shared.contracts.post_requested import Content, Submit
from shared.contracts.work_changed import Template
from shared.registry import Account
from shared.rules.seeing import may_see
from shared.rules.templates import Now, approvers_of

FAILED = frozenset({"void", "refused", "missed", "abandoned", "returned", "deleted"})
"""States of a reply beside which the same one may be sent again."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A reply as a page or a call asks for it; what is None the desk chooses, as it would have proposed."""

    template: str
    choice: Choice = field(default_factory=Choice)
    account: str | None = None
    closes: bool = True
    """Whether the mention is done with it."""
    hash: str | None = None
    """Of the template as it was looked at; None is as it stands."""
    seen: str | None = None
    """The last mention of its author's in this conversation that was read, where that is not the one answered."""


def may_answer_from(office: Office, acting: Acting, item: DeskMention) -> list[Account]:
    """The accounts that this person may answer it from now; none where somebody else answers it, or it is done."""
    accounts = accounts_for(item, office.registry.accounts, acting.person, office.now())
    return [each for each in accounts if why_not_answer(item, each, acting.person, office.now()) is None]


def proposed(office: Office, acting: Acting, item: DeskMention, account: str | None = None) -> list[Suggestion]:
    """The replies that this person could send to this mention with one press, the most fitting first."""
    accounts = [each for each in may_answer_from(office, acting, item) if account in (None, "", each.id)]
    if not accounts:
        return []
    known = [each.template for each in templates.listed(office.model.store.db, acting.viewer)]
    fitting = suggested(item, known, accounts[0], office.registry.routes, now_of(office, known))
    return [each for each in fitting if not objections(office, each.account.id, each.text, item.mention.text)]


def written_out(office: Office, acting: Acting, item: DeskMention, wanted: Wanted) -> Suggestion:
    """The reply that is wanted; Refused says why it may not be sent so."""
    account = _account(office, acting, item, wanted)
    found = templates.find(office.model.store.db, wanted.template)
    if found is None or not may_see(acting.person, found.audience):
        raise Refused("invalid", "There is no such template here.", "Choose one of those that fit.")
    if wanted.hash not in (None, found.template.hash):
        raise Refused("conflict", "This template was changed after you looked at it.", "Look at it as it stands now.")
    now = now_of(office, [found.template])
    made = write_out(item, found.template, account, office.registry.routes, now, wanted.choice)
    if why := ground_of(office).fits[account.platform](made.text):
        raise Refused("conflict", why, "Choose another route or template.")
    if against := objections(office, account.id, made.text, item.mention.text):
        said = f"The guidance check keeps this reply to this message back: {against[0].says}"
        raise Refused("conflict", said, "Choose another, or write a reply and have it approved.")
    return made


async def reply(
    office: Office, acting: Acting, mention: str, wanted: Wanted, *, same_id: str | None = None
) -> Submitted:
    """Sent at once: two people approved its words beforehand. `same_id` again sends nothing more."""
    ids = Ids(same_id)
    async with office.turn:
        office.may_act_now()
        item = await open_mention(office, acting, mention, act="mention.reply")
        if before := deliveries.find(office.model.store.db, ids("delivery")):
            return Submitted(before.id, ids("submit"), before.delivery.post, before.delivery.content)
        order = Order(ids("submit"), acting.person, office.now())
        try:
            command, reason = _decided(office, acting, item, wanted, order, ids)
            facts = _around(office, item, order, reason)
        except Refused as refusal:
            await office.refused(acting, "mention.reply", mention, refusal)
            raise
        begun = expected(command, item.mention.platform)
        deed = Deed(facts=facts, commands=[command], expects=[begun])
        await office.carry_out(acting, "mention.reply", (mention, command.delivery), deed)
    return submitted(command)


def conversation(office: Office, acting: Acting, item: DeskMention) -> list[DeskMention]:
    """All that this person may see of it."""
    thread = mentions.thread(office.model.store.db, item.mention.conversation)
    return [each for each in thread if may_see(acting.person, each.audience)]


def now_of(office: Office, known: Sequence[Template]) -> Now:
    """What the templates are judged by at this moment."""
    people = {name for each in known for name in approvers_of(each)}
    found = {name: staff.person(office.model.store.db, name) for name in people}
    return Now(office.now(), {name: each for name, each in found.items() if each}, office.registry.routes)


def _decided(
    office: Office, acting: Acting, item: DeskMention, wanted: Wanted, order: Order, ids: Ids
) -> tuple[Submit, str | None]:
    """The command, and why the mention is closed with it, if it is."""
    made = written_out(office, acting, item, wanted)
    still_the_last(item, conversation(office, acting, item), wanted.seen)
    _not_said_before(office, item, made)
    content = Content(account=made.account.id, text=made.text, reply_to=summons_of(item))
    rules = office.registry.guidance.version
    command = posting.submit(order, content, delivery=ids("delivery"), post=ids("post"), guidance=rules)
    return command.model_copy(update={"template": made.use}), made.closes_as if wanted.closes else None


def _account(office: Office, acting: Acting, item: DeskMention, wanted: Wanted) -> Account:
    """The account that answers: the one asked for, else the first that was named and that this person may write for."""
    own = accounts_for(item, office.registry.accounts, acting.person, office.now())
    name = wanted.account or (own[0].id if own else item.mention.accounts[0])
    account = office.registry.accounts.get(name)
    if account is None:
        raise Refused("invalid", f"There is no account {name} here.", "Choose the one that was addressed.")
    if refusal := why_not_answer(item, account, acting.person, office.now(), office.names):
        raise refusal
    return account


def _not_said_before(office: Office, item: DeskMention, made: Suggestion) -> None:
    """Nobody is told the same twice, because two pages were open or a press came twice."""
    said = replies.to(office.model.store.db, item.id)
    twin = next((each for each in said if bare_words(each.text) == bare_words(made.text)), None)
    if twin and twin.state not in FAILED and twin.account == made.account.id:
        raise Refused("conflict", "This was sent to them already.", "See under Replies how it stands.")


def _around(office: Office, item: DeskMention, order: Order, reason: str | None) -> list[tuple[str, Fact]]:
    """Who replies, answers it; and where it is done with that, it is closed."""
    by, now, names = order.by.id, order.at, office.names
    claimed = commands.claim(item, by=by, now=now, lasts=office.claim_lasts, names=names)
    facts: list[tuple[str, Fact]] = [("claim.changed", claimed)]
    if reason:
        facts.append(("mention.closed", commands.close(item, by=by, now=now, reason=reason, names=names)))
    return facts
