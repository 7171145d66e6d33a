"""Accounts and status as JSON calls."""

from fastapi import APIRouter

from services.desk.pages.api.mentions import PROBLEMS
from services.desk.pages.api.shapes import AccountShape
from services.desk.pages.site import Here, SiteHere, status_for
from shared.clock import LONDON
from shared.contracts.staff_changed import FORCE_WIDE
from shared.registry import Account
from shared.rules.approving import why_not_draft
from shared.rules.seeing import desks_of
from shared.status import Status

router = APIRouter(prefix="/api", responses=PROBLEMS)


@router.get("/accounts", tags=["accounts"])
async def accounts(site: SiteHere, visitor: Here) -> list[AccountShape]:
    """The accounts that this person may see, in the registry's order."""
    person = visitor.acting.person
    desks = desks_of(person)
    today = site.office.now().astimezone(LONDON).date()

    def seen(account: Account) -> bool:
        return FORCE_WIDE in desks or not desks.isdisjoint(account.districts)

    return [
        AccountShape(
            id=account.id,
            platform=account.platform,
            handle=account.handle,
            name=account.name,
            districts=account.districts,
            may_post=account.status == "active" and why_not_draft(person, account.districts, today) is None,
        )
        for account in site.office.registry.accounts.values()
        if seen(account)
    ]


@router.get("/status", tags=["status"])
async def status(site: SiteHere, visitor: Here) -> Status:
    """Is it working? What `bluelamp status` says; details for IT and supervisors."""
    return await status_for(site, visitor.acting)
