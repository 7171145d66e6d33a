"""Replies from approved templates by a JSON call: no second person is needed, two approved the words beforehand."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from pydantic import Field

from services.desk.acts import posts, replies
from services.desk.acts.asking import Ids, Submitted
from services.desk.acts.mentions import open_mention
from services.desk.domain.refusal import Refused
from services.desk.domain.suggesting import Choice
from services.desk.pages.api.mentions import PROBLEMS
from services.desk.pages.api.once import Done, once, repeated_as
from services.desk.pages.api.post_shapes import PostShape, Wait, look, post_shape
from services.desk.pages.api.shapes import CallBody, Shape, Words
from services.desk.pages.site import Reader, Site, SiteHere
from services.desk.readmodel import deliveries

router = APIRouter(prefix="/api/mentions", tags=["replies"], responses=PROBLEMS)


class ReplyAsked(CallBody):
    """A template, and what of it varies; what is left out is chosen as the Mention page would."""

    template: Words = Field(description="As /api/templates has it.")
    language: Words | None = Field(None, description="One that the template has; the message's own where it has that.")
    route: Words | None = Field(None, description="A route of the registry, where the template has room for one.")
    account: Words | None = Field(None, description="One that the mention named; the first where it is left out.")
    close: bool = Field(default=True, description="Whether the mention is done with it: answered, or redirected.")
    hash: Words | None = Field(None, description="Of the template as it was looked at: another is refused.")
    seen: Words | None = Field(None, description="The last mention of its author's that was read, if another.")


class SuggestionShape(Shape):
    """A reply that fits a mention, written out."""

    template: str
    name: str
    hash: str
    account: str
    language: str
    route: str | None
    text: str
    english: str | None = Field(description="What it says, where its words are in another language.")


@router.get("/{mention}/replies")
async def proposed(site: SiteHere, visitor: Reader, mention: str) -> list[SuggestionShape]:
    """The replies that fit, the most fitting first; none is ever sent by itself."""
    item = await open_mention(site.office, visitor.acting, mention)
    return [
        SuggestionShape(
            template=each.template.id,
            name=each.template.name,
            hash=each.template.hash,
            account=each.account.id,
            language=each.use.language,
            route=each.use.route,
            text=each.text,
            english=each.english,
        )
        for each in replies.proposed(site.office, visitor.acting, item)
    ]


SENT = {
    **PROBLEMS,
    201: {"model": PostShape, "description": "Sent, and taken by the publisher within the wait."},
    202: {"model": PostShape, "description": "Sent; the publisher has not taken it yet. `look` says where to see."},
}


@router.post("/{mention}/reply", responses=SENT, status_code=HTTPStatus.ACCEPTED)
async def reply(
    request: Request, site: SiteHere, visitor: Reader, mention: str, asked: ReplyAsked, wait: Wait = 0
) -> Response:
    """Send this reply now: the mention is claimed, and closed unless `close` is false, in the same step."""
    wanted = replies.Wanted(
        template=asked.template,
        choice=Choice(asked.language, asked.route),
        account=asked.account,
        closes=asked.close,
        hash=asked.hash,
        seen=asked.seen,
    )

    async def act(same_id: str | None) -> Done:
        sent = await replies.reply(site.office, visitor.acting, mention, wanted, same_id=same_id)
        return await _sent(site, sent, wait)

    async def again(delivery: str) -> Done:
        item = await posts.open_delivery(site.office, visitor.acting, delivery)
        ids = Ids(repeated_as(request, visitor))
        return await _sent(site, Submitted(item.id, ids("submit"), item.delivery.post, item.delivery.content), wait)

    return await once(request, site, visitor, act, again)


async def _sent(site: Site, sent: Submitted, wait: float) -> Done:
    """The reply, created where the publisher has taken it; Refused where it did not."""
    taken = await posts.decided(site.office, sent.delivery, sent.command, wait)
    if taken and taken.state == "void" and not taken.approver:
        raise Refused("conflict", taken.delivery.reason, "Mend that, or write a reply and have it approved.")
    item = deliveries.find(site.office.model.store.db, sent.delivery)
    status = HTTPStatus.CREATED if taken else HTTPStatus.ACCEPTED
    shape = post_shape(sent.post, [item] if item else [])
    return Done(shape, sent.delivery, status, {"Location": look(sent.delivery)})
