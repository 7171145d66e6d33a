"""What a post may have beside words: pictures, a message that it answers, and a template that two approved."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from services.publisher.domain.world import World
from shared.contracts.post_requested import Attachment, Command, Summons, TemplateUse
from shared.contracts.work_changed import Template, TemplateApproval
from tests.unit.publisher.posts import NOW, WORLD, minutes, submits

SUMMONS = Summons(
    mention="x:77",
    platform_id="77",
    accounts=("x_hastings",),
    conversation="x:70",
    link="https://x.com/somebody/status/77",
    posted_at=NOW - minutes(5),
    received_at=NOW - minutes(5),
)


@dataclass(frozen=True)
class Ring:
    """A route that may be given until its day."""

    value: str = "101"
    says: str = "Ring 101."
    address: str | None = None
    until: date = date(2027, 1, 1)

    def usable(self, today: date) -> bool:
        """Until its day."""
        return today <= self.until


def template(*by: str, **changed: object) -> Template:
    said = {"id": "t1", "name": "Ring us", "accounts": ("x_hastings",), "texts": {"en": "@{handle} {route}"}}
    fresh = Template.model_validate(said | {"author": "author", "written_at": NOW, "at": NOW} | changed)
    given = tuple(TemplateApproval(by=each, at=NOW - timedelta(days=1), hash=fresh.hash) for each in by)
    return fresh.model_copy(update={"approvals": given})


BY_TWO = template("approver", "boss")
USE = TemplateUse(template="t1", hash=BY_TWO.hash, language="en", route="ring", handle="somebody")


def where(of: Template = BY_TWO, base: World = WORLD, routes: Mapping[str, Ring] | None = None) -> World:
    return replace(base, templates={of.id: of}, routes={"ring": Ring()} if routes is None else routes)


def answers(
    text: str = "@somebody Ring 101.", by: str = "officer", not_before: datetime | None = None, **fields: object
) -> Command:
    return submits(text, not_before, by, **{"reply_to": SUMMONS, "template": USE} | fields)


def picture(name: str = "a", *, until: datetime | None = None, **changed: object) -> Attachment:
    said = {"id": name * 64, "media_type": "image/jpeg", "alt_text": "A map of the closed road", "expires_at": until}
    return Attachment.model_validate(said | changed)
