"""What the Mention page offers as a reply, and what it tells of replies that were sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from services.desk.acts import replies as acts
from services.desk.acts.mentions import open_mention
from services.desk.acts.office import Acting, Office
from services.desk.acts.posts import decided
from services.desk.domain.answering import newer_of_its_author
from services.desk.domain.delivery import DeskDelivery
from services.desk.domain.mention import DeskMention
from services.desk.domain.refusal import Refused
from services.desk.domain.suggesting import Choice, Suggestion
from services.desk.domain.templating import WARN_BEFORE
from services.desk.pages.asked import WAIT_S, same_id
from services.desk.pages.site import Site, Visitor
from services.desk.readmodel import replies, templates
from shared.clock import new_id
from shared.registry import Account
from shared.rules.templates import why_not_approved


@dataclass(frozen=True, slots=True)
class Replying:
    """Replies to one mention: those that are there, and those that this person could send."""

    sent: list[DeskDelivery]
    offered: list[Suggestion]
    """The one that was chosen first, or the most fitting."""
    accounts: list[Account]
    """Those that this person may answer from; none also where somebody else answers, or it is done."""
    newer: DeskMention | None
    """What its author wrote after it."""
    fault: str = ""
    once: str = field(default_factory=new_id)
    warn_before = WARN_BEFORE

    @property
    def seen(self) -> str:
        """The last mention of its author's that the page shows."""
        return self.newer.id if self.newer else ""


def replying(
    site: Site, visitor: Visitor, item: DeskMention, asked: Mapping[str, str], fault: Refused | None = None
) -> Replying:
    """What the page shows; `asked` may choose a template and what varies in it."""
    office, acting = site.office, visitor.acting
    offered, said = acts.proposed(office, acting, item, asked.get("account")), _told(fault)
    if asked.get("template"):
        try:
            chosen = _chosen(office, acting, item, wanted(asked))
            offered = [chosen, *(each for each in offered if each.template.id != chosen.template.id)]
        except Refused as refusal:
            said = said or _told(refusal)
    return Replying(
        sent=replies.to(office.model.store.db, item.id),
        offered=offered,
        accounts=acts.may_answer_from(office, acting, item),
        newer=newer_of_its_author(item, acts.conversation(office, acting, item)),
        fault=said,
    )


def choices(site: Site, visitor: Visitor, shown: Replying) -> list[tuple[str, str]]:
    """Every template that may be used now from the account that is shown, fitting or not, by name."""
    office = site.office
    known = [each.template for each in templates.listed(office.model.store.db, visitor.acting.viewer)]
    now = acts.now_of(office, known)
    accounts = {each.account.id for each in shown.offered[:1]} or {each.id for each in shown.accounts}
    usable = (each for each in known if accounts.intersection(each.accounts) and not why_not_approved(each, now))
    return [(each.id, each.name) for each in usable]


async def send(site: Site, visitor: Visitor, mention: str, given: Mapping[str, str]) -> None:
    """Send what the form shows, and wait a moment for the publisher; pressed twice, it is sent once."""
    await open_mention(site.office, visitor.acting, mention)
    ours = {**given, "mention": mention}
    sent = await acts.reply(
        site.office, visitor.acting, mention, wanted(given), same_id=same_id(visitor.acting, "mention.reply", ours)
    )
    await decided(site.office, sent.delivery, sent.command, WAIT_S)


def wanted(given: Mapping[str, str]) -> acts.Wanted:
    """What a form or an address asks for."""
    return acts.Wanted(
        template=given.get("template", ""),
        choice=Choice(given.get("language") or None, given.get("route") or None),
        account=given.get("account") or None,
        closes=given.get("close") == "yes",
        hash=given.get("hash") or None,
        seen=given.get("seen") or None,
    )


def _chosen(office: Office, acting: Acting, item: DeskMention, asked: acts.Wanted) -> Suggestion:
    """As it was chosen; another template may have no such language or route: then as the desk would propose it."""
    try:
        return acts.written_out(office, acting, item, asked)
    except Refused:
        return acts.written_out(office, acting, item, replace(asked, choice=Choice()))


def _told(refusal: Refused | None) -> str:
    return f"{refusal.title} {refusal.detail}" if refusal else ""
