"""Acts on drafts, which their author alone sees: save, open, throw away, list."""

from datetime import datetime

from services.desk.acts.office import Acting, Office
from shared.contracts.work_changed import Draft


async def save(
    office: Office,
    acting: Acting,
    draft: str | None,
    *,
    account: str | None,
    text: str,
    not_before: datetime | None = None,
    replaces: str | None = None,
) -> Draft:
    """The draft as it was typed, however unfinished; `draft` None begins a new one. A late save brings none back."""
    raise NotImplementedError


async def discard(office: Office, acting: Acting, draft: str) -> None:
    """Thrown away; one that is gone already is gone."""
    raise NotImplementedError


def open_draft(office: Office, acting: Acting, draft: str) -> Draft:
    """The draft, where it is this person's own; Refused says that there is none, whoever else has it."""
    raise NotImplementedError


def listed(office: Office, acting: Acting) -> list[Draft]:
    """This person's drafts, the last saved first."""
    raise NotImplementedError
