"""What was sent for approval already, so that going back in the browser and sending again makes no second post."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from services.desk.acts.asking import Ids
from services.desk.acts.office import Acting, Office
from services.desk.acts.submitting import Part
from services.desk.domain.composing import normal
from services.desk.domain.delivery import DeskDelivery
from services.desk.domain.refusal import Refused
from services.desk.readmodel import deliveries
from shared.contracts.post_changed import State

AGAIN_WITHIN = timedelta(minutes=15)
"""Who sends the same words in this time went back; platforms take no post twice so soon either."""

STANDING: Sequence[State] = ("submitted", "approved", "sending", "unknown", "posted")
"""It waits, or it is out: one that was called off or refused may be sent again at once."""


def id_of(acting: Acting, draft: str) -> str:
    """What everything that a draft becomes is named after, so that it can be found by the draft."""
    return str(uuid5(NAMESPACE_URL, f"{acting.person.id}|draft|{draft}"))


def became(office: Office, acting: Acting, draft: str) -> DeskDelivery | None:
    """The post that this person's draft became; None where it is none yet, or was thrown away."""
    found = (deliveries.find(office.model.store.db, each) for each in named(id_of(acting, draft)))
    return next((each for each in found if each), None)


def named(same_id: str) -> tuple[str, str]:
    """The ids that a new post, or a new version of one, has by an id that every repetition has."""
    ids = Ids(same_id)
    return ids("delivery:0"), ids("delivery")


def says_the_same(item: DeskDelivery, part: Part, not_before: datetime | None) -> bool:
    """Whether it is for the same account with the same words and pictures at the same time."""
    pictures = [(each.id, each.alt_text) for each in item.delivery.content.media]
    asked = (part.account, normal(part.text), not_before, [(each.id, normal(each.alt_text)) for each in part.media])
    return (item.account, item.text, item.due_at, pictures) == asked


def still_the_same(item: DeskDelivery, part: Part, not_before: datetime | None) -> None:
    """Return where a draft that was sent is sent again as it was; with other words it is Refused, and nothing is lost.

    It is no new post by itself: who changed a word after sending mostly wants that instead, and not beside it.
    """
    if not says_the_same(item, part, not_before):
        raise Refused(
            "conflict",
            "This draft was sent for approval already, as it was before.",
            "Open that post among the posts and choose Write a new version, or begin a new post with these words.",
        )


def just_now(
    office: Office, acting: Acting, part: Part, not_before: datetime | None, *, but: str
) -> DeskDelivery | None:
    """The same that this person sent minutes ago, and that stands; never `but`, which it is an edit of."""
    found = deliveries.listed(
        office.model.store.db, acting.viewer, states=STANDING, account=part.account, author=acting.person.id
    )
    since = office.now() - AGAIN_WITHIN
    recent = (each for each in found if each.delivery.submitted_at > since and each.id != but)
    return next((each for each in recent if says_the_same(each, part, not_before)), None)
